using System.Globalization;

namespace Hub.Domain.Tickets;

/// <summary><c>KU-2026-000123</c>: year in WITA and a running number within it; never reused.</summary>
public static class TicketNumber
{
    public static string Of(int year, int running) => string.Create(CultureInfo.InvariantCulture, $"KU-{year:0000}-{running:000000}");

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
}
