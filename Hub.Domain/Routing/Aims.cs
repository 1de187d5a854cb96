using Hub.Domain.Catalogue;

namespace Hub.Domain.Routing;

/// <summary>How much speaks for one bureau (or, with <see cref="Bureau"/> null, for another authority).</summary>
/// <param name="Best">The aim within it that most speaks for.</param>
/// <param name="Service">The likeliest service and its share within the bureau; null when the bureau has none.</param>
internal sealed record BureauShare(string? Bureau, string? Target, double Share, Aim Best, (int Number, double Share)? Service);

/// <summary>All that an item can be about, and the count of what speaks for each.</summary>
internal sealed class Aims
{
    /// <summary>A bureau may be meant without any of its services: rare, but an inbox must be able to say so.</summary>
    private const double NoServiceShare = 0.002;

    private readonly ServiceCatalogue catalogue;
    private readonly RoutingModel? model;

    /// <summary>All that there is; with a scorer those that it knows come first, in its order.</summary>
    private readonly List<Aim> all;
    private readonly int known;

    public Aims(ServiceCatalogue catalogue, RuleSet rules, RoutingModel? model)
    {
        this.catalogue = catalogue;
        this.model = model;
        var targets = rules.Rules.Select(r => r.Then.NotOurs).OfType<string>().Distinct(StringComparer.Ordinal).DefaultIfEmpty(Aim.SomebodyElse);
        var scored = model?.Aims(catalogue) ?? [];
        known = scored.Count;
        all =
        [
            .. scored
                .Concat(catalogue.Bureaus.Select(bureau => new Aim(bureau.Code, null, null)))
                .Concat(catalogue.Services.Select(service => new Aim(service.Bureau, service.Number, null)))
                .Concat(targets.Select(target => new Aim(null, null, target)))
                .Distinct(),
        ];
    }

    /// <summary>Bureaus by what speaks for them, the strongest first; never empty.</summary>
    public IReadOnlyList<BureauShare> Weigh(TextView text, List<RuleMatch> matches, Service? said, RuleMatch? firm)
    {
        var ballot = new Ballot<Aim>(Start(text));
        foreach (var then in matches.Select(m => m.Rule.Then).Where(t => t.Odds is not null && Places(t)))
        {
            ballot.Speak(aim => Fits(aim, then), then.Weight(besideScorer: model is not null));
        }

        if (said is not null)
        {
            ballot.Keep(aim => aim.Service == said.Number);
        }
        else if (firm is not null)
        {
            ballot.Keep(aim => Fits(aim, firm.Rule.Then));
        }

        return Group(ballot.Count());
    }

    /// <summary>Whether an outcome says where an item belongs (not only its kind or class).</summary>
    public static bool Places(RuleOutcome then) => then.Bureau is not null || then.Service is not null || then.NotOurs is not null;

    /// <summary>Whether a rule's outcome agrees with the bureau that was chosen.</summary>
    public bool SpeaksFor(RuleOutcome then, BureauShare share) => share.Bureau is null
        ? then.NotOurs is not null && then.NotOurs == share.Target
        : BureauOf(then) == share.Bureau;

    /// <summary>The bureau of an outcome; null for another authority.</summary>
    public string? BureauOf(RuleOutcome then) => then.Bureau ?? catalogue.FindService(then.Service)?.Bureau;

    private static bool Fits(Aim aim, RuleOutcome then)
    {
        if (then.NotOurs is not null)
        {
            return aim.NotOurs == then.NotOurs;
        }

        return then.Service is int number ? aim.Service == number : aim.Bureau == then.Bureau;
    }

    private IReadOnlyList<(Aim, double)> Start(TextView text)
    {
        var shares = model?.Topics(text);
        return shares is null ? all.ConvertAll(aim => (aim, 1.0)) : [.. all.Select((aim, i) => (aim, i < known ? shares[i] : NoServiceShare))];
    }

    private List<BureauShare> Group(IReadOnlyList<(Aim Aim, double Share)> counted)
    {
        var groups = counted.GroupBy(c => c.Aim.Bureau ?? "", StringComparer.Ordinal).Select(group => group.ToList()).ToList();
        var whole = groups.Sum(Weight);
        return [.. groups.Select(group => OfGroup(group, Weight(group) / whole)).OrderByDescending(share => share.Share)];
    }

    /// <summary>Without a scorer all aims start alike, so a bureau counts as much as its strongest aim: having many services is no ground.</summary>
    private double Weight(List<(Aim Aim, double Share)> group) => model is null ? group[0].Share : group.Sum(g => g.Share);

    private static BureauShare OfGroup(List<(Aim Aim, double Share)> group, double share)
    {
        var sum = group.Sum(g => g.Share);
        var service = group.Find(g => g.Aim.Service is not null);
        (int, double)? best = service.Aim?.Service is int number && sum > 0 ? (number, service.Share / sum) : null;
        return new BureauShare(group[0].Aim.Bureau, group[0].Aim.NotOurs, share, group[0].Aim, best);
    }
}
