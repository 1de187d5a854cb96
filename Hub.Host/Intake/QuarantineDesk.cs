using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>What people do with quarantined items: try again, mend and try again, or ignore with a reason. Every verb is audited.</summary>
public sealed class QuarantineDesk(Database database, AuditTrail audit, TicketRoad road, InboxSignal inbox, TimeProvider clock)
{
    /// <summary>Everything in quarantine, oldest first.</summary>
    /// <param name="source">Null for all sources.</param>
    public async Task<IReadOnlyList<QuarantinedItem>> ListAsync(string? source, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Envelopes.AsNoTracking()
            .Where(e => e.Status == EnvelopeStatus.Quarantined && (source == null || e.Source == source))
            .OrderBy(e => e.Id)
            .Select(e => new QuarantinedItem(
                e.Id, e.Source, e.ExternalId, e.SeenAt, e.Attempts, e.CauseCode, e.Cause, e.Owner, db.Tickets.Where(t => t.Id == e.TicketId).Select(t => t.Number).FirstOrDefault()))
            .ToListAsync(token);
    }

    /// <exception cref="TicketRefusal">It is not in quarantine (any more).</exception>
    public Task RetryAsync(long envelope, string actor, CancellationToken token) => ChangeAsync(envelope, async (db, item) =>
    {
        Release(item);
        await audit.WriteAsync(db, actor, "quarantine.retried", Subject(item), item.CauseCode, token);
    }, token);

    /// <summary>Tries everything again that a source holds for one cause, for example after a mended mapping.</summary>
    /// <returns>How many items.</returns>
    public async Task<int> RetryAllAsync(string source, string causeCode, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var items = await db.Envelopes.Where(e => e.Status == EnvelopeStatus.Quarantined && e.Source == source && e.CauseCode == causeCode).ToListAsync(token);
        items.ForEach(Release);
        await audit.WriteAsync(db, actor, "quarantine.retried-all", source, $"{causeCode}: {items.Count}", token);
        await transaction.CommitAsync(token);
        inbox.Raise();
        return items.Count;
    }

    /// <summary>Takes a mended copy through the pipeline as a new version; the original stays as it came.</summary>
    /// <returns>The id of the new version.</returns>
    /// <exception cref="TicketRefusal">It is not in quarantine, the copy is empty, or no reason is given.</exception>
    public async Task<long> EditAndRetryAsync(long envelope, ReadOnlyMemory<byte> raw, string actor, string reason, CancellationToken token)
    {
        RefuseBlank(reason);
        if (raw.IsEmpty)
        {
            throw TicketRefusal.Of("EmptyCopy");
        }

        StoredEnvelope? copy = null;
        await ChangeAsync(envelope, async (db, item) =>
        {
            copy = new StoredEnvelope
            {
                Source = item.Source,
                ExternalId = item.ExternalId,
                ItemVersion = MendedVersion.Of(raw.Span, item.Id),
                MediaType = item.MediaType,
                Raw = Packed.Pack(raw.Span),
                RawLength = raw.Length,
                ReceivedAt = item.ReceivedAt,
                SeenAt = clock.GetUtcNow(),
                NextAttemptAt = clock.GetUtcNow(),
                Quiet = item.Quiet,
                TicketId = item.TicketId,
            };
            var sameCopy = MendedVersion.OfAny(raw.Span);
            if (await db.Envelopes.AnyAsync(e => e.Source == copy.Source && e.ExternalId == copy.ExternalId && e.ItemVersion.StartsWith(sameCopy), token))
            {
                throw TicketRefusal.Of("SameCopy");
            }

            db.Envelopes.Add(copy);
            (item.Status, item.Cause, item.Owner) = (EnvelopeStatus.Superseded, Said.Of<FetchTexts>("Replaced", item.Cause, reason), null);
            await audit.WriteAsync(db, actor, "quarantine.edited", Subject(item), LeakGate.Mask(reason), token);
        }, token);
        return copy!.Id;
    }

    /// <summary>Sets it aside for good; its stub ticket is closed with the reason.</summary>
    /// <exception cref="TicketRefusal">It is not in quarantine, or no reason is given.</exception>
    public Task IgnoreAsync(long envelope, string actor, string reason, CancellationToken token)
    {
        RefuseBlank(reason);
        return ChangeAsync(envelope, async (db, item) =>
        {
            (item.Status, item.Cause, item.Owner) = (EnvelopeStatus.Ignored, Said.Quote(reason), null);
            var ticket = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).FirstOrDefaultAsync(t => t.Id == item.TicketId, token);
            if (ticket is { IsStub: true, IsOpen: true })
            {
                await road.ChangeAsync(db, ticket, new TicketChange.Close(reason), new Actor.Hub(actor), null, token);
            }

            await audit.WriteAsync(db, actor, "quarantine.ignored", Subject(item), LeakGate.Mask(reason), token);
        }, token);
    }

    private async Task ChangeAsync(long id, Func<HubDbContext, StoredEnvelope, Task> change, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var item = await db.Envelopes.FirstOrDefaultAsync(e => e.Id == id && e.Status == EnvelopeStatus.Quarantined, token)
            ?? throw TicketRefusal.Of("NotQuarantined", id);
        await change(db, item);
        await transaction.CommitAsync(token);
        inbox.Raise();
    }

    private void Release(StoredEnvelope item) =>
        (item.Status, item.Attempts, item.NextAttemptAt, item.Owner) = (EnvelopeStatus.Received, 0, clock.GetUtcNow(), null);

    private static string Subject(StoredEnvelope item) => $"{item.Source}/{item.Id}";

    private static void RefuseBlank(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw TicketRefusal.Of("BlankReason");
        }
    }
}

/// <summary>A line of the quarantine.</summary>
/// <param name="CauseCode">Groups equal causes for "retry all".</param>
/// <param name="Owner">A bureau code.</param>
/// <param name="Ticket">The number of its stub or ticket.</param>
public sealed record QuarantinedItem(long Id, string Source, string ExternalId, DateTimeOffset SeenAt, int Attempts, string? CauseCode, Said? Cause, string? Owner, string? Ticket);
