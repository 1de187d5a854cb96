namespace Hub.Domain;

/// <summary>Dates as people in the office write them: <c>Jum, 20 Mar 2026 14.30 WITA</c>.</summary>
public static class OfficeDates
{
    private static readonly string[] DaysId = ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"];
    private static readonly string[] DaysEn = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private static readonly string[] LongDaysId = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];
    private static readonly string[] LongDaysEn = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] MonthsId = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];
    private static readonly string[] MonthsEn = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    private static readonly string[] LongMonthsId =
        ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];

    private static readonly string[] LongMonthsEn =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <returns><c>Jum, 20 Mar 2026</c>.</returns>
    public static string Day(DateOnly date, Language language = Language.Indonesian) => $"{WeekDay(date, language)}, {ShortDay(date, language)}";

    /// <returns><c>20 Mar 2026</c>.</returns>
    public static string ShortDay(DateOnly date, Language language = Language.Indonesian) => $"{date.Day} {ShortMonth(date, language)} {date.Year}";

    /// <returns><c>20 Mar</c>: where the year is plain.</returns>
    public static string DayOfMonth(DateOnly date, Language language = Language.Indonesian) => $"{date.Day} {ShortMonth(date, language)}";

    /// <returns><c>Jumat, 20 Maret 2026</c>.</returns>
    public static string LongDay(DateOnly date, Language language = Language.Indonesian)
    {
        var day = (language == Language.English ? LongDaysEn : LongDaysId)[(int)date.DayOfWeek];
        return $"{day}, {date.Day} {Month(date, language)}";
    }

    /// <returns><c>Maret 2026</c>.</returns>
    public static string Month(DateOnly date, Language language = Language.Indonesian) =>
        $"{(language == Language.English ? LongMonthsEn : LongMonthsId)[date.Month - 1]} {date.Year}";

    /// <returns><c>Mar</c>.</returns>
    public static string ShortMonth(DateOnly date, Language language = Language.Indonesian) =>
        (language == Language.English ? MonthsEn : MonthsId)[date.Month - 1];

    /// <returns><c>Jum</c>.</returns>
    public static string WeekDay(DateOnly date, Language language = Language.Indonesian) =>
        (language == Language.English ? DaysEn : DaysId)[(int)date.DayOfWeek];

    /// <returns><c>Jum, 20 Mar 2026 14.30 WITA</c>.</returns>
    public static string Instant(DateTimeOffset at, Language language = Language.Indonesian) =>
        $"{Day(Wita.DateOf(at), language)} {Time(at, language)} WITA";

    /// <returns><c>14.30</c> on an office clock; <c>14:30</c> in English.</returns>
    public static string Time(DateTimeOffset at, Language language = Language.Indonesian)
    {
        var local = Wita.At(at);
        return language == Language.English ? $"{local.Hour:00}:{local.Minute:00}" : $"{local.Hour:00}.{local.Minute:00}";
    }

    /// <returns>For <c>&lt;time datetime&gt;</c>: <c>2026-03-20T14:30:00+08:00</c>.</returns>
    public static string Machine(DateTimeOffset at) => Wita.At(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz");
}
