using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Reads what is stored once more, for example after a mended mapping: tickets take what now reads differently, without notices.</summary>
public sealed class Replay(Database database, ProcessWorker worker, TimeProvider clock)
{
    /// <param name="id">One item's number; null takes all of the source.</param>
    /// <returns>How many items were read again and how many tickets changed.</returns>
    public async Task<(int Read, int Changed)> RunAsync(string source, string? id, CancellationToken token)
    {
        await using var db = database.Open();
        var items = db.Envelopes.Where(e => e.Source == source && (id == null || e.ExternalId == id)
            && (e.Status == EnvelopeStatus.Done || e.Status == EnvelopeStatus.Quarantined)
            // What was erased cannot be read any more, and is no trouble.
            && e.RawLength > 0
            // A mail that was added to another ticket is told there already; telling it again would be a second effect.
            && db.Tickets.Any(t => t.Id == e.TicketId && (t.ExternalId == e.ExternalId || t.ExternalId.StartsWith(e.ExternalId + Ticket.ContinuationMark)))
            && !db.Envelopes.Any(later => later.Source == e.Source && later.ExternalId == e.ExternalId && later.Id > e.Id && later.Status == EnvelopeStatus.Done));
        var tickets = await items.Select(e => e.TicketId!.Value).Distinct().ToListAsync(token);
        var before = await VersionsAsync(db, tickets, token);
        var now = clock.GetUtcNow();
        var read = await items.ExecuteUpdateAsync(
            set => set.SetProperty(e => e.Status, EnvelopeStatus.Received).SetProperty(e => e.Attempts, 0).SetProperty(e => e.NextAttemptAt, now).SetProperty(e => e.Quiet, true), token);
        await worker.DrainAllAsync(token);
        var after = await VersionsAsync(db, tickets, token);
        return (read, after.Count(a => before[a.Key] != a.Value));
    }

    private static async Task<Dictionary<long, int>> VersionsAsync(HubDbContext db, List<long> tickets, CancellationToken token)
    {
        var versions = new Dictionary<long, int>();
        foreach (var some in tickets.Chunk(500))
        {
            foreach (var ticket in await db.Tickets.AsNoTracking().Where(t => some.Contains(t.Id)).Select(t => new { t.Id, t.Version }).ToListAsync(token))
            {
                versions[ticket.Id] = ticket.Version;
            }
        }

        return versions;
    }
}
