namespace Hub.Host.Foundation;

/// <summary>Work that comes round again: at once, then at a steady pace. What breaks off is told, and the next turn tries again.</summary>
internal static class Turns
{
    /// <param name="pace">From the start of one turn to the next; a longer turn delays it.</param>
    /// <param name="broken">Gets what a turn threw.</param>
    /// <param name="stopping">Ends the work without a fault.</param>
    public static async Task TakeAsync(TimeSpan pace, TimeProvider clock, Func<CancellationToken, Task> turn, Action<Exception> broken, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(pace, clock);
        try
        {
            do
            {
                try
                {
                    await turn(stopping);
                }
                catch (Exception e) when (e is not OperationCanceledException || !stopping.IsCancellationRequested)
                {
                    broken(e);
                }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The hub stops.
        }
    }
}
