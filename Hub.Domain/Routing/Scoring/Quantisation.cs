namespace Hub.Domain.Routing.Scoring;

/// <summary>Weights as one byte each with one scale a row: a quarter of the memory, and scores that stay the same to the reader.</summary>
internal sealed class Quantisation
{
    private const float Steps = 127;

    public Quantisation(sbyte[] bytes, float[] scales)
    {
        Bytes = bytes;
        Scales = scales;
    }

    /// <summary>Row after row.</summary>
    public sbyte[] Bytes { get; }

    /// <summary>What one step is worth in each row.</summary>
    public float[] Scales { get; }

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

        return new Quantisation(bytes, scales);
    }

    /// <summary>The same with room for more rows, and with what others add to some of them.</summary>
    /// <param name="added">Its rows stand in this one at <paramref name="places"/>.</param>
    public Quantisation With(Quantisation added, int[] places, int count, int width)
    {
        var sum = new Quantisation(new sbyte[count * width], new float[count]);
        Bytes.CopyTo(sum.Bytes, 0);
        Scales.CopyTo(sum.Scales, 0);
        var row = new float[width];
        for (var i = 0; i < places.Length; i++)
        {
            for (var label = 0; label < width; label++)
            {
                row[label] = (sum.Bytes[(places[i] * width) + label] * sum.Scales[places[i]]) + (added.Bytes[(i * width) + label] * added.Scales[i]);
            }

            var whole = Of(row, width);
            whole.Bytes.CopyTo(sum.Bytes, places[i] * width);
            sum.Scales[places[i]] = whole.Scales[0];
        }

        return sum;
    }

    private static float Scale(ReadOnlySpan<float> row)
    {
        var top = 0f;
        foreach (var weight in row)
        {
            top = Math.Max(top, Math.Abs(weight));
        }

        return top / Steps;
    }
}
