using System.Globalization;

namespace Hub.Domain.Envelopes;

/// <summary>Numbers that a source left out between others, where it counts its own items one by one.</summary>
public static class NumberGaps
{
    /// <summary>Fewer say nothing about how their source counts.</summary>
    private const int Fewest = 5;

    /// <summary>So many of a range must be there, or the numbers belong to a larger count than this source's.</summary>
    private const double Dense = 0.8;

    private const int MostDigits = 15;

    /// <returns>The missing ones, ascending; empty where the source does not count one by one.</returns>
    public static IReadOnlyList<string> Of(IEnumerable<string> ids) =>
    [
        .. ids.Select(Split).OfType<(string Before, long Number, int Digits)>()
            .GroupBy(i => i.Before, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .SelectMany(group => Missing(group.Key, [.. group.Select(i => i.Number).Distinct().Order()], group.Min(i => i.Digits))),
    ];

    private static IEnumerable<string> Missing(string before, long[] numbers, int digits)
    {
        if (numbers.Length < Fewest || numbers.Length < Dense * (numbers[^1] - numbers[0] + 1))
        {
            yield break;
        }

        for (var i = 1; i < numbers.Length; i++)
        {
            for (var missing = numbers[i - 1] + 1; missing < numbers[i]; missing++)
            {
                yield return before + missing.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
            }
        }
    }

    private static (string Before, long Number, int Digits)? Split(string id)
    {
        var start = id.Length;
        while (start > 0 && char.IsAsciiDigit(id[start - 1]))
        {
            start--;
        }

        var digits = id.Length - start;
        return digits is 0 or > MostDigits ? null : (id[..start], long.Parse(id.AsSpan(start), CultureInfo.InvariantCulture), digits);
    }
}
