using Hub.Domain.Catalogue;

namespace Hub.Domain.Routing;

/// <summary>How many mails of an inbox were decided for a bureau, by people or by its answer.</summary>
public sealed record InboxCount(string Inbox, string Bureau, int Mails);

/// <summary>What became of the mail of an inbox.</summary>
/// <param name="Right">So many were for the bureau that owns it.</param>
/// <param name="Mails">Of so many.</param>
/// <param name="Odds">So many times likelier does it make that bureau; 1 where it says nothing.</param>
public sealed record InboxWeight(int Right, int Mails, double Odds);

/// <summary>How much each inbox says of whose its mail is: learned from what became of earlier mail, never typed in.</summary>
/// <remarks>Bayes' rule: how much more often the bureau's mail lies in it than that of others. An inbox of the decree begins as the measured hint of its like, any other says nothing until its mail was decided.</remarks>
public sealed class InboxWeights
{
    /// <summary>So many mails weigh as much as where it begins.</summary>
    private const double Beginning = 8;

    /// <summary>So many mails weigh as much as that all bureaus get alike.</summary>
    private const double Alike = 100;

    private const double Most = 60;

    private readonly Dictionary<string, Dictionary<string, int>> byInbox;
    private readonly Dictionary<string, int> byBureau;
    private readonly HashSet<string> decree;
    private readonly int bureaus;

    private InboxWeights(IReadOnlyList<InboxCount> counts, ServiceCatalogue catalogue)
    {
        byInbox = counts.GroupBy(c => Address.Plain(c.Inbox)!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.GroupBy(c => c.Bureau, StringComparer.Ordinal).ToDictionary(b => b.Key, b => b.Sum(c => c.Mails), StringComparer.Ordinal), StringComparer.Ordinal);
        byBureau = counts.GroupBy(c => c.Bureau, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(c => c.Mails), StringComparer.Ordinal);
        decree = [.. catalogue.Bureaus.SelectMany(b => b.Inboxes.Except(b.GeneralInboxes)).Select(inbox => Address.Plain(inbox)!)];
        bureaus = catalogue.Bureaus.Count;
    }

    public static InboxWeights Of(IReadOnlyList<InboxCount> counts, ServiceCatalogue catalogue) => new(counts, catalogue);

    /// <summary>What an inbox says for a bureau.</summary>
    public InboxWeight For(string inbox, string bureau)
    {
        var plain = Address.Plain(inbox)!;
        var found = byInbox.GetValueOrDefault(plain);
        var (right, mails) = (found?.GetValueOrDefault(bureau) ?? 0, found?.Values.Sum() ?? 0);
        var share = (byBureau.GetValueOrDefault(bureau) + (Alike / bureaus)) / (byBureau.Values.Sum() + Alike);
        var usual = share / (1 - share);
        var begins = decree.Contains(plain) ? DecreeRules.InboxOdds * usual : usual;
        var expected = Beginning * begins / (1 + begins);
        var odds = (right + expected) / (mails - right + Beginning - expected) / usual;
        return new InboxWeight(right, mails, Math.Round(Math.Clamp(odds, 1, Most), 1));
    }

    /// <summary>What a rule about nothing but one inbox becomes; null for any other rule.</summary>
    public InboxWeight? For(RoutingRule rule) =>
        rule is { When: { To: [var inbox] } when, Then: { Bureau: { } bureau, Odds: not null, Triage: false } } && (when with { To = [] }).IsEmpty ? For(inbox, bureau) : null;
}
