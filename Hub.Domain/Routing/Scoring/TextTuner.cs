namespace Hub.Domain.Routing.Scoring;

/// <summary>One text that an office decided.</summary>
/// <param name="Writer">The same for all texts of one sender.</param>
internal sealed record TunedText(TextView Text, int Label, string Writer);

/// <summary>Learns what an office's own texts add to a model: weights beside the model's, which stay as they are.</summary>
internal static class TextTuner
{
    /// <summary>Only traces that so many senders left are learnt: what fewer wrote could tell who one of them is.</summary>
    public const int FewestWriters = 3;

    private const int MostTraces = 30_000;
    private const int Epochs = 8;
    private const float Rate = 1.5f;

    /// <param name="known">Texts that the model knows, so that it does not unlearn them.</param>
    /// <returns>Null when no trace is shared by enough senders.</returns>
    public static TextModel? Tune(TextModel model, IReadOnlyList<TunedText> own, IReadOnlyList<(TextView Text, int Label)> known, CancellationToken cancellation)
    {
        var traces = Shared(model, own, cancellation);
        if (traces.Count == 0)
        {
            return null;
        }

        var width = model.Bias.Length;
        var weights = new float[traces.Count * width];
        var whole = model.With(Added(model, traces, weights));
        int[] places = [.. whole.Vocabulary.Keys.Span.ToArray().Select(traces.Row)];
        (FeatureVector Vector, float[] Start, int Label)[] rows =
            [.. own.Select(o => (o.Text, o.Label)).Concat(known).Select(row => (Only(whole.Vocabulary.Vector(row.Text.Features), places), whole.Logits(whole.Vocabulary.Vector(row.Text.Features)), row.Label))];
        var order = Enumerable.Range(0, rows.Length).ToArray();
        var random = new Shuffle(11);
        var slope = new float[width];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Mix(order);
            foreach (var (vector, start, label) in order.Select(i => rows[i]))
            {
                cancellation.ThrowIfCancellationRequested();
                TextTrainer.Slope(vector, weights, start, label, model.Labels.Count, slope);
                TextTrainer.Step(vector, weights, slope, Rate * (1 - (epoch / (float)Epochs)));
            }
        }

        return Added(model, traces, weights);
    }

    /// <summary>The traces that enough senders left, those of most senders first.</summary>
    private static Vocabulary Shared(TextModel model, IReadOnlyList<TunedText> own, CancellationToken cancellation)
    {
        var counts = new Dictionary<ulong, int>();
        foreach (var texts in own.GroupBy(o => o.Writer, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var key in texts.SelectMany(t => t.Text.Features).Select(f => f.Key).Distinct())
            {
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }

        var telling = model.Vocabulary.Telling.Span.ToArray();
        var rarest = telling.DefaultIfEmpty(1).Max();
        ulong[] kept = [.. counts.Where(c => c.Value >= FewestWriters).OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(MostTraces).Select(c => c.Key)];
        return new Vocabulary(kept, [.. kept.Select(key => model.Vocabulary.Row(key) is >= 0 and var row ? telling[row] : rarest)]);
    }

    private static TextModel Added(TextModel model, Vocabulary traces, float[] weights) =>
        new(model.Labels, traces, Quantisation.Of(weights, model.Bias.Length), new float[model.Bias.Length], TextCalibration.None, new HashSet<ulong>());

    /// <summary>A text as the learnt traces alone see it.</summary>
    private static FeatureVector Only(FeatureVector vector, int[] places)
    {
        var kept = Enumerable.Range(0, vector.Rows.Length).Where(i => places[vector.Rows[i]] >= 0).ToList();
        return new FeatureVector([.. kept.Select(i => places[vector.Rows[i]])], [.. kept.Select(i => vector.Values[i])], []);
    }
}
