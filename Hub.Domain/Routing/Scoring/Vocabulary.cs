namespace Hub.Domain.Routing.Scoring;

/// <summary>A text as numbers: which known traces it has and how much each weighs; its length is 1.</summary>
internal readonly record struct FeatureVector(int[] Rows, float[] Values)
{
    public static readonly FeatureVector Empty = new([], []);
}

/// <summary>The traces that a model knows, with how telling each is (inverse document frequency).</summary>
internal sealed class Vocabulary
{
    /// <summary>How much each group counts against the others; chosen on held-out rows of training sets (docs/routing-measured.md).</summary>
    private static readonly float[] GroupWeights = [1.0f, 1.0f, 0.7f, 0.7f, 1.2f];

    private readonly Dictionary<ulong, int> rows;

    public Vocabulary(ulong[] keys, float[] telling)
    {
        Keys = keys;
        Telling = telling;
        rows = new Dictionary<ulong, int>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            rows[keys[i]] = i;
        }
    }

    public ulong[] Keys { get; }
    public float[] Telling { get; }
    public int Count => Keys.Length;

    /// <summary>Learns the traces that occur in at least so many texts, and in more when there would be too many.</summary>
    public static Vocabulary Learn(IReadOnlyList<List<Feature>> texts, int minTexts, int max)
    {
        var counts = new Dictionary<ulong, int>();
        var once = new HashSet<ulong>();
        foreach (var text in texts)
        {
            once.Clear();
            foreach (var feature in text)
            {
                if (once.Add(feature.Key))
                {
                    counts[feature.Key] = counts.GetValueOrDefault(feature.Key) + 1;
                }
            }
        }

        var kept = counts.Where(c => c.Value >= minTexts).OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(max).ToArray();
        return new Vocabulary(
            [.. kept.Select(c => c.Key)],
            [.. kept.Select(c => MathF.Log((texts.Count + 1f) / (c.Value + 0.5f)))]);
    }

    public int? Row(ulong key) => rows.TryGetValue(key, out var row) ? row : null;

    /// <summary>Each group is brought to its weight, then the whole to length 1, so that long texts do not shout.</summary>
    public FeatureVector Vector(List<Feature> features)
    {
        var counts = new Dictionary<int, (int Count, FeatureGroup Group)>();
        foreach (var feature in features)
        {
            if (rows.TryGetValue(feature.Key, out var row))
            {
                counts[row] = (counts.GetValueOrDefault(row).Count + 1, feature.Group);
            }
        }

        if (counts.Count == 0)
        {
            return FeatureVector.Empty;
        }

        var at = counts.Keys.ToArray();
        var values = Array.ConvertAll(at, row => (1 + MathF.Log(counts[row].Count)) * Math.Max(Telling[row], 0.01f));
        var lengths = new float[FeatureReader.Groups];
        for (var i = 0; i < at.Length; i++)
        {
            lengths[(int)counts[at[i]].Group] += values[i] * values[i];
        }

        var whole = MathF.Sqrt(lengths.Select((length, group) => length > 0 ? GroupWeights[group] * GroupWeights[group] : 0).Sum());
        for (var i = 0; i < at.Length; i++)
        {
            var group = (int)counts[at[i]].Group;
            values[i] *= GroupWeights[group] / (MathF.Sqrt(lengths[group]) * whole);
        }

        return new FeatureVector(at, values);
    }
}
