namespace Hub.Host.Figures;

/// <summary>Shares that are rounded and still make the whole (largest remainders; of equal ones the first gains).</summary>
public static class Apportioned
{
    /// <returns>As many parts as counts; their sum is <paramref name="whole"/>, or 0 when every count is 0.</returns>
    public static int[] Of(int whole, params ReadOnlySpan<int> counts)
    {
        long sum = 0;
        foreach (var count in counts)
        {
            sum += count;
        }

        var parts = new int[counts.Length];
        if (sum == 0)
        {
            return parts;
        }

        var rests = new long[counts.Length];
        var left = whole;
        for (var i = 0; i < counts.Length; i++)
        {
            (var quotient, rests[i]) = Math.DivRem((long)whole * counts[i], sum);
            left -= parts[i] = (int)quotient;
        }

        for (; left > 0; left--)
        {
            var most = Array.IndexOf(rests, rests.Max());
            parts[most]++;
            rests[most] = -1;
        }

        return parts;
    }
}
