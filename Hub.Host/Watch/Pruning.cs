using Hub.Host.Foundation;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Watch;

/// <summary>Keeps bounded what grows with time and not with tickets. Tickets, items, their notices, statements and the audit trail are no part of it.</summary>
public sealed class Pruning(Database database, PutAway drop, KeptForms typed, TimeProvider clock)
{
    /// <summary>A run that brought nothing and had nothing to say.</summary>
    private static readonly TimeSpan EmptyRuns = TimeSpan.FromDays(7);
    private static readonly TimeSpan Runs = TimeSpan.FromDays(90);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <returns>How many rows went.</returns>
    public async Task<int> PruneAsync(CancellationToken token)
    {
        drop.Prune();
        await using var db = database.Open();
        var now = clock.GetUtcNow();
        return await PruneRunsAsync(db, now, token) + await PruneMailsAsync(db, now - Year, token) + await PruneTracesAsync(db, now, token);
    }

    private static async Task<int> PruneRunsAsync(HubDbContext db, DateTimeOffset now, CancellationToken token)
    {
        var (empty, old) = (now - EmptyRuns, now - Runs);
        var last = db.Runs.GroupBy(r => r.Source).Select(of => of.Max(r => r.Id));
        return await db.Runs.Where(r => r.StartedAt < empty && r.Outcome == RunOutcome.Succeeded && r.Taken == 0 && !last.Contains(r.Id)).ExecuteDeleteAsync(token)
            + await db.Runs.Where(r => r.StartedAt < old && r.Outcome != RunOutcome.Running && !last.Contains(r.Id)).ExecuteDeleteAsync(token);
    }

    /// <summary>Mails about no ticket: digests, alarms, ways into an account, reports that are owed. A debt itself holds the rung that it was last reminded at.</summary>
    private static async Task<int> PruneMailsAsync(HubDbContext db, DateTimeOffset old, CancellationToken token) =>
        await db.Outbox.Where(m => m.TicketId == null && m.State != OutboxState.Pending && m.State != OutboxState.Gathered && m.CreatedAt < old).ExecuteDeleteAsync(token)
        + await db.Alarms.Where(a => a.EndedAt < old).ExecuteDeleteAsync(token);

    /// <summary>What people left who did not come back: words that were not sent, sessions that are over, links that are good no more.</summary>
    private async Task<int> PruneTracesAsync(HubDbContext db, DateTimeOffset now, CancellationToken token)
    {
        var (kept, seen) = (now - KeptForms.Longest, now - Runs);
        return await db.KeptForms.Where(f => f.KeptAt < kept).ExecuteDeleteAsync(token)
            + await typed.PruneAsync(db, kept, token)
            + await db.Set<UserSession>().Where(s => s.SeenAt < seen).ExecuteDeleteAsync(token)
            + await db.Set<SignInLink>().Where(l => l.ExpiresAt < now).ExecuteDeleteAsync(token);
    }
}
