namespace Hub.Host.Foundation.Loops;

/// <summary>Keeps every loop going, each on its own: none waits for another, and none ends before the hub does.</summary>
internal sealed class Supervisor(IEnumerable<Loop> loops, LoopBook book, TimeProvider clock) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(loops.Select(loop => Task.Run(() => LiveAsync(loop, stoppingToken), CancellationToken.None)));

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
