namespace Hub.Domain.Identity;

/// <summary>Locality-sensitive hashing of word sets: texts of which half of the words agree share a band in 96 of 100 cases.</summary>
public static class MinHash
{
    public const int BandCount = 24;

    /// <summary>More rows make chance candidates rarer and true ones too: 1 - (1 - J^3)^24.</summary>
    private const int RowsPerBand = 3;

    internal static IReadOnlyList<long> Bands(uint[] words)
    {
        if (words.Length == 0)
        {
            return [];
        }

        var bands = new long[BandCount];
        for (var band = 0; band < BandCount; band++)
        {
            var hash = 0UL;
            for (var row = 0; row < RowsPerBand; row++)
            {
                hash = (hash * 0x9E3779B97F4A7C15) + Least(words, (uint)((band * RowsPerBand) + row + 1));
            }

            bands[band] = unchecked((long)hash);
        }

        return bands;
    }

    private static ulong Least(uint[] words, uint seed)
    {
        var least = ulong.MaxValue;
        foreach (var word in words)
        {
            least = Math.Min(least, Mix(word + (seed * 0x1_0000_01B3UL)));
        }

        return least;
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
