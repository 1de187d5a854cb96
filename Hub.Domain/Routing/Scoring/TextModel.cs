using System.Numerics;
using System.Runtime.InteropServices;

namespace Hub.Domain.Routing.Scoring;

/// <summary>A word and how much it spoke for the chosen label against the runner-up.</summary>
public sealed record WordWeight(string Word, double Weight);

/// <summary>A linear text classifier: small, deterministic, and able to say which words decided.</summary>
/// <remarks>Multinomial logistic regression over words, stems, pairs of stems and letter sequences.</remarks>
public sealed class TextModel
{
    private readonly Vocabulary vocabulary;
    private readonly float[] weights;
    private readonly float[] bias;
    private readonly int width;

    internal TextModel(IReadOnlyList<string> labels, Vocabulary vocabulary, float[] weights, float[] bias, TextCalibration calibration, IReadOnlySet<ulong> seen)
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
    internal float[] Weights => weights;
    internal float[] Bias => bias;

    /// <summary>The probability of each label, in the order of <see cref="Labels"/>; they add up to 1.</summary>
    public double[] Score(TextView text) => Score(text.Features);

    /// <inheritdoc cref="Score(TextView)"/>
    internal double[] Score(List<Feature> features)
    {
        var logits = new float[width];
        Logits(vocabulary.Vector(features), weights, bias, logits);
        return Softmax(logits.AsSpan(0, Labels.Count), Calibration.Temperature);
    }

    /// <summary>Whether the same words, in the same order, were among the training texts.</summary>
    public bool HasSeen(TextView text) => Seen.Contains(FeatureReader.Fingerprint(text));

    /// <summary>The words that spoke most for one label against another, the strongest first.</summary>
    public IReadOnlyList<WordWeight> Explain(TextView text, int label, int against, int count = 6)
    {
        var features = text.Features;
        var vector = vocabulary.Vector(features);
        var values = new Dictionary<int, float>();
        var times = new Dictionary<int, int>();
        for (var i = 0; i < vector.Rows.Length; i++)
        {
            values[vector.Rows[i]] = vector.Values[i];
        }

        var known = features.Select(f => (f.Word, Row: vocabulary.Row(f.Key))).Where(f => f.Row is not null).ToList();
        foreach (var (_, row) in known)
        {
            times[row!.Value] = times.GetValueOrDefault(row.Value) + 1;
        }

        return
        [
            .. known
                .GroupBy(f => text.Words[f.Word], StringComparer.Ordinal)
                .Select(group => new WordWeight(group.Key, group.Sum(f => Share(f.Row!.Value))))
                .Where(word => word.Weight > 0.02)
                .OrderByDescending(word => word.Weight).ThenBy(word => word.Word, StringComparer.Ordinal)
                .Take(count),
        ];

        double Share(int row) => values[row] * (weights[(row * width) + label] - weights[(row * width) + against]) / times[row];
    }

    internal static void Logits(FeatureVector vector, float[] weights, float[] bias, Span<float> logits)
    {
        bias.CopyTo(logits);
        var sums = MemoryMarshal.Cast<float, Vector<float>>(logits);
        for (var i = 0; i < vector.Rows.Length; i++)
        {
            var value = new Vector<float>(vector.Values[i]);
            var row = MemoryMarshal.Cast<float, Vector<float>>(weights.AsSpan(vector.Rows[i] * logits.Length, logits.Length));
            for (var j = 0; j < row.Length; j++)
            {
                sums[j] += value * row[j];
            }
        }
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
