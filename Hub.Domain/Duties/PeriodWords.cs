using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Domain.Duties;

/// <summary>Which period a report is for, as letters say it: "bulan Oktober 2026", "triwulan III tahun 2026", "semester 1 TA 2026", "tahun 2026".</summary>
public static partial class PeriodWords
{
    private static readonly string[] Months = ["januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember"];

    /// <returns>The first day of the period; null where the text names none of that cycle, or several.</returns>
    public static DateOnly? Read(string text, DutyCycle cycle)
    {
        var named = (cycle == DutyCycle.Month ? MonthsIn(text) : PartsIn(text, cycle)).Distinct().ToList();
        return named is [var only] ? only : null;
    }

    private static IEnumerable<DateOnly> MonthsIn(string text) =>
        MonthAndYear().Matches(text).Select(m => new DateOnly(YearOf(m), Array.IndexOf(Months, m.Groups["month"].Value.ToLowerInvariant()) + 1, 1));

    private static IEnumerable<DateOnly> PartsIn(string text, DutyCycle cycle) => cycle switch
    {
        DutyCycle.Quarter => Numbered(Quarter(), text, cycle),
        DutyCycle.HalfYear => Numbered(HalfYear(), text, cycle),
        DutyCycle.Year => Year().Matches(text).Select(m => new DateOnly(YearOf(m), 1, 1)),
        DutyCycle.Month => [],
    };

    private static IEnumerable<DateOnly> Numbered(Regex form, string text, DutyCycle cycle) =>
        from match in form.Matches(text)
        let period = Enumerable.Range(0, 4).Aggregate(new DateOnly(YearOf(match), 1, 1), (day, i) => i < NumberOf(match) - 1 ? cycle.Next(day) : day)
        where period.Year == YearOf(match)
        select period;

    private static int NumberOf(Match match) => match.Groups["number"].Value.ToUpperInvariant() switch
    {
        "I" or "1" => 1,
        "II" or "2" => 2,
        "III" or "3" => 3,
        _ => 4,
    };

    private static int YearOf(Match match) => int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\b(?<month>januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)\s+((tahun|TA)\s+)?(?<year>20\d\d)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MonthAndYear();

    [GeneratedRegex(@"\b(triwulan|TW)\s*(ke-?)?\s*(?<number>IV|III|II|I|[1-4])\b[\s,]*((tahun( anggaran)?|TA)\s+)?(?<year>20\d\d)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quarter();

    [GeneratedRegex(@"\bsemester\s*(ke-?)?\s*(?<number>II|I|[12])\b[\s,]*((tahun( anggaran)?|TA)\s+)?(?<year>20\d\d)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HalfYear();

    [GeneratedRegex(@"\b(tahun( anggaran)?|TA)\s+(?<year>20\d\d)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Year();
}
