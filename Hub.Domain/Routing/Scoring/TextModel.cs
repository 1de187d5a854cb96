using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hub.Domain.Routing.Scoring;

/// <summary>A word and how much it spoke for the chosen label against the runner-up.</summary>
public sealed record WordWeight(string Word, double Weight);

/// <summary>A linear text classifier: small, deterministic, and able to say which words decided.</summary>
/// <remarks>Multinomial logistic regression over words, stems, pairs of stems and letter sequences.</remarks>
public sealed class TextModel
{
    private readonly Vocabulary vocabulary;
    private readonly Quantisation weights;
    private readonly float[] bias;
    private readonly int width;

    internal TextModel(IReadOnlyList<string> labels, Vocabulary vocabulary, Quantisation weights, float[] bias, TextCalibration calibration, IReadOnlySet<ulong> seen)
    {
        Labels = labels;
        Calibration = calibration;
        Seen = seen;
        this.vocabulary = vocabulary;
        this.weights = weights;
        this.bias = bias;
        width = bias.Length;
    }

    public IReadOnlyList<string> Labels { get; }

    /// <summary>What was learnt about the scores from rows that were held out.</summary>
    public TextCalibration Calibration { get; }

    /// <summary>How many traces the model knows.</summary>
    public int Features => vocabulary.Count;

    /// <summary>Fingerprints of the texts it was trained on, so that an evaluation can leave twins out.</summary>
    internal IReadOnlySet<ulong> Seen { get; }
    internal Vocabulary Vocabulary => vocabulary;
    internal Quantisation Weights => weights;
    internal float[] Bias => bias;

    /// <summary>The probability of each label, in the order of <see cref="Labels"/>; they add up to 1.</summary>
    public double[] Score(TextView text) => Softmax(Logits(text.Vector(vocabulary)).AsSpan(0, Labels.Count), Calibration.Temperature);

    /// <inheritdoc cref="Score(TextView)"/>
    internal double[] Score(List<Feature> features) => Softmax(Logits(vocabulary.Vector(features)).AsSpan(0, Labels.Count), Calibration.Temperature);

    /// <summary>What speaks for each label, before it is made a probability.</summary>
    internal float[] Logits(FeatureVector vector)
    {
        var (logits, values) = ((float[])bias.Clone(), new float[vector.Rows.Length]);
        var scales = weights.Scales.Span;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = vector.Values[i] * scales[vector.Rows[i]];
        }

        for (var first = 0; first < width; first += Vector128<sbyte>.Count)
        {
            Add(vector.Rows, values, first, logits.AsSpan(first, Vector128<sbyte>.Count));
        }

        return logits;
    }

    /// <summary>The same with what other weights, of the same labels, add to it.</summary>
    internal TextModel With(TextModel added)
    {
        var (keys, telling) = (added.vocabulary.Keys.Span.ToArray(), added.vocabulary.Telling.Span.ToArray());
        var fresh = Enumerable.Range(0, added.Features).Where(row => vocabulary.Row(keys[row]) < 0).ToList();
        var whole = new Vocabulary([.. vocabulary.Keys.Span, .. fresh.Select(row => keys[row])], [.. vocabulary.Telling.Span, .. fresh.Select(row => telling[row])]);
        int[] places = [.. keys.Select(whole.Row)];
        return new TextModel(Labels, whole, weights.With(added.weights, places, whole.Count, width), bias, Calibration, Seen);
    }

    /// <summary>Whether the same words, in the same order, were among the training texts.</summary>
    public bool HasSeen(TextView text) => Seen.Contains(FeatureReader.Fingerprint(text));

    /// <summary>The words that spoke most for one label against another, the strongest first.</summary>
    public IReadOnlyList<WordWeight> Explain(TextView text, int label, int against, int count = 6)
    {
        var (features, vector) = (text.Features, text.Vector(vocabulary));
        var times = new int[vector.Rows.Length];
        foreach (var place in vector.Place)
        {
            if (place >= 0)
            {
                times[place]++;
            }
        }

        var shares = new double[vector.Rows.Length];
        var steps = weights.Steps.Span;
        var scales = weights.Scales.Span;
        for (var i = 0; i < shares.Length; i++)
        {
            var row = vector.Rows[i];
            shares[i] = vector.Values[i] * scales[row] * (steps[(row * width) + label] - steps[(row * width) + against]);
        }

        var spoken = new double[text.Words.Count];
        for (var i = 0; i < vector.Place.Length; i++)
        {
            if (vector.Place[i] is >= 0 and var place)
            {
                spoken[features[i].Word] += shares[place] / times[place];
            }
        }

        return
        [
            .. spoken
                .Select((weight, word) => (Word: text.Words[word], Weight: weight))
                .GroupBy(w => w.Word, (word, all) => new WordWeight(word, all.Sum(w => w.Weight)), StringComparer.Ordinal)
                .Where(word => word.Weight > 0.02)
                .OrderByDescending(word => word.Weight).ThenBy(word => word.Word, StringComparer.Ordinal)
                .Take(count),
        ];
    }

    /// <summary>Sixteen labels of every row, which is why rows are padded to that: their sums stay in registers, and rows that lie far apart are fetched side by side.</summary>
    /// <remarks>Compiled in full at its first call: publishing leaves it to the runtime, whose first quick version took a fifth of a short run.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(int[] rows, float[] values, int first, Span<float> logits)
    {
        var half = Vector256<float>.Count;
        var steps = weights.Steps.Span;
        var (a, b) = (Vector256.Create<float>(logits), Vector256.Create<float>(logits[half..]));
        for (var i = 0; i < rows.Length; i++)
        {
            var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.Create(steps.Slice((rows[i] * width) + first, Vector128<sbyte>.Count)).ToVector256Unsafe()));
            a += Vector256.ConvertToSingle(low) * values[i];
            b += Vector256.ConvertToSingle(high) * values[i];
        }

        a.CopyTo(logits);
        b.CopyTo(logits[half..]);
    }

    internal static double[] Softmax(ReadOnlySpan<float> logits, double temperature)
    {
        var top = float.MinValue;
        foreach (var logit in logits)
        {
            top = Math.Max(top, logit);
        }

        var shares = new double[logits.Length];
        var sum = 0.0;
        for (var i = 0; i < shares.Length; i++)
        {
            sum += shares[i] = Math.Exp((logits[i] - top) / temperature);
        }

        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] /= sum;
        }

        return shares;
    }
}
