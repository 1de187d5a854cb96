using Hub.Host.Foundation.Leases;
using Hub.Host.Intake;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Watch;

/// <summary>Closes runs whose process went away and follows edits of the sources.</summary>
internal sealed class Caretaker(Database database, LeaseBook leases, PollTriggers polls, TimeProvider clock)
{
    public async Task LookAsync(CancellationToken token)
    {
        await CloseDeadRunsAsync(token);
        await polls.SyncAsync(token);
    }

    /// <summary>Whoever gets the lease of a source that is "running" knows that nobody reads it.</summary>
    private async Task CloseDeadRunsAsync(CancellationToken token)
    {
        await using var db = database.Open();
        foreach (var source in await db.Runs.Where(r => r.Outcome == RunOutcome.Running).Select(r => r.Source).Distinct().ToListAsync(token))
        {
            await using var lease = await leases.TakeAsync(PollRun.LeaseOf(source), token);
            if (lease is not null)
            {
                await PollRun.CloseDeadAsync(db, source, clock.GetUtcNow(), token);
            }
        }
    }
}
