using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Connectors.Reading;

/// <summary>Reads the date forms that Indonesian systems print. The day always comes before the month in figures.</summary>
public static partial class IndonesianDate
{
    private static readonly FrozenDictionary<string, int> Months = new (string Names, int Month)[]
    {
        ("jan januari january", 1), ("feb peb februari pebruari february", 2), ("mar mrt maret march", 3), ("apr april", 4),
        ("mei may", 5), ("jun juni june", 6), ("jul juli july", 7), ("agu ags agt aug agust agustus august", 8),
        ("sep sept september", 9), ("okt oct oktober october", 10), ("nov nop november nopember", 11), ("des dec desember december", 12),
    }.SelectMany(row => row.Names.Split(' ').Select(name => (name, row.Month))).ToFrozenDictionary(p => p.name, p => p.Month, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Weekdays =
        "senin selasa rabu kamis jumat jum'at sabtu minggu ahad monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun sen sel rab kam jum sab min"
            .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The instant a text names.</summary>
    /// <param name="text">A date with or without a time; a date alone is its 00:00.</param>
    /// <param name="zone">Used where the text carries no offset.</param>
    /// <param name="trustOffset">False for sources that print a <c>Z</c> behind local times: <paramref name="zone"/> then always counts.</param>
    /// <returns>In UTC; null when the text is no date.</returns>
    public static DateTimeOffset? Instant(string? text, SourceZone zone, bool trustOffset = true)
    {
        if (Read(text) is not Moment moment)
        {
            return null;
        }

        var offset = trustOffset && moment.Offset is TimeSpan said ? said : zone.Offset();
        var local = moment.Day.ToDateTime(TimeOnly.MinValue) + (moment.Time ?? TimeSpan.Zero);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The calendar day a text names, as printed.</summary>
    public static DateOnly? Day(string? text) => Read(text)?.Day;

    /// <summary>The time of day in a text such as <c>8.30</c>, <c>08:30:15</c> or <c>8:30 WIB</c>; null when there is none.</summary>
    public static TimeSpan? TimeOfDay(string? text) =>
        text is not null && TimeAlone().Match(text) is { Success: true } match ? Clock(match) : null;

    private static Moment? Read(string? text)
    {
        if (text is null || text.Length > 80)
        {
            return null;
        }

        var line = WithoutWeekday(PlainText.Line(text));
        foreach (var form in Forms)
        {
            if (form.Match(line) is { Success: true } match)
            {
                return Moment.Of(match);
            }
        }

        return null;
    }

    private static string WithoutWeekday(string line)
    {
        var end = line.AsSpan().IndexOfAny(", ");
        return end > 0 && Weekdays.Contains(line[..end]) ? line[end..].TrimStart(',', ' ') : line;
    }

    private sealed record Moment(DateOnly Day, TimeSpan? Time, TimeSpan? Offset)
    {
        public static Moment? Of(Match match)
        {
            if (Month(match.Groups["m"].Value) is not int month
                || !int.TryParse(match.Groups["d"].ValueSpan, CultureInfo.InvariantCulture, out var day)
                || !int.TryParse(match.Groups["y"].ValueSpan, CultureInfo.InvariantCulture, out var year))
            {
                return null;
            }

            year += year < 100 ? 2000 : 0;
            if (year is < 1900 or > 2200 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            {
                return null;
            }

            var time = match.Groups["h"].Success ? Clock(match) : null;
            return match.Groups["h"].Success && time is null ? null : new Moment(new DateOnly(year, month, day), time, Zone(match.Groups["z"].Value));
        }

        private static int? Month(string text) =>
            int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
            : Months.TryGetValue(text, out var named) ? named
            : null;

        private static TimeSpan? Zone(string text) => text.ToUpperInvariant() switch
        {
            "" => null,
            "Z" or "UTC" or "GMT" => TimeSpan.Zero,
            "WIB" => SourceZone.Wib.Offset(),
            "WITA" => SourceZone.Wita.Offset(),
            "WIT" => SourceZone.Wit.Offset(),
            _ => Figures(text),
        };

        private static TimeSpan? Figures(string text)
        {
            var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
            var hours = int.Parse(digits[..2], CultureInfo.InvariantCulture);
            var minutes = digits.Length > 2 ? int.Parse(digits[2..], CultureInfo.InvariantCulture) : 0;
            var offset = new TimeSpan(hours, minutes, 0);
            return offset > TimeSpan.FromHours(14) ? null : text[0] == '-' ? -offset : offset;
        }
    }

    /// <summary>24.00 is the end of the day; 12 AM its beginning.</summary>
    private static TimeSpan? Clock(Match match)
    {
        var hour = int.Parse(match.Groups["h"].ValueSpan, CultureInfo.InvariantCulture);
        var minute = int.Parse(match.Groups["min"].ValueSpan, CultureInfo.InvariantCulture);
        var second = match.Groups["s"].Success ? int.Parse(match.Groups["s"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var half = match.Groups["ap"].Value.ToUpperInvariant();
        if (minute > 59 || second > 59 || (half.Length > 0 && hour is < 1 or > 12) || hour > 24 || (hour == 24 && minute + second > 0))
        {
            return null;
        }

        hour = half switch { "AM" => hour % 12, "PM" => (hour % 12) + 12, _ => hour };
        return new TimeSpan(hour, minute, second) + Fraction(match.Groups["f"].Value);
    }

    private static TimeSpan Fraction(string digits) =>
        digits.Length == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(long.Parse(digits.PadRight(7, '0')[..7], CultureInfo.InvariantCulture));

    private const string Time = """(?<h>\d{1,2})[:.](?<min>\d{2})(?:[:.](?<s>\d{2})(?:[.,](?<f>\d{1,9}))?)?\s*(?<ap>[AaPp][Mm])?""";
    private const string Zone = """\s*(?<z>[Zz]|UTC|GMT|WIB|WITA|WIT|[+-]\d{2}(?::?\d{2})?)?""";
    private const string Tail = "(?:(?:[ ,T]|,? *(?:pukul|jam|at))\\s*" + Time + ")?" + Zone + "$";

    private static readonly Regex[] Forms = [YearFirst(), InFigures(), DayMonthName(), MonthNameDay()];

    [GeneratedRegex("^(?<y>\\d{4})[-/](?<m>\\d{1,2})[-/](?<d>\\d{1,2})" + Tail, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex YearFirst();

    [GeneratedRegex("^(?<d>\\d{1,2})[-/.](?<m>\\d{1,2})[-/.](?<y>\\d{4}|\\d{2})" + Tail, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex InFigures();

    [GeneratedRegex("^(?<d>\\d{1,2})[ -]*(?<m>[a-z]+)\\.?[ ,-]*(?<y>\\d{4})" + Tail, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DayMonthName();

    [GeneratedRegex("^(?<m>[a-z]+)\\.? +(?<d>\\d{1,2}),? +(?<y>\\d{4})" + Tail, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MonthNameDay();

    [GeneratedRegex("^\\s*" + Time + Zone + "\\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TimeAlone();
}
