using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Host.Intake;

/// <summary>The alarm clock of one source.</summary>
[DisallowConcurrentExecution]
internal sealed class PollJob(PollRun run, Database database, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var source = context.JobDetail.Key.Name;
        await using var db = database.Open();
        var retryAt = await db.SourceHealth.Where(h => h.Source == source).Select(h => h.RetryAt).FirstOrDefaultAsync(cancellationToken);
        if (retryAt > clock.GetUtcNow())
        {
            return;
        }

        await run.RunAsync(source, context.ScheduledFireTimeUtc ?? context.FireTimeUtc, "schedule", cancellationToken);
    }
}
