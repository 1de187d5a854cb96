using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Leases;

/// <summary>A lease that is kept alive while its work goes on and given back afterwards.</summary>
internal sealed class HeldLease : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    private readonly Database database;
    private readonly TimeProvider clock;
    private readonly Fence fence;
    private readonly CancellationTokenSource lifetime;
    private readonly Task heart;

    private HeldLease(Database database, TimeProvider clock, Fence fence, CancellationToken token)
    {
        (this.database, this.clock, this.fence) = (database, clock, fence);
        lifetime = CancellationTokenSource.CreateLinkedTokenSource(token);
        heart = BeatAsync();
    }

    /// <summary>Cancelled when the caller stops or the lease is lost.</summary>
    public CancellationToken Token => lifetime.Token;

    /// <returns>Null when somebody else holds it.</returns>
    public static async Task<HeldLease?> TakeAsync(Database database, string name, TimeProvider clock, CancellationToken token)
    {
        await using var db = database.Open();
        try
        {
            return await Fence.TakeAsync(db, name, runId: 0, clock.GetUtcNow(), token) is { } fence ? new HeldLease(database, clock, fence, token) : null;
        }
        catch (DbUpdateException)
        {
            // Another copy of the hub made the row in the same moment.
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await lifetime.CancelAsync();
        await heart;
        lifetime.Dispose();
        await using var db = database.Open();
        await fence.ReleaseAsync(db, clock.GetUtcNow(), CancellationToken.None);
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(Beat, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(lifetime.Token))
            {
                await using var db = database.Open();
                await fence.RenewAsync(db, clock.GetUtcNow(), lifetime.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The work ended.
        }
        catch (Exception e) when (e is LeaseLost or System.Data.Common.DbException)
        {
            // Without the lease, or without knowing, nothing more is handed over.
            await lifetime.CancelAsync();
        }
    }
}
