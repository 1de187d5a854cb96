using Hub.Domain.Envelopes;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Conversation;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>An envelope that waits.</summary>
/// <param name="IsFirst">Its source brought nothing of the item before: most likely it begins a ticket.</param>
internal sealed record WaitingItem(StoredEnvelope Envelope, bool IsFirst);

/// <summary>An envelope with what was read in it, and where it most likely goes.</summary>
/// <param name="Foreseen">Null where it most likely begins no ticket of its own.</param>
internal sealed record ReadItem(StoredEnvelope Envelope, Submission Submission, ForeseenRoute? Foreseen);

/// <summary>A route decided before the transaction: deciding takes longer than others should wait for theirs.</summary>
internal sealed record ForeseenRoute(RoutingQuestion Question, RoutingDecision Route);

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
    }

    public HubDbContext Db { get; }

    public string Scope { get; }

    /// <summary>Something of it was erased as it came: keys and pages of the store are seen to once it is committed.</summary>
    public bool Erases { get; set; }

    /// <summary>Within a scope one transaction at a time looks for tickets and begins them, whichever copy of the hub and whichever source it is.</summary>
    public static Task TakeTurnAsync(HubDbContext db, string scope, CancellationToken token) => db.TakeTurnAsync($"intake:{scope}", token);

    /// <param name="outbox">Says to whom it would write of them.</param>
    /// <returns>Those that nobody else has processed meanwhile.</returns>
    public async Task<IReadOnlyList<ReadItem>> BeginAsync(IReadOnlyList<ReadItem> read, OutboxWriter outbox, DateTimeOffset now, CancellationToken token)
    {
        await TakeTurnAsync(Db, Scope, token);
        var told = read.Where(static r => !r.Envelope.Quiet).ToList();
        var (ids, messageIds, reporters) = (read.Select(static r => r.Envelope.Id).ToList(), MessagesOf(read), outbox.ReportersOf(told.Select(static r => r.Submission), now));
        var look = Db.Envelopes.Where(e => ids.Contains(e.Id) && e.Status == EnvelopeStatus.Received).Select(e => new LookedUp
        {
            What = Db.Tickets.Any(t => t.Scope == Scope && t.ExternalId == e.ExternalId) ? LookedUp.KnownItem : LookedUp.NewItem,
            Name = e.ExternalId,
            Number = e.Id,
        });
        look = messageIds.Count == 0 ? look : look.Concat(MailThreads.Links(Db, messageIds));
        look = reporters.Count == 0 ? look : look.Concat(RecentMails.ToAddresses(Db, reporters, now));
        // The staff come beside the first item, and beside what else has its number: an address that had so many mails, a mail of that ticket. Distinct, they are looked for once and not for each row.
        var (first, offices) = (ids[0], outbox.OfficesOf(told.Select(static r => r.Foreseen?.Route).OfType<RoutingDecision>()));
        var found = await look.LeftJoin(outbox.People(Db, offices, now).Distinct(), static l => l.Number, _ => first, static (l, p) => new { Look = l, Person = p }).ToListAsync(token);
        // A row that stands beside several people is one all the same.
        var seen = found.Select(static f => f.Look).Distinct().ToLookup(static l => l.What);
        MailThreads.KnowLinks(Db, messageIds, seen[LookedUp.LinkedMessage]);
        RecentMails.KnowAddresses(Db, reporters, seen[LookedUp.WrittenAddress]);
        if (seen[LookedUp.KnownItem].Select(static l => l.Name).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } items)
        {
            await LookUpAsync(items, token);
        }

        var waiting = seen[LookedUp.NewItem].Concat(seen[LookedUp.KnownItem]).Select(static l => l.Number).ToHashSet();
        if (waiting.Contains(first))
        {
            SendingPlan.KnowPeople(Db, offices, found.Select(static f => f.Person).Where(static p => p?.Address is not null).Distinct()!);
        }

        return [.. read.Where(r => waiting.Contains(r.Envelope.Id))];
    }

    /// <returns>The item's ticket, if there is one, and whether a later version of the item was processed before it.</returns>
    public async Task<(Ticket? Known, bool IsOvertaken)> FindAsync(ReadItem item, CancellationToken token)
    {
        var (envelope, submission, _) = item;
        var standsAlone = MailThreads.StandsAlone(submission);
        if (hasAnswer || !standsAlone || items.Contains(envelope.ExternalId) || (submission.Mail?.MessageId is { } message && messages.Contains(message)))
        {
            await Db.SaveChangesAsync(token);
            await LookUpAsync([envelope.ExternalId], token);
            if (MessagesOf([item]) is { Count: > 0 } own)
            {
                MailThreads.KnowLinks(Db, own, await MailThreads.Links(Db, own).ToListAsync(token));
            }
        }

        hasAnswer = !standsAlone;
        items.Add(envelope.ExternalId);
        messages.UnionWith(MessagesOf([item]));
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

    private static List<string> MessagesOf(IEnumerable<ReadItem> read) => [.. read.Select(static r => r.Submission.Mail?.MessageId).OfType<string>().Distinct(StringComparer.Ordinal)];
}
