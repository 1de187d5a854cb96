namespace Hub.Host.Foundation.Loops;

/// <summary>Keeps every loop going, each on its own: none waits for another, and none ends before the hub does.</summary>
/// <param name="serving">Cancelled when pages are served: their first turns, all at once, do not hold that up.</param>
internal sealed class Supervisor(IEnumerable<Loop> loops, LoopBook book, TimeProvider clock, CancellationToken serving) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = serving.Register(served.SetResult);
        await served.Task.WaitAsync(stoppingToken);
        await Task.WhenAll(loops.Select(loop => Task.Run(() => LiveAsync(loop, stoppingToken), CancellationToken.None)));
    }

    private async Task LiveAsync(Loop loop, CancellationToken stopping)
    {
        try
        {
            await loop.Pace.FirstAsync(clock, stopping);
            while (true)
            {
                var wait = await book.TakeAsync(loop.Name, loop.Turn, stopping);
                await (wait > TimeSpan.Zero ? Task.Delay(wait, clock, stopping) : loop.Pace.NextAsync(clock, stopping));
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await loop.Rest().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
