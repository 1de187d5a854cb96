using Hub.Host.Intake;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Host.Watch;

/// <summary>Closes runs whose process went away and follows edits of the sources.</summary>
[DisallowConcurrentExecution]
internal sealed class CaretakerJob(Database database, PollTriggers polls, TimeProvider clock) : IJob
{
    /// <summary>A run beats every 15 seconds; after this silence it is dead. With the 20 seconds between looks it is closed within a minute.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(36);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await CloseDeadRunsAsync(cancellationToken);
        await polls.SyncAsync(cancellationToken);
    }

    private async Task CloseDeadRunsAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var now = clock.GetUtcNow();
        var last = now - Silence;
        await db.Runs.Where(r => r.Outcome == RunOutcome.Running && r.HeartbeatAt < last).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Outcome, RunOutcome.Died)
                .SetProperty(r => r.EndedAt, now)
                .SetProperty(r => r.Cause, PollRun.Died),
            token);
    }
}
