using Hub.Host.Foundation.Loops;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Host.Intake;

/// <summary>The alarm clock of one source.</summary>
[DisallowConcurrentExecution]
internal sealed class PollJob(PollRun run, LoopBook loops, Database database, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var source = context.JobDetail.Key.Name;
        // What a hub was at when it died is begun anew: its slot is in the book already.
        var slot = context.Recovering ? clock.GetUtcNow() : context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        await loops.TakeAsync(PollTriggers.LoopOf(source), token => TurnAsync(source, slot, token), cancellationToken);
    }

    private async Task TurnAsync(string source, DateTimeOffset slot, CancellationToken token)
    {
        await using var db = database.Open();
        var retryAt = await db.SourceHealth.Where(h => h.Source == source).Select(h => h.RetryAt).FirstOrDefaultAsync(token);
        if (retryAt is null || retryAt <= clock.GetUtcNow())
        {
            await run.RunAsync(source, slot, "schedule", token);
        }
    }
}
