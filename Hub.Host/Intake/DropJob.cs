using Quartz;

namespace Hub.Host.Intake;

/// <summary>The alarm clock of the watched folders.</summary>
[DisallowConcurrentExecution]
internal sealed class DropJob(DropFolder folder) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await folder.LookAsync(cancellationToken);
}
