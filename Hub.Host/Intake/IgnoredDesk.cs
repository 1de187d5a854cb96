using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Privacy;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>What came and became no ticket, each with its reason; a person looks it through and brings back what is one after all.</summary>
public sealed class IgnoredDesk(Database database, AuditTrail audit, SourceDesk sources, ItemNumbers numbers, InboxSignal inbox, TimeProvider clock)
{
    /// <summary>The code of an item that a person brought back: it is not ignored again.</summary>
    internal const string Wanted = "wanted";

    /// <summary>The hub's own mails, to itself or to people: nobody reads them here or makes a ticket of them.</summary>
    private static readonly string[] Own = [IntakeReasons.OwnRound, IntakeReasons.OwnNotice];

    /// <summary>The newest first, without the hub's own mails.</summary>
    /// <param name="before">Only those older than that one; null begins with the newest.</param>
    public async Task<IReadOnlyList<IgnoredItem>> ListAsync(long? before, int most, CancellationToken token)
    {
        await using var db = database.Open();
        var rows = await db.Envelopes.AsNoTracking().Where(e => e.Status == EnvelopeStatus.Ignored && (e.CauseCode == null || !Own.Contains(e.CauseCode)) && (before == null || e.Id < before))
            .OrderByDescending(e => e.Id).Take(most).Join(db.Sources.AsNoTracking(), e => e.Source, s => s.Name, (e, s) => new { Envelope = e, Source = s }).ToListAsync(token);
        var shown = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var ofSource in rows.GroupBy(r => r.Source.Name, r => r.Envelope.ExternalId))
        {
            shown[ofSource.Key] = await numbers.ShownAsync(db, ofSource.Key, [.. ofSource], token);
        }

        return
        [
            .. rows.OrderByDescending(r => r.Envelope.Id).Select(r => Read(r.Envelope, r.Source) switch
            {
                { IsProtected: true } secret => new IgnoredItem(r.Envelope, r.Source.Title, null, secret.Number),
                var reading => new IgnoredItem(r.Envelope, r.Source.Title, reading?.Shown?.Title, shown[r.Source.Name][r.Envelope.ExternalId]),
            }),
        ];
    }

    /// <summary>Takes it through the intake once more, as a ticket whatever the gatekeeper says of it.</summary>
    /// <exception cref="TicketRefusal">It is not ignored (any more).</exception>
    public async Task BringBackAsync(long id, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var item = await db.Envelopes.FirstOrDefaultAsync(e => e.Id == id && e.Status == EnvelopeStatus.Ignored && e.RawLength > 0 && (e.CauseCode == null || !Own.Contains(e.CauseCode)), token) ?? throw TicketRefusal.Of("NotIgnored");
        (item.Status, item.CauseCode, item.Attempts, item.NextAttemptAt) = (EnvelopeStatus.Received, Wanted, 0, clock.GetUtcNow());
        await audit.WriteAsync(db, actor, "ignored.brought-back", $"{item.Source}/{item.Id}", item.Cause is { } cause ? LeakGate.Mask($"{cause}") : null, token);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        inbox.Raise();
    }

    /// <returns>Null where it cannot be read.</returns>
    private Reading? Read(StoredEnvelope stored, Source source)
    {
        try
        {
            return stored.RawLength > 0 ? sources.Read(stored, source) : null;
        }
        catch (SourceUnusable)
        {
            return null;
        }
    }
}

/// <summary>An item that became no ticket.</summary>
/// <param name="Source">The title of its source.</param>
/// <param name="Title">Its subject; null where nobody may or can read it.</param>
/// <param name="Number">Its number at the source, as people may read it.</param>
public sealed record IgnoredItem(StoredEnvelope Stored, string Source, string? Title, string Number)
{
    /// <summary>What it said was erased.</summary>
    public bool IsErased => Stored.RawLength == 0;
}
