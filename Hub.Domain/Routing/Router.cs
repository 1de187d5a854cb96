using Hub.Domain.Catalogue;
using Hub.Domain.Submissions;

namespace Hub.Domain.Routing;

/// <summary>Decides whose an item is and says why. Pure: the same question, rules and model always give the same decision.</summary>
/// <remarks>Order of authority: what the source itself says, then the first rule that settles it, then rules and scorer weighed together.</remarks>
public sealed class Router
{
    private readonly ServiceCatalogue catalogue;
    private readonly RuleSet rules;
    private readonly RoutingThresholds thresholds;
    private readonly Aims aims;
    private readonly KindAndClass classes;
    private readonly string verifier;

    public Router(ServiceCatalogue catalogue, RuleSet rules, RoutingThresholds? thresholds = null)
    {
        this.catalogue = catalogue;
        this.rules = rules;
        this.thresholds = thresholds ?? new RoutingThresholds();
        aims = new Aims(catalogue, rules);
        classes = new KindAndClass(catalogue);
        verifier = catalogue.Systems.FirstOrDefault(s => s.Code == "lapor")?.Bureau ?? catalogue.Bureaus[0].Code;
    }

    public RoutingDecision Decide(RoutingQuestion question) => Trace(question).Decision;

    /// <summary>The decision together with every rule that held, for statistics and the simulator.</summary>
    public RoutingTrace Trace(RoutingQuestion question)
    {
        var view = new QuestionView(question);
        var matches = rules.Compiled
            .Select(rule => (rule.Rule, Why: rule.Match(view)))
            .Where(match => match.Why is not null)
            .Select(match => new RuleMatch(match.Rule, match.Why!))
            .ToList();
        return new RoutingTrace(Decide(view, matches), [.. matches.Select(m => m.Rule.Id)]);
    }

    private RoutingDecision Decide(QuestionView view, List<RuleMatch> matches)
    {
        var said = catalogue.FindService(view.Question.Service);
        var firm = said is null ? matches.Find(m => m.Rule.Then.Odds is null && Aims.Places(m.Rule.Then)) : null;
        var tally = aims.Weigh(matches, said, firm);
        var top = tally[0];
        var ours = top.Bureau is not null;
        var bureau = top.Bureau ?? verifier;
        var service = ours ? Service(top) : view.Question.System == "lapor" ? ServiceOf(verifier, "lapor") : null;
        var doubts = Doubts(tally, matches, settled: said is not null || firm is not null);
        var kind = KindAndClass.Kind(view, matches);
        return new RoutingDecision
        {
            Bureau = top.Silent ? null : bureau,
            Service = top.Silent ? null : service,
            Kind = kind,
            Class = classes.Class(view, matches, kind, bureau, service),
            Score = Math.Round(top.Share, 4),
            RunnerUp = tally.Skip(1).FirstOrDefault(t => t.Bureau is not null) is { } next ? new Candidate(next.Bureau!, Service(next), Math.Round(next.Share, 4)) : null,
            Triage = doubts.Count > 0,
            NotOurs = ours ? null : top.Target,
            Rule = firm?.Rule.Id ?? (said is null ? Strongest(matches, top)?.Rule.Id : null),
            Why = Reasons(said, firm, matches, top, doubts),
        };
    }

    private int? Service(BureauShare share) => share.Service is { } best && best.Share >= thresholds.Service ? best.Number : null;

    private int? ServiceOf(string bureau, string system) =>
        catalogue.Systems.FirstOrDefault(s => s.Code == system && s.Bureau == bureau)?.Services is [var first, ..] ? first : null;

    /// <summary>Why a person should decide; empty when the hub may act.</summary>
    private List<Reason> Doubts(IReadOnlyList<BureauShare> tally, List<RuleMatch> matches, bool settled)
    {
        var doubts = new List<Reason>();
        var top = tally[0];
        if (top.Silent)
        {
            doubts.Add(new Reason("no-match", []));
        }
        else if (top.Bureau is null)
        {
            doubts.Add(new Reason("not-ours", [top.Target ?? Aim.SomebodyElse]));
        }
        else if (!settled && top.Share < thresholds.Auto)
        {
            doubts.Add(new Reason("below-threshold", [Percent(top.Share), Percent(thresholds.Auto)]));
        }

        if (!settled && !top.Silent && tally.Count > 1 && top.Share - tally[1].Share < thresholds.Margin)
        {
            doubts.Add(new Reason("close-call", [top.Bureau ?? top.Target!, tally[1].Bureau ?? tally[1].Target!]));
        }

        doubts.AddRange(matches.Where(m => m.Rule.Then.Triage).Select(m => new Reason("rule-asks", [m.Rule.Id, m.Rule.Note])));
        return doubts;
    }

    private List<Reason> Reasons(Service? said, RuleMatch? firm, List<RuleMatch> matches, BureauShare top, List<Reason> doubts)
    {
        var why = new List<Reason>();
        if (said is not null)
        {
            why.Add(new Reason("source-says", [said.Number.ToString(), said.Name]));
        }

        if (firm is not null)
        {
            why.AddRange(firm.Why);
        }

        var spoken = matches.Where(m => m != firm && m.Rule.Then.Odds is > 1).OrderByDescending(m => m.Rule.Then.Odds).ToList();
        why.AddRange(spoken.Where(m => aims.SpeaksFor(m.Rule.Then, top)).SelectMany(m => m.Why));
        why.AddRange(spoken.Where(m => Aims.Places(m.Rule.Then) && !aims.SpeaksFor(m.Rule.Then, top)).Take(3).Select(Against));
        why.AddRange(doubts);
        return why.Count > 0 ? why : [new Reason("no-match", [])];
    }

    private Reason Against(RuleMatch match) =>
        new("against", [aims.BureauOf(match.Rule.Then) ?? match.Rule.Then.NotOurs!, .. match.Why.SelectMany(w => w.Values).Take(4)]);

    private RuleMatch? Strongest(List<RuleMatch> matches, BureauShare top) => matches
        .Where(m => m.Rule.Then.Odds is >= 10 && aims.SpeaksFor(m.Rule.Then, top))
        .MaxBy(m => m.Rule.Then.Odds);

    private static string Percent(double share) => $"{Math.Round(share * 100)}%";
}

/// <summary>A decision and the rules that held for it, in their order.</summary>
public sealed record RoutingTrace(RoutingDecision Decision, IReadOnlyList<string> Matched);

/// <summary>A rule that holds, and what it was seen in.</summary>
internal sealed record RuleMatch(RoutingRule Rule, IReadOnlyList<Reason> Why);
