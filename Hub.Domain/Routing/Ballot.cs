namespace Hub.Domain.Routing;

/// <summary>Weighs alternatives: starts from what the scorer holds likely and lets each rule multiply the odds of what it speaks for.</summary>
/// <remarks>Bayes' rule with independent evidence; see docs/decisions on fusing rules and scorer.</remarks>
internal sealed class Ballot<T>
{
    private readonly T[] options;
    private readonly double[] logs;

    public Ballot(IReadOnlyList<(T Option, double Share)> start)
    {
        options = [.. start.Select(s => s.Option)];
        logs = [.. start.Select(s => Math.Log(Math.Max(s.Share, 1e-6)))];
    }

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

    /// <returns>Shares that add up to 1, the greatest first; equal ones in their first order.</returns>
    public IReadOnlyList<(T Option, double Share)> Count()
    {
        var top = logs.Max();
        var sum = logs.Sum(log => Math.Exp(log - top));
        return [.. options.Select((option, i) => (option, Math.Exp(logs[i] - top) / sum)).OrderByDescending(s => s.Item2)];
    }
}
