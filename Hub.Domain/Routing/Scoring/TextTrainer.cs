using System.Numerics;
using System.Runtime.InteropServices;

namespace Hub.Domain.Routing.Scoring;

/// <summary>One labelled text.</summary>
public sealed record TrainingRow(string Text, string Label);

/// <summary>Learns a <see cref="TextModel"/>: stochastic gradient descent on the logistic loss. The same rows in the same order give the same model.</summary>
public static class TextTrainer
{
    private const int Epochs = 12;
    private const float Rate = 3.5f;
    private const float BiasRate = 0.35f;
    private const int MinTexts = 2;

    /// <summary>Of the words of a text, each time that its manner is learnt from, these many are left out by chance with all their traces: no wish hangs on one word (docs/routing-measured.md).</summary>
    private const float LeftOut = 0.3f;

    /// <summary>A share of each label of manner that is spread over all: one in thirty could be disputed, and what is learnt as certain is believed too firmly.</summary>
    private const float Doubt = 0.1f;

    /// <summary>Of manner the most frequent: one more, and the slots in which they are looked up take 4 MB more (<see cref="Vocabulary"/>), for nothing that was measured.</summary>
    private const int MostOfManner = (1 << 18) - 1;

    /// <summary>240 MB while training.</summary>
    private const int MaxWeights = 60_000_000;

    /// <summary>One row in five is held out to calibrate.</summary>
    private const int Folds = 5;

    /// <param name="calibrate">False saves the time of a second training where the scores are calibrated elsewhere.</param>
    /// <exception cref="ArgumentException">There are fewer than two labels.</exception>
    public static TextModel Train(IReadOnlyList<TrainingRow> rows, bool calibrate = true, CancellationToken cancellation = default) =>
        Train([.. rows.Select(row => (TextView.Of(row.Text), row.Label))], calibrate, manner: false, cancellation);

    /// <summary>The same from texts that were already read.</summary>
    /// <param name="manner">How a text speaks counts beside what it says.</param>
    internal static TextModel Train(IReadOnlyList<(TextView Text, string Label)> rows, bool calibrate, bool manner = false, CancellationToken cancellation = default)
    {
        var labels = rows.Select(r => r.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (labels.Length < 2)
        {
            throw new ArgumentException("Two labels at least.", nameof(rows));
        }

        var number = labels.Select((label, i) => (label, i)).ToDictionary(l => l.label, l => l.i, StringComparer.Ordinal);
        var texts = rows.Select(r => (Features: manner ? r.Text.Manner : r.Text.Features, Print: FeatureReader.Fingerprint(r.Text))).ToList();
        var wanted = rows.Select(r => number[r.Label]).ToArray();
        var calibration = calibrate ? Calibrate(labels, texts, wanted, manner, cancellation) : TextCalibration.None;
        return Fit(labels, [.. texts.Select(t => t.Features)], wanted, manner, calibration, texts.Select(t => t.Print).ToHashSet(), cancellation);
    }

    private static TextCalibration Calibrate(string[] labels, List<(List<Feature> Features, ulong Print)> texts, int[] wanted, bool manner, CancellationToken cancellation)
    {
        var kept = Enumerable.Range(0, texts.Count).Where(i => !IsHeld(texts[i].Print)).ToList();
        var held = Enumerable.Range(0, texts.Count).Where(i => IsHeld(texts[i].Print)).ToList();
        if (kept.Count == 0)
        {
            return TextCalibration.None;
        }

        var model = Fit(labels, [.. kept.Select(i => texts[i].Features)], [.. kept.Select(i => wanted[i])], manner, TextCalibration.None, new HashSet<ulong>(), cancellation);
        return TextCalibration.Fit([.. held.Select(i => (model.Logits(model.Vocabulary.Vector(texts[i].Features))[..labels.Length], wanted[i]))]);
    }

    /// <summary>By the words, so that twins fall on the same side.</summary>
    private static bool IsHeld(ulong print) => (print ^ (print >> 29)) % Folds == 0;

    private static TextModel Fit(string[] labels, List<List<Feature>> texts, int[] wanted, bool manner, TextCalibration calibration, IReadOnlySet<ulong> seen, CancellationToken cancellation)
    {
        var width = (labels.Length + 15) / 16 * 16;
        var known = Vocabulary.Learn(texts, MinTexts, manner ? MostOfManner : MaxWeights / width);
        // Few labels with many shared words: what parts them must stand out. Measured for kinds alone (docs/routing-measured.md).
        var vocabulary = manner ? known.Parting(texts, wanted, labels.Length) : known;
        var vectors = texts.ConvertAll(vocabulary.Vector);
        var weights = new float[vocabulary.Count * width];
        var bias = Priors(wanted, labels.Length, width);
        var order = Enumerable.Range(0, vectors.Count).ToArray();
        var random = new Shuffle(7);
        var slope = new float[width];
        var doubt = manner ? Doubt : 0;
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Mix(order);
            var rate = Rate * (1 - (epoch / (float)Epochs));
            foreach (var i in order)
            {
                cancellation.ThrowIfCancellationRequested();
                var vector = manner ? Thinned(vectors[i], texts[i], random) : vectors[i];
                Slope(vector, weights, bias, wanted[i], labels.Length, slope, doubt);
                Step(vector, weights, slope, rate);
                for (var label = 0; label < labels.Length; label++)
                {
                    bias[label] -= BiasRate * (rate / Rate) * slope[label];
                }
            }
        }

        return new TextModel(labels, vocabulary, Quantisation.Of(weights, width), bias, calibration, seen);
    }

