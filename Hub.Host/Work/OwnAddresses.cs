using Hub.Host.Foundation;

namespace Hub.Host.Work;

/// <summary>Mail addresses of the offices and of the hub, which lead to nobody and may stand in everything that leaves.</summary>
public sealed class OwnAddresses(LawInForce law, HubOptions options)
{
    /// <summary>In lower case.</summary>
    public IReadOnlySet<string> All => law.Catalogue.Bureaus.SelectMany(b => b.Inboxes).Append(options.Mail?.From ?? "").Append(options.SecondMail?.From ?? "").Select(a => a.ToLowerInvariant()).Where(a => a.Length > 0).ToHashSet(StringComparer.Ordinal);
}
