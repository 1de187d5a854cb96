namespace Hub.Host.Figures;

/// <summary>How often each number of whole days occurs, 0 and more, with median and percentiles.</summary>
public sealed class DayCounts
{
    private int[] times = [];

    /// <summary>How many were counted.</summary>
    public int Count { get; private set; }

    /// <summary>The middle value, or the mean of the two middle ones; null without values.</summary>
    public double? Median => Count == 0 ? null : (Ranked((Count - 1) / 2) + Ranked(Count / 2)) / 2.0;

    /// <summary>Null without values.</summary>
    public double? Mean => Count == 0 ? null : times.Select(static (often, days) => (double)days * often).Sum() / Count;

    /// <summary>The greatest; null without values.</summary>
    public int? Longest => Count == 0 ? null : Array.FindLastIndex(times, static often => often > 0);

    /// <returns>The smallest value that at least that share (0 to 1) of the values does not exceed; null without values.</returns>
    public double? At(double share) => Count == 0 ? null : Ranked(Math.Clamp((int)Math.Ceiling(share * Count) - 1, 0, Count - 1));

    public void Add(int days)
    {
        Grow(days + 1);
        times[days]++;
        Count++;
    }

    /// <summary>Adds what another one counted.</summary>
    public void Add(DayCounts other)
    {
        Grow(other.times.Length);
        for (var i = 0; i < other.times.Length; i++)
        {
            times[i] += other.times[i];
        }

        Count += other.Count;
    }

    private void Grow(int length)
    {
        if (length > times.Length)
        {
            Array.Resize(ref times, length);
        }
    }

    private int Ranked(int rank)
    {
        for (var days = 0; days < times.Length; days++)
        {
            if ((rank -= times[days]) < 0)
            {
                return days;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(rank));
    }
}
