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
