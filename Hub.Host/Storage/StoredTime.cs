using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Hub.Host.Storage;

/// <summary>Reads instants and dates from rows by the hundred thousand. SQLite keeps them as text, and its driver's own parsing costs more than the rest of the row.</summary>
internal static class StoredTime
{
    private const string SecondsForm = "yyyy-MM-dd HH:mm:ss";

    /// <summary>A stored instant; they are all UTC.</summary>
    public static DateTimeOffset Instant(DbDataReader reader, int column) =>
        reader is SqliteDataReader && TryInstant(reader.GetString(column), out var at)
            ? at
            : new DateTimeOffset(DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc));

    public static DateTimeOffset? InstantOrNull(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : Instant(reader, column);

    public static DateOnly Day(DbDataReader reader, int column) =>
        reader is SqliteDataReader && TryDay(reader.GetString(column), out var day) ? day : reader.GetFieldValue<DateOnly>(column);

    public static DateOnly? DayOrNull(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : Day(reader, column);

    /// <returns>False for any other form; the driver then reads or refuses it.</returns>
    private static bool TryInstant(ReadOnlySpan<char> text, out DateTimeOffset at)
    {
        at = default;
        if (text.Length < SecondsForm.Length || !TryDay(text[..10], out var day) || text[10] != ' ' || text[13] != ':' || text[16] != ':'
            || !TryNumber(text[11..13], out var hour) || !TryNumber(text[14..16], out var minute) || !TryNumber(text[17..19], out var second)
            || !TryFraction(text[19..], out var ticks) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        at = new DateTimeOffset(day, new TimeOnly(hour, minute, second), TimeSpan.Zero).AddTicks(ticks);
        return true;
    }

    private static bool TryDay(ReadOnlySpan<char> text, out DateOnly day)
    {
        day = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month) || !TryNumber(text[8..], out var date)
            || year < 1 || month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        day = new DateOnly(year, month, date);
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<char> text, out int ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] != '.' || text.Length > 8 || !TryNumber(text[1..], out ticks))
        {
            return false;
        }

        for (var digits = text.Length - 1; digits < 7; digits++)
        {
            ticks *= 10;
        }

        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character))
            {
                return false;
            }

            number = (number * 10) + character - '0';
        }

        return !text.IsEmpty;
    }
}
