namespace Hub.Host.Foundation.Loops;

/// <summary>How long to wait after so many failures in a row.</summary>
/// <param name="steps">The wait after the first failure, the second …; the last one stays.</param>
public sealed class BackOff(params TimeSpan[] steps)
{
    private const double Spread = 0.2;

    /// <param name="failures">1 is the first failure.</param>
    public TimeSpan After(int failures) => steps[Math.Clamp(failures - 1, 0, steps.Length - 1)];

    /// <summary>The same, up to a fifth longer or shorter: many that failed together do not come back together.</summary>
    public TimeSpan ScatteredAfter(int failures) => After(failures) * (1 - Spread + (2 * Spread * Random.Shared.NextDouble()));
}
