using System.Runtime.InteropServices;

namespace Hub.Domain.Routing.Scoring;

/// <summary>A text as numbers: which known traces it has, in order, and how much each weighs; its length is 1.</summary>
/// <param name="Place">Of each trace of the text where it stands in the others; -1 when it is not known.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FeatureVector(int[] Rows, float[] Values, int[] Place);

/// <summary>The traces that a model knows, with how telling each is (inverse document frequency).</summary>
internal sealed class Vocabulary
{
    private const ulong Spread = 0x9E3779B97F4A7C15;
    private const int GroupBits = 3;

    /// <summary>Enough for <see cref="FeatureReader.MaxFeatures"/> and what manner and cues add.</summary>
    private const int PlaceBits = 24;

    /// <summary>Two digits name a row of the models that ship.</summary>
    private const int DigitBits = 9;

    /// <summary>Beyond it a trace is only rare.</summary>
    private const float MostParting = 4;

    private const float UsualParting = 1.5f;

    /// <summary>How much each group counts against the others; chosen on held-out rows of training sets (docs/routing-measured.md).</summary>
    private static readonly float[] GroupWeights = [1.0f, 1.0f, 0.7f, 0.7f, 1.2f, 1.0f];

    /// <summary>The bits of a slot that name its row; the others are of the key, so that another key is told apart without reading its own: one in a million million passes for it.</summary>
    private const ulong RowBits = 0xFFFFFF;

    /// <summary>Open addressing, half full at most: where a key would stand, bits of the key and the number of its row plus one; 0 is free.</summary>
    private readonly ulong[] slots;
    private readonly int shift;

    public Vocabulary(ulong[] keys, float[] telling)
        : this(Numbers<ulong>.Of(keys), Numbers<float>.Of(telling))
    {
    }

    public Vocabulary(Numbers<ulong> traces, Numbers<float> telling)
    {
        (Keys, Telling) = (traces, telling);
        var keys = traces.Span;
        var bits = Math.Max(4, 33 - int.LeadingZeroCount(keys.Length) + 1 - 1);
        (slots, shift) = (new ulong[1 << bits], 64 - bits);
        for (var row = 0; row < keys.Length; row++)
        {
            var mixed = Mixed(keys[row]);
            var at = (int)(mixed >> shift);
            while (slots[at] != 0)
            {
                at = (at + 1) & (slots.Length - 1);
            }

            slots[at] = Marked(mixed) | (uint)(row + 1);
        }
    }

    public Numbers<ulong> Keys { get; }
    public Numbers<float> Telling { get; }
    public int Count => Keys.Span.Length;

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

    /// <summary>The same traces, each weighed by how far one label's texts have it more or less often than all others (naive Bayes as weights of features: Wang and Manning 2012).</summary>
    /// <param name="wanted">The label of each text.</param>
    public Vocabulary Parting(IReadOnlyList<List<Feature>> texts, int[] wanted, int labels)
    {
        var (having, all, once) = (new int[Count * labels], new int[labels], new HashSet<int>());
        for (var i = 0; i < texts.Count; i++)
        {
            all[wanted[i]]++;
            once.Clear();
            foreach (var feature in texts[i])
            {
                if (Row(feature.Key) is >= 0 and var row && once.Add(row))
                {
                    having[(row * labels) + wanted[i]]++;
                }
            }
        }

        return new Vocabulary([.. Keys.Span], [.. Telling.Span.ToArray().Select((telling, row) => telling * Furthest(having.AsSpan(row * labels, labels), all, texts.Count))]);
    }

    /// <returns>The greatest of the labels' log ratios, cut at <see cref="MostParting"/>, as a share of what is usual.</returns>
    private static float Furthest(ReadOnlySpan<int> having, int[] all, int texts)
    {
        var (whole, most) = (0, 0f);
        foreach (var count in having)
        {
            whole += count;
        }

        for (var label = 0; label < having.Length; label++)
        {
            var (own, others) = ((having[label] + 0.5f) / (all[label] + 1), (whole - having[label] + 0.5f) / (texts - all[label] + 1));
            most = Math.Max(most, Math.Abs(MathF.Log(own / others)));
        }

        return Math.Min(most, MostParting) / UsualParting;
    }

    /// <returns>-1 when the trace is not known.</returns>
    internal int Row(ulong key) => Row(key, slots[(int)(Mixed(key) >> shift)]);

    /// <param name="slot">The slot where the key would stand.</param>
    private int Row(ulong key, ulong slot)
    {
        var (mixed, known) = (Mixed(key), slots);
        var marked = Marked(mixed);
        for (var at = (int)(mixed >> shift); slot != 0; slot = known[at])
        {
            if ((slot & ~RowBits) == marked)
            {
                return (int)(slot & RowBits) - 1;
            }

            at = (at + 1) & (known.Length - 1);
        }

        return -1;
    }

