using System.Globalization;
using Hub.Domain.Catalogue;

namespace Hub.Domain.Routing;

/// <summary>Says what decided: made from the same matches and shares that decided, never beside them.</summary>
internal sealed class Grounds(Aims aims, RoutingModel? model, RoutingThresholds thresholds)
{
    private const int MaxAgainst = 3;
    private const double ClearWords = 20;
    private const double SomeWords = 10;

    /// <summary>An inbox that says less contradicts nobody.</summary>
    private const double Hint = 2;

    /// <summary>Why a person should decide; empty when the hub may act.</summary>
    /// <param name="settled">True when the source or a rule left no doubt about where it goes.</param>
    public List<Reason> Doubts(IReadOnlyList<BureauShare> tally, List<RuleMatch> matches, bool settled)
    {
        var top = tally[0];
        var doubts = new List<Reason>();
        if (!settled && IsSilent(top, matches))
        {
            return [new Reason("no-match", [])];
        }

        if (top.Bureau is null)
        {
            doubts.Add(new Reason("not-ours", [top.Target ?? Aim.SomebodyElse]));
        }
        else if (!settled && top.Share < thresholds.Auto)
        {
            doubts.Add(new Reason("below-threshold", [Percent(top.Share), Percent(thresholds.Auto)]));
        }

        if (!settled && tally.Count > 1 && top.Share - tally[1].Share < thresholds.Margin)
        {
            doubts.Add(new Reason("close-call", [top.Bureau ?? top.Target!, tally[1].Bureau ?? tally[1].Target!]));
        }

        if (!settled && top.Share < thresholds.AgainstInbox && InboxAgainstText(top, matches) is { } disagreement)
        {
            doubts.Add(disagreement);
        }

        doubts.AddRange(matches.Where(m => m.Rule.Then.Triage).Select(m => new Reason("rule-asks", [m.Rule.Id, m.Rule.Note])));
        return doubts;
    }

    /// <summary>The inbox points to one bureau and the text to another: whichever is stronger, a person looks unless it is very clear.</summary>
    private Reason? InboxAgainstText(BureauShare top, List<RuleMatch> matches)
    {
        if (matches.Find(m => m.Rule.When.To.Count > 0 && m.Rule.Then.Bureau is not null && m.Rule.Then.Odds is not < Hint) is not { } inbox)
        {
            return null;
        }

        var owner = inbox.Rule.Then.Bureau!;
        if (owner != top.Bureau)
        {
            return new Reason("inbox-disagrees", [inbox.Why[0].Values[0], owner, top.Bureau ?? top.Target!]);
        }

        var spoken = matches.Where(m => m.Rule.When.Words.Count > 0 && Aims.Places(m.Rule.Then)).ToList();
        var other = spoken.Find(m => m.Rule.Then.Odds >= ClearWords && !aims.SpeaksFor(m.Rule.Then, top));
        return other is null || spoken.Exists(m => m.Rule.Then.Odds >= SomeWords && aims.SpeaksFor(m.Rule.Then, top))
            ? null
            : new Reason("inbox-disagrees", [inbox.Why[0].Values[0], owner, aims.BureauOf(other.Rule.Then) ?? other.Rule.Then.NotOurs!]);
    }

    /// <summary>No rule spoke about where it belongs, and the scorer is no wiser than chance.</summary>
    public bool IsSilent(BureauShare top, List<RuleMatch> matches) =>
        !matches.Exists(m => Aims.Places(m.Rule.Then)) && (model is null || top.Share < thresholds.Silence);

    public IReadOnlyList<Reason> Reasons(QuestionView view, Service? said, RuleMatch? firm, List<RuleMatch> matches, IReadOnlyList<BureauShare> tally, List<Reason> doubts)
    {
        var top = tally[0];
        var why = new List<Reason>();
        if (said is not null)
        {
            why.Add(new Reason("source-says", [said.Number.ToString(), said.Name]));
        }

        why.AddRange(firm?.Why ?? []);
        var spoken = matches.Where(m => m != firm && m.Rule.Then.Odds is > 1 && Aims.Places(m.Rule.Then)).OrderByDescending(m => m.Rule.Then.Odds).ToList();
        if (said is null)
        {
            why.AddRange(spoken.Where(m => aims.SpeaksFor(m.Rule.Then, top)).SelectMany(m => m.Why));
            why.AddRange(Scored(view.Text, tally));
            why.AddRange(spoken.Where(m => !aims.SpeaksFor(m.Rule.Then, top)).Take(MaxAgainst).Select(Against));
        }

        why.AddRange(doubts);
        return why.Count > 0 ? why : [new Reason("no-match", [])];
    }

    /// <summary>The soft rule that weighed most for the choice; null when only the scorer spoke.</summary>
    public RoutingRule? Strongest(List<RuleMatch> matches, BureauShare top) => matches
        .Where(m => m.Rule.Then.Odds is >= 10 && Aims.Places(m.Rule.Then) && aims.SpeaksFor(m.Rule.Then, top))
        .MaxBy(m => m.Rule.Then.Odds)?.Rule;

    private IEnumerable<Reason> Scored(TextView text, IReadOnlyList<BureauShare> tally)
    {
        var words = tally.Count < 2 ? [] : model?.Explain(text, tally[0].Best, tally[1].Best) ?? [];
        if (words.Count == 0)
        {
            return [];
        }

        var scored = new Reason("scored-words", [.. words.Select(w => $"{w.Word} (+{w.Weight:0.0#})")]);
        return model is { Lesson: > 0 and var lesson } ? [scored, new Reason("lesson", [lesson.ToString(CultureInfo.InvariantCulture)])] : [scored];
    }

    private Reason Against(RuleMatch match) =>
        new("against", [aims.BureauOf(match.Rule.Then) ?? match.Rule.Then.NotOurs!, .. match.Why.SelectMany(w => w.Code == "inbox" ? w.Values.Take(1) : w.Values).Take(4)]);

    private static string Percent(double share) => $"{Math.Floor(share * 100)}%";
}
