namespace Hub.Host.Figures;

/// <summary>Median and percentiles of whole days, from how often each number of days occurs.</summary>
public static class Quantiles
{
    /// <returns>The middle value, or the mean of the two middle ones; null without values.</returns>
    public static double? Median(SortedDictionary<int, int> frequencies, int count) =>
        count == 0 ? null : (Ranked(frequencies, (count - 1) / 2) + Ranked(frequencies, count / 2)) / 2.0;

    /// <returns>The smallest value that at least that share of the values does not exceed; null without values.</returns>
    public static double? At(SortedDictionary<int, int> frequencies, int count, double share) =>
        count == 0 ? null : Ranked(frequencies, Math.Clamp((int)Math.Ceiling(share * count) - 1, 0, count - 1));

    /// <returns>Null without values.</returns>
    public static double? Mean(SortedDictionary<int, int> frequencies, int count) => count == 0 ? null : frequencies.Sum(f => (double)f.Key * f.Value) / count;

    private static int Ranked(SortedDictionary<int, int> frequencies, int rank)
    {
        foreach (var (value, times) in frequencies)
        {
            if ((rank -= times) < 0)
            {
                return value;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(rank));
    }
}
