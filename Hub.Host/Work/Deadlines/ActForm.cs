using System.Globalization;
using System.Text;
using Hub.Domain;
using Hub.Domain.Deadlines;

namespace Hub.Host.Work.Deadlines;

/// <summary>A holiday act as a person types it into the small form; the lines name the days.</summary>
/// <param name="Number">Title and number as cited.</param>
/// <param name="SignedOn"><c>2026-11-20</c>.</param>
/// <param name="InForceOn">Empty: from its signing.</param>
/// <param name="Establishes">The year that it decrees as a whole; empty for a change.</param>
/// <param name="Adds">A day on each line: <c>2026-12-23; cuti bersama; Cuti Bersama Natal</c>.</param>
/// <param name="Removes">A date on each line.</param>
internal sealed record ActForm(string? Number, string? SignedOn, string? InForceOn, string? Establishes, string? About, string? Adds, string? Removes)
{
    private static readonly Dictionary<string, HolidayKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["libur nasional"] = HolidayKind.National,
        ["national"] = HolidayKind.National,
        ["cuti bersama"] = HolidayKind.JointLeave,
        ["joint leave"] = HolidayKind.JointLeave,
        ["joint-leave"] = HolidayKind.JointLeave,
        ["pemungutan suara"] = HolidayKind.Election,
        ["election"] = HolidayKind.Election,
    };

    /// <exception cref="CalendarException">A field or line is wrong; the message names it.</exception>
    public CalendarAct Read() => new()
    {
        Id = Slug(Number ?? ""),
        Number = string.IsNullOrWhiteSpace(Number) ? throw CalendarException.Of("NoNumber") : Number.Trim(),
        SignedOn = Date(SignedOn, CalendarException.Say("SignedOn")),
        InForceOn = string.IsNullOrWhiteSpace(InForceOn) ? null : Date(InForceOn, CalendarException.Say("InForceOn")),
        Establishes = string.IsNullOrWhiteSpace(Establishes) ? null : Year(Establishes),
        About = string.IsNullOrWhiteSpace(About) ? Number!.Trim() : About.Trim(),
        Adds = [.. Lines(Adds).Select(line => Day(line.Text, line.Row))],
        Removes = [.. Lines(Removes).Select(line => Date(line.Text, CalendarException.Say("RevokedLine", line.Row)))],
    };

    /// <summary>Part of an address: letters, digits and single hyphens.</summary>
    internal static string Slug(string number)
    {
        var slug = new StringBuilder(number.Length);
        foreach (var character in number.Trim().ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character))
            {
                slug.Append(character);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().Trim('-') is { Length: > 60 } tooLong ? tooLong[..60].Trim('-') : slug.ToString().Trim('-');
    }

    private static Holiday Day(string line, int row)
    {
        var place = CalendarException.Say("HolidayLine", row);
        return line.Split(';', 3, StringSplitOptions.TrimEntries) is [var date, var kind, { Length: > 0 } name]
            ? new Holiday(Date(date, place), name, Kinds.TryGetValue(kind, out var known) ? known : throw CalendarException.Of("UnknownDayKind", place, kind))
            : throw CalendarException.Of("DayShape", place);
    }

    private static DateOnly Date(string? text, string place) =>
        OfficeDates.Typed(text?.Trim()) ?? throw CalendarException.Of("NoDate", place, text);

    private static int Year(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            ? year
            : throw CalendarException.Of("NoYearNumber", text);

    private static IEnumerable<(string Text, int Row)> Lines(string? text) =>
        (text ?? "").Split('\n').Select((line, i) => (line.Trim(), i + 1)).Where(line => line.Item1.Length > 0);
}
