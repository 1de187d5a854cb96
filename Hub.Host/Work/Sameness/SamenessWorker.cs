using Hub.Host.Foundation;
using Hub.Host.Foundation.Leases;
using Hub.Host.Storage;

namespace Hub.Host.Work.Sameness;

/// <summary>Looks for the same grievance across channels beside the intake, which never waits for it.</summary>
public sealed partial class SamenessWorker(Database database, SamenessRun run, TimeProvider clock, ILogger<SamenessWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Turns.TakeAsync(Pace, clock, TurnAsync, LogBroken, stoppingToken);

    private async Task TurnAsync(CancellationToken token)
    {
        if (await run.WaitsAsync(token) && await HeldLease.TakeAsync(database, "sameness", clock, token) is { } lease)
        {
            await using (lease)
            {
                await run.RunAsync(lease.Token);
            }
        }
    }

    [LoggerMessage(1501, LogLevel.Error, "Looking for the same grievance broke off and goes on shortly")]
    private partial void LogBroken(Exception exception);
}