    /// <summary>Each group is brought to its weight, then the whole to length 1, so that long texts do not shout.</summary>
    public FeatureVector Vector(List<Feature> features)
    {
        using var lent = new Lent<long>(2 * features.Count);
        var codes = lent.Array;

        // All slots are fetched before one is looked at: they lie far apart, and so the machine waits for many at once.
        var traces = CollectionsMarshal.AsSpan(features);
        var (known, place) = (0, new int[features.Count]);
        for (var at = 0; at < traces.Length; at++)
        {
            codes[at] = (long)slots[(int)(Mixed(traces[at].Key) >> shift)];
        }

        for (var at = 0; at < traces.Length; at++)
        {
            place[at] = Row(traces[at].Key, (ulong)codes[at]);
            if (place[at] >= 0)
            {
                codes[known++] = ((((long)place[at] << GroupBits) | (long)traces[at].Group) << PlaceBits) | (long)at;
            }
        }

        return Weigh(Sorted(codes.AsSpan(0, known), codes.AsSpan(known, known)), place);
    }

    /// <summary>By row, digit by digit: in one row the places stay in order, and nothing is compared.</summary>
    /// <param name="spare">As long as what is sorted; the answer lies in the one or the other.</param>
    private Span<long> Sorted(Span<long> codes, Span<long> spare)
    {
        Span<int> next = stackalloc int[1 << DigitBits];
        for (var digit = PlaceBits + GroupBits; Count >> (digit - PlaceBits - GroupBits) > 0; digit += DigitBits)
        {
            next.Clear();
            foreach (var code in codes)
            {
                next[(int)(code >> digit) & (next.Length - 1)]++;
            }

            for (int value = 0, start = 0; value < next.Length; value++)
            {
                (next[value], start) = (start, start + next[value]);
            }

            foreach (var code in codes)
            {
                spare[next[(int)(code >> digit) & (next.Length - 1)]++] = code;
            }

            var sorted = spare;
            spare = codes;
            codes = sorted;
        }

        return codes;
    }

    /// <param name="sorted">Row, group and place of each known trace in one number.</param>
    private FeatureVector Weigh(ReadOnlySpan<long> sorted, int[] place)
    {
        var distinct = Distinct(sorted);
        var (rows, values) = (new int[distinct], new float[distinct]);
        var tellings = Telling.Span;
        Span<float> lengths = stackalloc float[FeatureReader.Groups];
        for (int start = 0, at = 0; start < sorted.Length; at++)
        {
            var (code, end) = (sorted[start] >> PlaceBits, start);
            for (; end < sorted.Length && sorted[end] >> PlaceBits == code; end++)
            {
                place[(int)(sorted[end] & ((1L << PlaceBits) - 1))] = at;
            }

            // The group stays beside the row until its length is known.
            var (trace, group) = ((int)(code >> GroupBits), (int)code & ((1 << GroupBits) - 1));
            rows[at] = (int)code;
            values[at] = (end - start == 1 ? 1 : 1 + MathF.Log(end - start)) * Math.Max(tellings[trace], 0.01f);
            lengths[group] += values[at] * values[at];
            start = end;
        }

        Scale(rows, values, lengths);
        return new FeatureVector(rows, values, place);
    }

    private static void Scale(int[] rows, float[] values, Span<float> lengths)
    {
        var whole = 0f;
        for (var group = 0; group < lengths.Length; group++)
        {
            whole += lengths[group] > 0 ? GroupWeights[group] * GroupWeights[group] : 0;
        }

        for (var group = 0; group < lengths.Length; group++)
        {
            lengths[group] = lengths[group] > 0 ? GroupWeights[group] / (MathF.Sqrt(lengths[group]) * MathF.Sqrt(whole)) : 0;
        }

        for (var i = 0; i < rows.Length; i++)
        {
            values[i] *= lengths[rows[i] & ((1 << GroupBits) - 1)];
            rows[i] >>= GroupBits;
        }
    }

    private static int Distinct(ReadOnlySpan<long> sorted)
    {
        var distinct = Math.Min(sorted.Length, 1);
        for (var i = 1; i < sorted.Length; i++)
        {
            distinct += sorted[i] >> PlaceBits == sorted[i - 1] >> PlaceBits ? 0 : 1;
        }

        return distinct;
    }

    /// <summary>The key with its bits spread; no two keys give the same.</summary>
    private static ulong Mixed(ulong key) => (key ^ (key >> 32)) * Spread;

    /// <summary>The bits that the place of a slot does not tell, where a slot keeps them.</summary>
    private static ulong Marked(ulong mixed) => mixed << 24;
}
