namespace Hub.Host.Intake;

/// <summary>Wakes the worker when something was stored; without it the worker looks by itself every second.</summary>
public sealed class InboxSignal : IDisposable
{
    private readonly SemaphoreSlim semaphore = new(0, 1);

    public void Raise()
    {
        try
        {
            semaphore.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already raised: one waking is enough.
        }
    }

    public void Dispose() => semaphore.Dispose();

    /// <summary>Returns when raised or after the time.</summary>
    public Task WaitAsync(TimeSpan most, CancellationToken token) => semaphore.WaitAsync(most, token);
}
