namespace Hub.Host.Foundation;

/// <summary>Wakes one worker; raised twice it wakes once. Without it the worker looks by itself from time to time.</summary>
public abstract class Signal : IDisposable
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

    /// <summary>Returns when raised or after the time.</summary>
    public Task WaitAsync(TimeSpan most, CancellationToken token) => semaphore.WaitAsync(most, token);

    public void Dispose()
    {
        semaphore.Dispose();
        GC.SuppressFinalize(this);
    }
}
