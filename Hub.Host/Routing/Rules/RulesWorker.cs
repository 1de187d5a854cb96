using Hub.Host.Intake;
using Hub.Host.Storage;

namespace Hub.Host.Routing.Rules;

/// <summary>Beside the intake: follows versions that were activated elsewhere, and corrections that may become rules.</summary>
public sealed partial class RulesWorker(Database database, Routers routers, Corrections corrections, TimeProvider clock, ILogger<RulesWorker> log) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Turn, clock);
        try
        {
            do
            {
                await TurnAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task TurnAsync(CancellationToken token)
    {
        try
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
        catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
        {
            LogBroken(e);
        }
    }

    [LoggerMessage(1402, LogLevel.Error, "Following rules and corrections broke off and goes on shortly")]
    private partial void LogBroken(Exception exception);
}
