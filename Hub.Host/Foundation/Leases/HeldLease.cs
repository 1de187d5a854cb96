using Hub.Host.Storage;

namespace Hub.Host.Foundation.Leases;

/// <summary>A lease that is kept alive while its work goes on and given back afterwards.</summary>
public sealed class HeldLease : IAsyncDisposable
{
    private readonly LeaseBook leases;
    private readonly Database database;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource lifetime;
    private readonly Task heart;

    internal HeldLease(LeaseBook leases, Database database, TimeProvider clock, Fence fence, CancellationToken token)
    {
        (this.leases, this.database, this.clock, Fence) = (leases, database, clock, fence);
        lifetime = CancellationTokenSource.CreateLinkedTokenSource(token);
        heart = BeatAsync();
    }

    public Fence Fence { get; }

    /// <summary>Cancelled when the caller stops or the lease is lost.</summary>
    public CancellationToken Token => lifetime.Token;

    public async ValueTask DisposeAsync()
    {
        await lifetime.CancelAsync();
        await heart;
        lifetime.Dispose();
        await leases.ReleaseAsync(Fence);
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(LeaseBook.Beat, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(lifetime.Token))
            {
                await RenewAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The work ended, or the store did not answer in time.
            await lifetime.CancelAsync();
        }
        catch (Exception e) when (e is LeaseLost || StoreTrouble.Is(e))
        {
            // Without the lease, or without knowing, nothing more is handed over.
            await lifetime.CancelAsync();
        }
    }

    /// <summary>A store that answers too late is no better than one that refuses: others may hold the lease by then.</summary>
    private async Task RenewAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(lifetime.Token);
        limit.CancelAfter(LeaseBook.Beat);
        await using var db = database.Open();
        await Fence.RenewAsync(db, limit.Token);
    }
}
