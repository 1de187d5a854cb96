namespace Hub.Domain.Routing.Scoring;

/// <summary>Weights as one byte each with one scale a row: a model file an eighth the size, with scores that stay the same to the reader.</summary>
internal static class Quantisation
{
    private const float Steps = 127;

    /// <summary>Rounds the weights to what the file can hold, so that a model scores alike before and after it was saved.</summary>
    public static void Round(float[] weights, int width)
    {
        for (var start = 0; start < weights.Length; start += width)
        {
            var row = weights.AsSpan(start, width);
            var scale = Scale(row);
            foreach (ref var weight in row)
            {
                weight = ToByte(weight, scale) * scale;
            }
        }
    }

    public static float Scale(ReadOnlySpan<float> row)
    {
        var top = 0f;
        foreach (var weight in row)
        {
            top = Math.Max(top, Math.Abs(weight));
        }

        return top / Steps;
    }

    public static sbyte ToByte(float weight, float scale) => scale == 0 ? (sbyte)0 : (sbyte)MathF.Round(weight / scale);
}
