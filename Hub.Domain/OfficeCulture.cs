using System.Globalization;

namespace Hub.Domain;

/// <summary>The framework's formats for dates and numbers with the words of the office. They are said here, because the program runs without the culture tables of a machine, which differ in them.</summary>
public static class OfficeCulture
{
    public static CultureInfo Indonesian { get; } = Make();

    public static CultureInfo Of(Language language) => language == Language.English ? CultureInfo.InvariantCulture : Indonesian;

    private static CultureInfo Make()
    {
        // Formats ask for a thirteenth month too.
        string[] months = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember", ""];
        string[] shortMonths = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des", ""];
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var (dates, numbers) = (culture.DateTimeFormat, culture.NumberFormat);
        dates.DayNames = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];
        dates.AbbreviatedDayNames = ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"];
        (dates.MonthNames, dates.MonthGenitiveNames) = (months, months);
        (dates.AbbreviatedMonthNames, dates.AbbreviatedMonthGenitiveNames) = (shortMonths, shortMonths);
        dates.TimeSeparator = ".";
        (numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator) = (",", ".");
        return CultureInfo.ReadOnly(culture);
    }
}
