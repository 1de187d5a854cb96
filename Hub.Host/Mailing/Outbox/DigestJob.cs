using Quartz;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Looks whether a digest is due.</summary>
[DisallowConcurrentExecution]
internal sealed class DigestJob(DigestRun run) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await run.RunAsync(cancellationToken);
}
