using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Domain.Tickets;

/// <summary><c>KU-2026-000123</c>: year in WITA and a running number within it; never reused.</summary>
public static partial class TicketNumber
{
    public static string Of(int year, int running) => string.Create(CultureInfo.InvariantCulture, $"KU-{year:0000}-{running:000000}");

    /// <summary>The year and the running number, or how it begins, as people type them: <c>ku 2026 806</c>, <c>2026-0004</c>.</summary>
    /// <returns>Null when something else was typed.</returns>
    public static (int Year, string Digits)? Typed(string? text) => Loose().Match(text ?? "") is { Success: true } typed
        ? (int.Parse(typed.Groups["year"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), typed.Groups["digits"].Value)
        : null;

    /// <returns>The number that somebody typed, however it is written; null when it is none.</returns>
    public static string? Read(string? text) => FindIn(text) ?? (Typed(text) is var (year, digits) ? Of(year, int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture)) : null);

    /// <summary>As <see cref="Read(string?)"/>, and the running number alone.</summary>
    /// <param name="year">Of a running number alone, as people call a ticket among themselves: <c>438</c>, <c>KU 438</c>.</param>
    public static string? Read(string? text, int year) => Read(text) ?? (Running(text) is { } running ? Of(year, running) : null);

    /// <returns>The running number, where somebody typed it alone; null when something else was typed.</returns>
    public static int? Running(string? text) => Alone().Match(text ?? "") is { Success: true } alone ? int.Parse(alone.Groups["digits"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    /// <returns>The first ticket number in a text, or null.</returns>
    public static string? FindIn(string? text)
    {
        text ??= "";
        for (var at = Find(text, 0); at >= 0; at = Find(text, at + 3))
        {
            var candidate = text.AsSpan(at, Math.Min(14, text.Length - at));
            if (IsNumber(candidate))
            {
                return candidate.ToString().ToUpperInvariant();
            }
        }

        return null;
    }

    private static int Find(string text, int from) => text.IndexOf("KU-", from, StringComparison.OrdinalIgnoreCase);

    private static bool IsNumber(ReadOnlySpan<char> text) =>
        text.Length == 14 && text[7] == '-'
        && !text[3..7].ContainsAnyExceptInRange('0', '9')
        && !text[8..].ContainsAnyExceptInRange('0', '9');

    [GeneratedRegex(@"^\s*(?:KU[\s\-_./]*(?<year>20[0-9]{2})[\s\-_./]*|(?<year>20[0-9]{2})[\s\-_./]+)(?<digits>[0-9]{1,6})\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Loose();

    [GeneratedRegex(@"^\s*(?:KU[\s\-_./]*)?(?<digits>[0-9]{1,6})\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Alone();
}
