using Quartz;

namespace Hub.Host.FollowUp;

/// <summary>Writes the reminders that are due now (R26).</summary>
[DisallowConcurrentExecution]
internal sealed class ReminderJob(ReminderRun run) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await run.RunAsync(cancellationToken);
}

/// <summary>Closes what was answered and not replied to (R21).</summary>
[DisallowConcurrentExecution]
internal sealed class ClosingJob(ClosingRun run) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await run.RunAsync(cancellationToken);
}

/// <summary>Looks from outside whether reminders were written, and raises an alarm when not.</summary>
[DisallowConcurrentExecution]
internal sealed class ReminderWatchJob(ReminderWatch watch) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await watch.LookAsync(cancellationToken);
}
