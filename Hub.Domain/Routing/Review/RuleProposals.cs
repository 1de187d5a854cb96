using Hub.Domain.Identity;

namespace Hub.Domain.Routing.Review;

/// <summary>A person's re-disposition: who moved what where, and why. It never changes a rule by itself.</summary>
public sealed record Correction(long Id, RoutingQuestion Question, string? From, string To, int? Service, string By, DateTimeOffset At);

/// <summary>A rule that would have made corrections unnecessary, with how it does on stored items.</summary>
/// <param name="Rule">Disabled until an administrator activates it.</param>
/// <param name="Precision">Of the stored items for which it holds, the share that belongs where it points.</param>
/// <param name="Recall">Of the stored items that belong there, the share for which it holds.</param>
/// <param name="Matches">Stored items for which it holds.</param>
/// <param name="Corrections">Corrections that it would have spared.</param>
public sealed record RuleProposal(RoutingRule Rule, double Precision, double Recall, int Matches, int Corrections);

/// <summary>Proposes rules from corrections: the words, pairs of words or sender that tell the corrected items from the rest.</summary>
public static class RuleProposals
{
    private const double LeastPrecision = 0.8;
    private const int LeastMatches = 2;
    private const int MaxWords = 40;
    private const int Order = 900;

    /// <param name="corrections">Corrections to one and the same place, the newest first; others are left aside.</param>
    /// <param name="stored">Items with where they finally belonged, the corrected ones included.</param>
    /// <returns>The best proposals first; empty when no condition tells them apart well enough.</returns>
    public static IReadOnlyList<RuleProposal> From(IReadOnlyList<Correction> corrections, IReadOnlyList<StoredItem> stored, int max = 3)
    {
        if (corrections.Count == 0)
        {
            return [];
        }

        var target = corrections[0];
        var alike = corrections.Where(c => c.To == target.To && c.Service == target.Service).ToList();
        var views = stored.Select(item => (Item: item, View: new QuestionView(item.Question))).ToList();
        var wrong = alike.ConvertAll(c => new QuestionView(c.Question));
        var total = views.Count(v => Belongs(v.Item, target));
        return
        [
            .. Conditions(wrong)
                .Select((when, i) => Measure(Draft(target, when, i), target, views, wrong, total))
                .Where(p => p.Precision >= LeastPrecision && p.Matches >= LeastMatches && p.Corrections > 0)
                .OrderByDescending(p => p.Corrections * p.Precision).ThenByDescending(p => p.Recall).ThenBy(p => p.Rule.Id, StringComparer.Ordinal)
                .DistinctBy(p => (p.Matches, p.Corrections))
                .Take(max),
        ];
    }

    private static bool Belongs(StoredItem item, Correction target) =>
        item.NotOurs is null && item.Bureau == target.To && (target.Service is null || item.Service == target.Service);

    /// <summary>Content words of the corrected items and pairs of those that stand in most of them, and the sending organisation.</summary>
    private static IEnumerable<RuleCondition> Conditions(List<QuestionView> wrong)
    {
        var words = wrong
            .SelectMany(view => ContentWords.Of(view.Text).Distinct(StringComparer.Ordinal))
            .Where(word => word.Length > 2 && word.All(char.IsLetter))
            .CountBy(word => word, StringComparer.Ordinal)
            .OrderByDescending(word => word.Value).ThenByDescending(word => word.Key.Length).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Take(MaxWords).Select(word => word.Key).ToList();
        foreach (var word in words)
        {
            yield return new RuleCondition { Words = [new WordTest { Any = [word] }] };
        }

        var common = words.Take(12).ToList();
        foreach (var (first, i) in common.Select((word, i) => (word, i)))
        {
            foreach (var second in common.Skip(i + 1))
            {
                yield return new RuleCondition { Words = [new WordTest { All = [first, second] }] };
            }
        }

        foreach (var organisation in wrong.Select(view => view.Question.Organisation).OfType<string>().Where(o => TextView.Of(o).Words.Count > 0).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            yield return new RuleCondition { Organisation = [organisation] };
        }
    }

    /// <summary>Where a proposed rule comes from; no word that anybody typed.</summary>
    /// <param name="correction">Its id.</param>
    public static string NoteOf(long correction) => RuleException.Say("ProposalNote", correction);

    private static RoutingRule Draft(Correction target, RuleCondition when, int number) => new()
    {
        Id = $"usul-{target.To}-{target.Id}-{number}",
        Order = Order,
        Owner = target.By,
        Note = NoteOf(target.Id),
        Enabled = false,
        When = when,
        Then = new RuleOutcome { Bureau = target.To, Service = target.Service, Odds = 10 },
    };

    private static RuleProposal Measure(RoutingRule rule, Correction target, List<(StoredItem Item, QuestionView View)> views, List<QuestionView> wrong, int total)
    {
        var compiled = new CompiledRule(rule);
        var held = views.Where(v => compiled.Match(v.View) is not null).ToList();
        var right = held.Count(v => Belongs(v.Item, target));
        var precision = held.Count == 0 ? 0 : right / (double)held.Count;
        return new RuleProposal(
            rule with { Then = rule.Then with { Odds = Odds(precision) } },
            precision,
            total == 0 ? 0 : right / (double)total,
            held.Count,
            wrong.Count(view => compiled.Match(view) is not null));
    }

    /// <summary>A rule speaks as loudly as it was right, between a hint and a decree word.</summary>
    private static double Odds(double precision) => Math.Round(Math.Clamp(precision / Math.Max(1 - precision, 0.02), 5, 50));
}
