namespace Hub.Host.Verbs;

/// <summary>Reads <c>2025-03-20T09:15:00+08:00</c> and nothing looser: a time without offset is not an instant (P29).</summary>
internal static class IsoInstant
{
    public static bool TryDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        return text.Length == 10 && TakeDate(text, out date);
    }

    public static bool TryDate(string text, out DateOnly date) => TryDate(System.Text.Encoding.UTF8.GetBytes(text), out date);

    public static IsoReading Read(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        if (!TakeDate(text, out var date))
        {
            return IsoReading.Wrong;
        }

        text = text[10..];
        if (text.IsEmpty)
        {
            return IsoReading.WithoutOffset;
        }

        if (text[0] is not ((byte)'T' or (byte)'t' or (byte)' ') || !TakeTime(ref text, out var time))
        {
            return IsoReading.Wrong;
        }

        if (text.IsEmpty)
        {
            return IsoReading.WithoutOffset;
        }

        if (!TakeOffset(text, out var offset))
        {
            return IsoReading.Wrong;
        }

        var utc = date.DayNumber * TimeSpan.TicksPerDay + time - offset.Ticks;
        if (utc < 0 || utc > DateTime.MaxValue.Ticks)
        {
            return IsoReading.Wrong;
        }

        instant = new DateTimeOffset((date.DayNumber * TimeSpan.TicksPerDay) + time, offset);
        return IsoReading.Instant;
    }

    private static bool TakeDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>Takes <c>T09:15</c>, <c>T09:15:00</c> or <c>T09:15:00.5</c> off the text.</summary>
    private static bool TakeTime(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < 6 || text[3] != ':' || !Digits(text[1..3], out var hour) || !Digits(text[4..6], out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        text = text[6..];
        if (text.IsEmpty || text[0] != ':')
        {
            return true;
        }

        if (text.Length < 3 || !Digits(text[1..3], out var second) || second > 59)
        {
            return false;
        }

        ticks += second * TimeSpan.TicksPerSecond;
        text = text[3..];
        return text.IsEmpty || text[0] is not ((byte)'.' or (byte)',') || TakeFraction(ref text, ref ticks);
    }

    private static bool TakeFraction(ref ReadOnlySpan<byte> text, ref long ticks)
    {
        text = text[1..];
        var unit = TimeSpan.TicksPerSecond / 10;
        var taken = 0;
        for (; taken < text.Length && char.IsAsciiDigit((char)text[taken]); taken++)
        {
            ticks += (text[taken] - '0') * unit;
            unit /= 10;
        }

        text = text[taken..];
        return taken > 0;
    }

    private static bool TakeOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z')
        {
            return true;
        }

        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length is not (5 or 6) || (text.Length == 6 && text[3] != ':')
            || !Digits(text[1..3], out var hours) || !Digits(text[^2..], out var minutes)
            || hours > 14 || minutes > 59 || (hours == 14 && minutes > 0))
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            number = (number * 10) + digit - '0';
        }

        return true;
    }
}

/// <summary>What a text turned out to be.</summary>
internal enum IsoReading
{
    Instant,

    /// <summary>A date or a time that does not say in which zone.</summary>
    WithoutOffset,
    Wrong,
}
