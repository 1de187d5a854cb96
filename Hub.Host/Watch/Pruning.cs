using Hub.Host.Intake;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Watch;

/// <summary>Keeps bounded what only tells how the hub fared. Tickets, items, notices, statements and the audit trail are no part of it.</summary>
public sealed class Pruning(Database database, DropFolder drop, TimeProvider clock)
{
    /// <summary>A run that brought nothing and had nothing to say.</summary>
    private static readonly TimeSpan EmptyRuns = TimeSpan.FromDays(7);
    private static readonly TimeSpan Runs = TimeSpan.FromDays(90);
    private static readonly TimeSpan EndedAlarms = TimeSpan.FromDays(365);

    /// <returns>How many rows went.</returns>
    public async Task<int> PruneAsync(CancellationToken token)
    {
        drop.Prune();
        await using var db = database.Open();
        var now = clock.GetUtcNow();
        var (empty, old, ended) = (now - EmptyRuns, now - Runs, now - EndedAlarms);
        var last = db.Runs.GroupBy(r => r.Source).Select(of => of.Max(r => r.Id));
        return await db.Runs.Where(r => r.StartedAt < empty && r.Outcome == RunOutcome.Succeeded && r.Taken == 0 && !last.Contains(r.Id)).ExecuteDeleteAsync(token)
            + await db.Runs.Where(r => r.StartedAt < old && r.Outcome != RunOutcome.Running && !last.Contains(r.Id)).ExecuteDeleteAsync(token)
            + await db.Alarms.Where(a => a.EndedAt < ended).ExecuteDeleteAsync(token);
    }
}
