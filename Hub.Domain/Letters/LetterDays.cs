using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Domain.Letters;

/// <summary>A day that a text names, and where.</summary>
/// <param name="Year">Null when the text leaves it to the reader.</param>
internal sealed record LetterDay(int At, int End, int Day, int Month, int? Year)
{
    /// <returns>The day itself; null where there is no such day.</returns>
    public DateOnly? On(int year) => Day >= 1 && Day <= DateTime.DaysInMonth(year, Month) ? new DateOnly(year, Month, Day) : null;

    public DateOnly? Said => Year is { } year ? On(year) : null;
}

/// <summary>Finds days in texts as offices write them: "9 Maret 2026", "9 s.d. 11 Maret 2026", "30 Maret – 2 April 2026", "09-03-2026", "9-III-2026".</summary>
internal static class LetterDays
{
    private const int FirstYear = 1990, LastYear = 2100;

    private static readonly Lexicon Known = Lexicon.Read("letters");

    private static readonly Dictionary<string, int> Months = Known["months"]
        .SelectMany((names, i) => names.Split('|').Select(name => (name, i + 1))).Concat(Known["romans"].Select((roman, i) => (roman, i + 1)))
        .ToDictionary(m => m.Item1, m => m.Item2, StringComparer.Ordinal);

    /// <summary>Between the first of several days and the next.</summary>
    public const string Until = @"\s*(?:s\s*\.?\s*/?\s*d\s*\.?|sampai(?: dengan)?|hingga|dan|&|-|–|,)\s*";

    private static readonly Regex Named = Known.Any("months", @$"(?<!\d|\d[/.\-])(?<d>\d{{1,2}})(?:{Until}\d{{1,2}}){{0,4}}(?:\s+|\s*-\s*)(?<m>{{}})\b\.?(?:,?[\s\-]*(?<y>\d{{4}})\b|{Until}\d{{1,2}}\s+{{}}\s+(?<y>\d{{4}})\b)?");
    private static readonly Regex InFigures = Known.Any("romans", @"(?<![\d\p{L}]|[\d\p{L}][/.\-])(?<d>\d{1,2})\s?[-/.–]\s?(?<m>\d{1,2}|{})\s?[-/.–]\s?(?<y>\d{4})(?![\d/\-])");

    /// <summary>In the order in which they stand.</summary>
    /// <param name="folded">In small letters.</param>
    public static IEnumerable<LetterDay> In(string folded) =>
        Named.Matches(folded).Concat(InFigures.Matches(folded)).Select(Read).OfType<LetterDay>().OrderBy(day => day.At);

    private static LetterDay? Read(Match match)
    {
        var day = Number(match.Groups["d"]);
        var month = Months.TryGetValue(match.Groups["m"].Value, out var named) ? named : Number(match.Groups["m"]);
        int? year = match.Groups["y"].Success ? Number(match.Groups["y"]) : null;
        return month is >= 1 and <= 12 && day is >= 1 and <= 31 && year is null or (>= FirstYear and <= LastYear)
            ? new LetterDay(match.Index, match.Index + match.Length, day, month, year)
            : null;
    }

    private static int Number(Group digits) => int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
