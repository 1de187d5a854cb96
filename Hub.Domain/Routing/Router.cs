using Hub.Domain.Catalogue;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Domain.Routing;

/// <summary>Decides whose an item is and says why. Pure: the same question, rules and model always give the same decision.</summary>
/// <remarks>Order of authority: what the source itself says, then the first rule that settles it, then rules and scorer weighed together. Safe for use by several threads.</remarks>
public sealed class Router
{
    private readonly ServiceCatalogue catalogue;
    private readonly RuleSet rules;
    private readonly RoutingThresholds thresholds;
    private readonly Aims aims;
    private readonly KindAndClass kinds;
    private readonly Grounds grounds;
    private readonly Matters matters;
    private readonly OwnedSystem? verifier;

    /// <param name="model">Null: rules alone decide, and what they leave open goes to triage.</param>
    public Router(ServiceCatalogue catalogue, RuleSet rules, RoutingModel? model = null, RoutingThresholds? thresholds = null)
    {
        this.catalogue = catalogue;
        this.rules = rules;
        this.thresholds = thresholds ?? new RoutingThresholds();
        aims = new Aims(catalogue, rules, model);
        kinds = new KindAndClass(catalogue, model);
        grounds = new Grounds(aims, model, this.thresholds);
        matters = new Matters(ClearlyOf);
        verifier = catalogue.Verifier;
    }

    /// <summary>The router of the decree: embedded catalogue, rules and examples. Takes a fraction of a second; make it once.</summary>
    public static Router Embedded(ServiceCatalogue catalogue) => new(catalogue, RuleSet.Embedded(catalogue), RoutingModel.Embedded(catalogue));

    /// <summary>The version of the rules that this router follows.</summary>
    public int RuleVersion => rules.Version;

    public RoutingDecision Decide(RoutingQuestion question) => Judge(new QuestionView(question), matters);

    /// <summary>What an item asks of several bureaus, each with its own words and route; empty where it asks one alone, or where source or rule leave no doubt whose it is.</summary>
    public IReadOnlyList<Matter> Matters(RoutingQuestion question)
    {
        var view = new QuestionView(question);
        return Said(view) is null && Firm(Matches(view)) is null
            ? [.. matters.In(question).Select(m => new Matter(m.Text, Judge(new QuestionView(question.OfPiece(m.Text)), null)))]
            : [];
    }

    /// <summary>Service and class of an item within a bureau that somebody named: the service that was said where it is one of that bureau, else the likeliest there.</summary>
    public Placement PlaceWithin(RoutingQuestion question, string bureau, SubmissionKind kind)
    {
        var said = catalogue.FindService(question.Service) is { } service && service.Bureau == bureau ? service : null;
        var view = new QuestionView(question with { Service = said?.Number });
        var matches = Matches(view);
        var number = said?.Number ?? (aims.Weigh(view.Text, matches, null, null).FirstOrDefault(share => share.Bureau == bureau) is { } share ? Service(share) : null);
        return new Placement(bureau, number, kinds.Class(view, matches, kind, bureau, number));
    }

    private List<RuleMatch> Matches(QuestionView view) =>
    [
        .. rules.Index.For(view.Text)
            .Select(rule => (rule.Rule, Why: rule.Match(view)))
            .Where(match => match.Why is not null)
            .Select(match => new RuleMatch(match.Rule, match.Why!)),
    ];

    private Service? Said(QuestionView view) => catalogue.FindService(view.Question.Service);

    /// <summary>The first rule that settles where it belongs.</summary>
    private static RuleMatch? Firm(List<RuleMatch> matches) => matches.Find(m => m.Rule.Then.Odds is null && Aims.Places(m.Rule.Then));

    /// <summary>The bureau that a piece of a text leaves little doubt about; null where it is another authority's or nobody's clearly.</summary>
    private string? ClearlyOf(RoutingQuestion piece)
    {
        var view = new QuestionView(piece);
        var matches = Matches(view);
        var said = Said(view);
        var firm = said is null ? Firm(matches) : null;
        var top = aims.Weigh(view.Text, matches, said, firm)[0];
        var silent = said is null && firm is null && grounds.IsSilent(top, matches);
        return !silent && Rounded(top) >= thresholds.Matter ? top.Bureau : null;
    }

    /// <param name="apart">Null for what is a piece already.</param>
    private RoutingDecision Judge(QuestionView view, Matters? apart)
    {
        var matches = Matches(view);
        var said = Said(view);
        var firm = said is null ? Firm(matches) : null;
        var settled = said is not null || firm is not null;
        var tally = aims.Weigh(view.Text, matches, said, firm);
        var top = tally[0];
        var silent = !settled && grounds.IsSilent(top, matches);
        var (bureau, service) = silent ? (null, null) : Place(view.Question, top);
        var kind = kinds.Kind(view, matches);
        var doubts = grounds.Doubts(tally, matches, settled);
        if (!settled && apart?.In(view.Question) is { Count: > 0 } several)
        {
            doubts.Add(new Reason("several-matters", [.. several.Select(m => m.Bureau)]));
        }

        return new RoutingDecision
        {
            Bureau = bureau,
            Service = service,
            Kind = kind,
            Class = kinds.Class(view, matches, kind, bureau, service),
            Score = Rounded(top),
            RunnerUp = tally.Skip(1).FirstOrDefault(t => t.Bureau is not null) is { } next ? new Candidate(next.Bureau!, Service(next), Rounded(next)) : null,
            Triage = doubts.Count > 0,
            NotOurs = silent ? null : top.Target,
            Rule = firm?.Rule.Id ?? (said is null ? grounds.Strongest(matches, top)?.Id : null),
            RuleVersion = rules.Version,
            Matched = [.. matches.Select(m => m.Rule.Id)],
            Said = SourceWord.Of(view.Question),
            Why = grounds.Reasons(view, said, firm, matches, tally, doubts),
        };
    }

    private static double Rounded(BureauShare share) => Math.Round(share.Share, 4);

    /// <summary>What is not ours waits with the verifier, who hands it on.</summary>
    private (string? Bureau, int? Service) Place(RoutingQuestion question, BureauShare top)
    {
        if (top.Bureau is not null)
        {
            return (top.Bureau, Service(top));
        }

        return (verifier?.Bureau, question.System == verifier?.Code ? verifier.Services[0] : null);
    }

    private int? Service(BureauShare share) => share.Service is { } best && best.Share >= thresholds.Service ? best.Number : null;
}

/// <summary>A rule that holds, and what it was seen in.</summary>
internal sealed record RuleMatch(RoutingRule Rule, IReadOnlyList<Reason> Why);
