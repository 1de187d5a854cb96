using System.Globalization;

namespace Hub.Domain;

/// <summary>Dates as people in the office write them: <c>Jum, 20 Mar 2026 14.30 WITA</c>.</summary>
public static class OfficeDates
{
    /// <returns><c>Jum, 20 Mar 2026</c>.</returns>
    public static string Day(DateOnly date, Language language = Language.Indonesian) => Text(date, "ddd, d MMM yyyy", language);

    /// <returns><c>20 Mar 2026</c>.</returns>
    public static string ShortDay(DateOnly date, Language language = Language.Indonesian) => Text(date, "d MMM yyyy", language);

    /// <returns><c>20 Mar</c>: where the year is plain.</returns>
    public static string DayOfMonth(DateOnly date, Language language = Language.Indonesian) => Text(date, "d MMM", language);

    /// <returns><c>Jumat, 20 Maret 2026</c>.</returns>
    public static string LongDay(DateOnly date, Language language = Language.Indonesian) => Text(date, "dddd, d MMMM yyyy", language);

    /// <returns><c>20 Maret 2026</c>.</returns>
    public static string LongDate(DateOnly date, Language language = Language.Indonesian) => Text(date, "d MMMM yyyy", language);

    /// <returns><c>Maret 2026</c>.</returns>
    public static string Month(DateOnly date, Language language = Language.Indonesian) => Text(date, "MMMM yyyy", language);

    /// <returns><c>Maret</c>.</returns>
    public static string MonthName(int month, Language language = Language.Indonesian) => OfficeCulture.Of(language).DateTimeFormat.GetMonthName(month);

    /// <returns><c>Mar</c>.</returns>
    public static string ShortMonth(DateOnly date, Language language = Language.Indonesian) => Text(date, "MMM", language);

    /// <returns><c>Jum</c>.</returns>
    public static string WeekDay(DateOnly date, Language language = Language.Indonesian) => Text(date, "ddd", language);

    /// <returns><c>Jum, 20 Mar 2026 14.30 WITA</c>.</returns>
    public static string Instant(DateTimeOffset at, Language language = Language.Indonesian) =>
        $"{Day(Wita.DateOf(at), language)} {Time(at, language)} WITA";

    /// <returns><c>14.30</c> on an office clock; <c>14:30</c> in English.</returns>
    public static string Time(DateTimeOffset at, Language language = Language.Indonesian) => Wita.At(at).ToString("HH:mm", OfficeCulture.Of(language));

    /// <returns>For <c>&lt;time datetime&gt;</c>: <c>2026-03-20T14:30:00+08:00</c>.</returns>
    public static string Machine(DateTimeOffset at) => Wita.At(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz");

    /// <summary>A day as addresses and date fields write it (<c>2026-03-20</c>).</summary>
    /// <returns>Null for anything else, and for days of which no office speaks: at the ends of time a month before or after cannot be counted.</returns>
    public static DateOnly? Typed(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= FirstYear and <= LastYear ? day : null;

    private const int FirstYear = 1945;
    private const int LastYear = 2200;

    private static string Text(DateOnly date, string form, Language language) => date.ToString(form, OfficeCulture.Of(language));
}