    private static float[] Priors(int[] wanted, int labels, int width)
    {
        var counts = new int[labels];
        foreach (var label in wanted)
        {
            counts[label]++;
        }

        var bias = new float[width];
        for (var i = 0; i < labels; i++)
        {
            bias[i] = MathF.Log((counts[i] + 0.5f) / (wanted.Length + (0.5f * labels)));
        }

        return bias;
    }

    /// <summary>The traces of the words that are left; each weighs what it did.</summary>
    private static FeatureVector Thinned(FeatureVector vector, List<Feature> features, Shuffle random)
    {
        var gone = new bool[features.Count == 0 ? 0 : features.Max(static f => f.Word) + 1];
        for (var word = 0; word < gone.Length; word++)
        {
            gone[word] = random.Share() < LeftOut;
        }

        var isLeft = new bool[vector.Rows.Length];
        for (var i = 0; i < features.Count; i++)
        {
            if (vector.Place[i] >= 0 && !gone[features[i].Word])
            {
                isLeft[vector.Place[i]] = true;
            }
        }

        var (rows, values, count) = (new int[isLeft.Length], new float[isLeft.Length], 0);
        for (var at = 0; at < isLeft.Length; at++)
        {
            if (isLeft[at])
            {
                (rows[count], values[count]) = (vector.Rows[at], vector.Values[at]);
                count++;
            }
        }

        return new FeatureVector(rows[..count], values[..count], []);
    }

    /// <summary>Predicted minus wanted share of each label.</summary>
    /// <param name="doubt">The share of the wanted label that is spread over all.</param>
    internal static void Slope(FeatureVector vector, float[] weights, float[] bias, int wanted, int labels, float[] slope, float doubt = 0)
    {
        Logits(vector, weights, bias, slope);
        var shares = TextModel.Softmax(slope.AsSpan(0, labels), 1);
        for (var i = 0; i < labels; i++)
        {
            slope[i] = (float)shares[i] - (doubt / labels);
        }

        slope[wanted] -= 1 - doubt;
        slope.AsSpan(labels).Clear();
    }

    private static void Logits(FeatureVector vector, float[] weights, float[] bias, Span<float> logits)
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

    internal static void Step(FeatureVector vector, float[] weights, float[] slope, float rate)
    {
        var slopes = MemoryMarshal.Cast<float, Vector<float>>(slope.AsSpan());
        for (var i = 0; i < vector.Rows.Length; i++)
        {
            var value = new Vector<float>(-rate * vector.Values[i]);
            var row = MemoryMarshal.Cast<float, Vector<float>>(weights.AsSpan(vector.Rows[i] * slope.Length, slope.Length));
            for (var j = 0; j < row.Length; j++)
            {
                row[j] += value * slopes[j];
            }
        }
    }
}
