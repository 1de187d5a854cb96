namespace Hub.Domain.Routing;

/// <summary>Weighs alternatives: starts from what the scorer holds likely and lets each rule multiply the odds of what it speaks for.</summary>
/// <remarks>Bayes' rule with independent evidence; see docs/decisions on fusing rules and scorer.</remarks>
internal sealed class Ballot<T>(T[] options, IEnumerable<double> start)
{
    private readonly double[] logs = [.. start.Select(share => Math.Log(Math.Max(share, 1e-6)))];

    /// <summary>The likeliest option; of equal ones the first.</summary>
    public T Best => options[Array.IndexOf(logs, logs.Max())];

    /// <summary>Makes the chosen options so many times likelier.</summary>
    public void Speak(Func<T, bool> chosen, double odds)
    {
        for (var i = 0; i < options.Length; i++)
        {
            if (chosen(options[i]))
            {
                logs[i] += Math.Log(odds);
            }
        }
    }

    /// <summary>Leaves only the chosen options; when none is among them, nothing changes.</summary>
    public void Keep(Func<T, bool> chosen)
    {
        if (!Array.Exists(options, o => chosen(o)))
        {
            return;
        }

        for (var i = 0; i < options.Length; i++)
        {
            logs[i] = chosen(options[i]) ? logs[i] : double.NegativeInfinity;
        }
    }

    /// <returns>The share of each option, in their order; they add up to 1.</returns>
    public double[] Count()
    {
        var top = logs.Max();
        var shares = Array.ConvertAll(logs, log => Math.Exp(log - top));
        var sum = shares.Sum();
        return Array.ConvertAll(shares, share => share / sum);
    }
}
