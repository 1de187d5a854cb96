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
    private readonly Aim[] all;
    private readonly int known;

    /// <summary>Where the aims of each bureau, and of all others together, stand in <see cref="all"/>, and which of them are services.</summary>
    private readonly (int[] Aims, int[] Services)[] groups;

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
        groups =
        [
            .. Enumerable.Range(0, all.Length).GroupBy(i => all[i].Bureau ?? "", StringComparer.Ordinal)
                .Select(group => (group.ToArray(), group.Where(i => all[i].Service is not null).ToArray())),
        ];
    }

    /// <summary>Bureaus by what speaks for them, the strongest first; never empty.</summary>
    public IReadOnlyList<BureauShare> Weigh(TextView text, List<RuleMatch> matches, Service? said, RuleMatch? firm)
    {
        var ballot = new Ballot<Aim>(all, Start(text));
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

    private IEnumerable<double> Start(TextView text)
    {
        var shares = model?.Topics(text);
        return shares is null ? all.Select(_ => 1.0) : shares.Concat(Enumerable.Repeat(NoServiceShare, all.Length - known));
    }

    /// <summary>The strongest first; of equal ones that whose best aim is stronger, or comes first.</summary>
    private List<BureauShare> Group(double[] shares)
    {
        var counted = groups.Select(group => (group.Services, Best: group.Aims.MaxBy(i => shares[i]), Sum: group.Aims.Sum(i => shares[i]))).ToList();
        var whole = counted.Sum(c => Weight(c.Sum, shares[c.Best]));
        return
        [
            .. counted.OrderByDescending(c => Weight(c.Sum, shares[c.Best])).ThenByDescending(c => shares[c.Best]).ThenBy(c => c.Best)
                .Select(c => new BureauShare(all[c.Best].Bureau, all[c.Best].NotOurs, Weight(c.Sum, shares[c.Best]) / whole, all[c.Best], Service(c.Services, c.Sum, shares))),
        ];
    }

    /// <summary>Without a scorer all aims start alike, so a bureau counts as much as its strongest aim: having many services is no ground.</summary>
    private double Weight(double sum, double best) => model is null ? best : sum;

    private (int, double)? Service(int[] services, double sum, double[] shares)
    {
        if (services.Length == 0 || sum == 0)
        {
            return null;
        }

        var best = services.MaxBy(i => shares[i]);
        return (all[best].Service!.Value, shares[best] / sum);
    }
}
