using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Conversation;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>An envelope with what was read in it.</summary>
internal sealed record ReadItem(StoredEnvelope Envelope, Submission Submission);

/// <summary>Items of one source in one transaction. What the store knows of them is asked for all at once and what they bring is written at once, unless one asks after another: then the store is given first what stands before it.</summary>
internal sealed class IntakeBatch
{
    private readonly Dictionary<string, Ticket> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> doneUpTo = new(StringComparer.Ordinal);
    private readonly HashSet<string> items = new(StringComparer.Ordinal);
    private readonly HashSet<string> messages = new(StringComparer.Ordinal);
    private readonly string source;
    private bool hasAnswer;

    /// <param name="db">In a transaction.</param>
    /// <param name="source">Whose items they are.</param>
    /// <param name="scope">Within which the items' ids are unique.</param>
    public IntakeBatch(HubDbContext db, string source, string scope)
    {
        (Db, this.source, Scope) = (db, source, scope);
        // The seal looks for changes once at each saving; a look at each question would take longer the more there are.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.Database.AutoSavepointsEnabled = false;
    }

    public HubDbContext Db { get; }

    public string Scope { get; }

    /// <summary>Within a scope one transaction at a time looks for tickets and begins them, whichever copy of the hub and whichever source it is.</summary>
    public static Task TakeTurnAsync(HubDbContext db, string scope, CancellationToken token) => db.TakeTurnAsync($"intake:{scope}", token);

    /// <returns>Those that nobody else has processed meanwhile.</returns>
    public async Task<IReadOnlyList<ReadItem>> BeginAsync(IReadOnlyList<ReadItem> read, CancellationToken token)
    {
        await TakeTurnAsync(Db, Scope, token);
        var ids = read.Select(static r => r.Envelope.Id).ToList();
        var waiting = await Db.Envelopes.Where(e => ids.Contains(e.Id) && e.Status == EnvelopeStatus.Received)
            .Select(e => new { e.Id, IsKnown = Db.Tickets.Any(t => t.Scope == Scope && t.ExternalId == e.ExternalId) }).ToDictionaryAsync(e => e.Id, e => e.IsKnown, token);
        read = [.. read.Where(r => waiting.ContainsKey(r.Envelope.Id))];
        if (read.Where(r => waiting[r.Envelope.Id]).Select(static r => r.Envelope.ExternalId).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } items)
        {
            await LookUpAsync(items, token);
        }

        await LookUpMessagesAsync(read, token);
        return read;
    }

    /// <returns>The item's ticket, if there is one, and whether a later version of the item was processed before it.</returns>
    public async Task<(Ticket? Known, bool IsOvertaken)> FindAsync(ReadItem item, CancellationToken token)
    {
        var (envelope, submission) = item;
        var standsAlone = MailThreads.StandsAlone(submission);
        if (hasAnswer || !standsAlone || items.Contains(envelope.ExternalId) || (submission.Mail?.MessageId is { } message && messages.Contains(message)))
        {
            await Db.SaveChangesAsync(token);
            await LookUpAsync([envelope.ExternalId], token);
            await LookUpMessagesAsync([item], token);
        }

        hasAnswer = !standsAlone;
        items.Add(envelope.ExternalId);
        if (submission.Mail?.MessageId is { } own)
        {
            messages.Add(own);
        }

        return (known.GetValueOrDefault(envelope.ExternalId), doneUpTo.TryGetValue(envelope.ExternalId, out var done) && done > envelope.Id);
    }

    private async Task LookUpAsync(IReadOnlyList<string> externalIds, CancellationToken token)
    {
        var found = await ItemTickets.FindAsync(Db, Scope, externalIds, token);
        foreach (var (item, ticket) in found)
        {
            known[item] = ticket;
        }

        if (found.Count > 0)
        {
            var done = await Db.Envelopes.Where(e => e.Source == source && externalIds.Contains(e.ExternalId) && e.Status == EnvelopeStatus.Done)
                .GroupBy(e => e.ExternalId).Select(g => new { Id = g.Key, Last = g.Max(e => e.Id) }).ToListAsync(token);
            done.ForEach(d => doneUpTo[d.Id] = d.Last);
        }
    }

    private async Task LookUpMessagesAsync(IReadOnlyList<ReadItem> read, CancellationToken token)
    {
        if (read.Select(static r => r.Submission.Mail?.MessageId).OfType<string>().Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } ids)
        {
            await MailThreads.LookAheadAsync(Db, ids, token);
        }
    }
}
