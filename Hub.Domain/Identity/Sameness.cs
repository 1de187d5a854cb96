namespace Hub.Domain.Identity;

/// <summary>How likely two tickets are the same grievance, with the grounds.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="Text">How much of the content words agree, 0 to 1.</param>
/// <param name="SameReporter">Null when one of them is unknown.</param>
/// <param name="SamePlace">Null when one of them is unknown.</param>
/// <param name="DaysApart">Whole days between the receipts.</param>
public sealed record SamenessScore(double Score, double Text, bool? SameReporter, bool? SamePlace, int DaysApart);

/// <summary>Compares two profiles. A suggestion for a person: nothing is merged by a score.</summary>
public static class Sameness
{
    /// <summary>From here on a pair is suggested; chosen for at least 95 % precision (docs/routing-measured.md).</summary>
    public const double Suggested = 0.55;

    /// <summary>The score of two that brought the letter of one number, whatever else they say.</summary>
    public const double OfLetter = 0.95;

    /// <summary>A text of fewer content words can be contained in another by chance.</summary>
    private const int EnoughWords = 6;

    private const double ReporterBonus = 0.12;
    private const double PlaceBonus = 0.06;
    private const double OtherPlace = 0.12;
    private const double NearInTime = 0.03;
    private const double LongAgo = 0.08;

    public static SamenessScore Compare(SamenessProfile a, SamenessProfile b)
    {
        var text = Text(a, b);
        bool? reporter = a.Reporter is null || b.Reporter is null ? null : a.Reporter == b.Reporter;
        bool? place = a.Place.Length == 0 || b.Place.Length == 0 ? null : Common(a.Place, b.Place) > 0;
        var days = (int)Math.Abs((a.ReceivedAt - b.ReceivedAt).TotalDays);
        var score = text
            + (reporter == true ? ReporterBonus : 0)
            + (place switch { true => PlaceBonus, false => -OtherPlace, null => 0 })
            + (days switch { <= 7 => NearInTime, > 90 => -LongAgo, _ => 0 });
        return new SamenessScore(text == 0 ? 0 : Math.Clamp(score, 0, 1), text, reporter, place, days);
    }

    /// <summary>Words in common, weighed with words that follow each other in both; a text wrapped in a longer one counts nearly whole.</summary>
    private static double Text(SamenessProfile a, SamenessProfile b) => (0.65 * Overlap(a.Words, b.Words)) + (0.35 * Overlap(a.Pairs, b.Pairs));

    private static double Overlap(uint[] a, uint[] b)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return 0;
        }

        var common = Common(a, b);
        var jaccard = common / (double)(a.Length + b.Length - common);
        var least = Math.Min(a.Length, b.Length);
        var contained = least < EnoughWords ? 0 : 0.85 * common / least;
        return Math.Max(jaccard, contained);
    }

    private static int Common(uint[] a, uint[] b)
    {
        var common = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (a[i] == b[j])
            {
                common++;
                i++;
                j++;
            }
            else if (a[i] < b[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return common;
    }
}
