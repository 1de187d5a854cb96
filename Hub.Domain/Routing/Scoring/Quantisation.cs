namespace Hub.Domain.Routing.Scoring;

/// <summary>Weights as one byte each with one scale a row: a quarter of the memory, and scores that stay the same to the reader.</summary>
internal sealed class Quantisation
{
    private const float MostSteps = 127;

    public Quantisation(Numbers<sbyte> steps, Numbers<float> scales) => (Steps, Scales) = (steps, scales);

    /// <summary>Row after row.</summary>
    public Numbers<sbyte> Steps { get; }

    /// <summary>What one step is worth in each row.</summary>
    public Numbers<float> Scales { get; }

    public static Quantisation Of(float[] weights, int width)
    {
        var (bytes, scales) = (new sbyte[weights.Length], new float[weights.Length / width]);
        for (var row = 0; row < scales.Length; row++)
        {
            var scale = scales[row] = Scale(weights.AsSpan(row * width, width));
            for (var i = row * width; i < (row + 1) * width; i++)
            {
                bytes[i] = scale == 0 ? (sbyte)0 : (sbyte)MathF.Round(weights[i] / scale);
            }
        }

        return new Quantisation(Numbers<sbyte>.Of(bytes), Numbers<float>.Of(scales));
    }

    /// <summary>The same with room for more rows, and with what others add to some of them.</summary>
    /// <param name="added">Its rows stand in this one at <paramref name="places"/>.</param>
    public Quantisation With(Quantisation added, int[] places, int count, int width)
    {
        var (steps, scales, row) = (new sbyte[count * width], new float[count], new float[width]);
        Steps.Span.CopyTo(steps);
        Scales.Span.CopyTo(scales);
        for (var i = 0; i < places.Length; i++)
        {
            for (var label = 0; label < width; label++)
            {
                row[label] = (steps[(places[i] * width) + label] * scales[places[i]]) + (added.Steps.Span[(i * width) + label] * added.Scales.Span[i]);
            }

            var whole = Of(row, width);
            whole.Steps.Span.CopyTo(steps.AsSpan(places[i] * width));
            scales[places[i]] = whole.Scales.Span[0];
        }

        return new Quantisation(Numbers<sbyte>.Of(steps), Numbers<float>.Of(scales));
    }

    private static float Scale(ReadOnlySpan<float> row)
    {
        var top = 0f;
        foreach (var weight in row)
        {
            top = Math.Max(top, Math.Abs(weight));
        }

        return top / MostSteps;
    }
}
