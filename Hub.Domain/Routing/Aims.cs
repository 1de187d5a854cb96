using Hub.Domain.Catalogue;

namespace Hub.Domain.Routing;

/// <summary>How much speaks for one bureau (or, with <see cref="Bureau"/> null, for another authority).</summary>
/// <param name="Silent">True when nothing at all was said: the share is only the even start.</param>
internal sealed record BureauShare(string? Bureau, string? Target, double Share, (int Number, double Share)? Service, bool Silent = false);

/// <summary>All that an item can be about, and the count of what speaks for each.</summary>
internal sealed class Aims
{
    private readonly ServiceCatalogue catalogue;
    private readonly List<(Aim, double)> even;

    public Aims(ServiceCatalogue catalogue, RuleSet rules)
    {
        this.catalogue = catalogue;
        var targets = rules.Rules.Select(r => r.Then.NotOurs).OfType<string>().Distinct(StringComparer.Ordinal).DefaultIfEmpty(Aim.SomebodyElse).ToList();
        even = [.. Even(catalogue, targets).Select(aim => (aim, 1.0))];
    }

    /// <summary>Bureaus by what speaks for them, the strongest first; never empty.</summary>
    public IReadOnlyList<BureauShare> Weigh(List<RuleMatch> matches, Service? said, RuleMatch? firm)
    {
        var ballot = new Ballot<Aim>(even);
        foreach (var then in matches.Select(m => m.Rule.Then).Where(t => t.Odds is not null && Places(t)))
        {
            ballot.Speak(aim => Fits(aim, then), then.Odds!.Value);
        }

        if (said is not null)
        {
            ballot.Keep(aim => aim.Service == said.Number);
        }
        else if (firm is not null)
        {
            ballot.Keep(aim => Fits(aim, firm.Rule.Then));
        }

        var silent = said is null && firm is null && !matches.Exists(m => Places(m.Rule.Then));
        return Group(ballot.Count(), silent);
    }

    /// <summary>Whether an outcome says where an item belongs (not only its kind or class).</summary>
    public static bool Places(RuleOutcome then) => then.Bureau is not null || then.Service is not null || then.NotOurs is not null;

    /// <summary>Whether a rule's outcome agrees with the bureau that was chosen.</summary>
    public bool SpeaksFor(RuleOutcome then, BureauShare share) => share.Bureau is null
        ? then.NotOurs is not null && then.NotOurs == share.Target
        : (then.Bureau ?? catalogue.FindService(then.Service)?.Bureau) == share.Bureau;

    /// <summary>The bureau of an outcome; null for another authority.</summary>
    public string? BureauOf(RuleOutcome then) => then.Bureau ?? catalogue.FindService(then.Service)?.Bureau;

    /// <summary>Without a scorer all aims start alike, so a bureau counts as much as its strongest aim: many services are no ground.</summary>
    private static List<BureauShare> Group(IReadOnlyList<(Aim Aim, double Share)> counted, bool silent)
    {
        var groups = counted.GroupBy(c => c.Aim.Bureau ?? "", StringComparer.Ordinal).Select(group => group.ToList()).ToList();
        var whole = groups.Sum(group => group[0].Share);
        return [.. groups.Select(group => OfGroup(group, group[0].Share / whole, silent)).OrderByDescending(share => share.Share)];
    }

    private static BureauShare OfGroup(List<(Aim Aim, double Share)> group, double share, bool silent)
    {
        var sum = group.Sum(g => g.Share);
        var service = group.Find(g => g.Aim.Service is not null);
        (int, double)? best = service.Aim?.Service is int number && sum > 0 ? (number, service.Share / sum) : null;
        return new BureauShare(group[0].Aim.Bureau, group[0].Aim.NotOurs, share, best, silent);
    }

    private static bool Fits(Aim aim, RuleOutcome then)
    {
        if (then.NotOurs is not null)
        {
            return aim.NotOurs == then.NotOurs;
        }

        return then.Service is int number ? aim.Service == number : aim.Bureau == then.Bureau;
    }

    private static IEnumerable<Aim> Even(ServiceCatalogue catalogue, List<string> targets) =>
        catalogue.Bureaus.Select(bureau => new Aim(bureau.Code, null, null))
            .Concat(catalogue.Services.Select(service => new Aim(service.Bureau, service.Number, null)))
            .Concat(targets.Select(target => new Aim(null, null, target)));
}
