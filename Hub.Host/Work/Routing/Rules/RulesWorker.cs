using Hub.Host.Foundation;
using Hub.Host.Foundation.Leases;
using Hub.Host.Storage;

namespace Hub.Host.Work.Routing.Rules;

/// <summary>Beside the intake: follows versions that were activated elsewhere, and corrections that may become rules.</summary>
public sealed partial class RulesWorker(Database database, Routers routers, Corrections corrections, TimeProvider clock, ILogger<RulesWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Turns.TakeAsync(Pace, clock, TurnAsync, LogBroken, stoppingToken);

    private async Task TurnAsync(CancellationToken token)
    {
        await routers.RefreshAsync(token);
        if (await corrections.WaitsAsync(token) && await HeldLease.TakeAsync(database, "routing:corrections", clock, token) is { } lease)
        {
            await using (lease)
            {
                await corrections.RunAsync(lease.Token);
            }
        }
    }

    [LoggerMessage(1402, LogLevel.Error, "Following rules and corrections broke off and goes on shortly")]
    private partial void LogBroken(Exception exception);
}
