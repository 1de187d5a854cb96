namespace Hub.Domain.Routing.Scoring;

/// <summary>How scores relate to being right, measured on rows that were held out of training.</summary>
public sealed record TextCalibration
{
    /// <summary>The precision that is wanted of what goes on without a person.</summary>
    public const double WantedPrecision = 0.95;

    /// <summary>Kept above the wanted precision on held-out rows, because the next rows are never quite like them.</summary>
    private const double Margin = 0.01;

    /// <summary>Divides the logits: above 1 makes the scores humbler.</summary>
    public required double Temperature { get; init; }

    /// <summary>The least score that reached the wanted precision; 1 when none did.</summary>
    public required double AutoThreshold { get; init; }

    /// <summary>How many rows it was measured on; 0 when there were too few.</summary>
    public required int Rows { get; init; }

    public static TextCalibration None { get; } = new() { Temperature = 1, AutoThreshold = 0.9, Rows = 0 };

    /// <param name="held">Logits and the true label (-1: a label that training did not know) of each held-out row.</param>
    internal static TextCalibration Fit(IReadOnlyList<(float[] Logits, int Label)> held)
    {
        if (held.Count < 50)
        {
            return None;
        }

        var temperature = Enumerable.Range(0, 36).Select(i => 0.5 * Math.Pow(1.06, i)).MinBy(t => Loss(held, t));
        var scored = held
            .Select(row => TextModel.Softmax(row.Logits, temperature))
            .Select((shares, i) => (Best: shares.Max(), Right: Array.IndexOf(shares, shares.Max()) == held[i].Label))
            .ToList();
        return new TextCalibration { Temperature = temperature, AutoThreshold = Threshold(scored), Rows = held.Count };
    }

    private static double Loss(IReadOnlyList<(float[] Logits, int Label)> held, double temperature) =>
        held.Where(row => row.Label >= 0).Sum(row => -Math.Log(Math.Max(TextModel.Softmax(row.Logits, temperature)[row.Label], 1e-9)));

    /// <summary>The lowest of the thresholds above which, and above every higher one that lets enough through, enough are right.</summary>
    private static double Threshold(List<(double Best, bool Right)> scored)
    {
        var threshold = 1.0;
        for (var candidate = 0.99; candidate >= 0.3; candidate -= 0.01)
        {
            var sent = scored.Where(s => s.Best >= candidate).ToList();
            if (sent.Count >= 20 && sent.Count(s => s.Right) < (WantedPrecision + Margin) * sent.Count)
            {
                break;
            }

            threshold = candidate;
        }

        return Math.Round(threshold, 2);
    }
}
