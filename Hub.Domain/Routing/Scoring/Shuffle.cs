namespace Hub.Domain.Routing.Scoring;

/// <summary>Fixed pseudo-random numbers (SplitMix64): the same seed gives the same order on every machine and version.</summary>
internal sealed class Shuffle(ulong seed)
{
    private ulong state = seed;

    public void Mix(int[] items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)(Next() % (ulong)(i + 1));
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <returns>At least 0 and below 1.</returns>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    private ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
