using System.Collections.Concurrent;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Leases;

/// <summary>
/// Gives the right to do one thing at a time, among all copies of the hub. No wall clock takes part: a holder counts its beats in the database, and who wants the lease of a silent holder
/// has watched the count stand still on his own monotonic clock.
/// </summary>
public sealed class LeaseBook(Database database, HubStart start, TimeProvider clock)
{
    /// <summary>A holder renews so often.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    /// <summary>A holder that was silent for so long has lost its right.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromSeconds(40);

    private readonly ConcurrentDictionary<string, Watched> watched = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> own = new(StringComparer.Ordinal);

    /// <summary>Takes the lease when nobody holds it, or its holder is gone.</summary>
    /// <returns>Null when somebody holds it; disposing gives it back.</returns>
    public async Task<HeldLease?> TakeAsync(string name, CancellationToken token)
    {
        await using var db = database.Open();
        if (await FindAsync(db, name, token) is not { } lease || !IsFree(lease))
        {
            return null;
        }

        var holder = $"{start.Id}:{Guid.NewGuid():N}";
        own[holder] = true;
        var taken = await db.Leases
            .Where(l => l.Name == name && l.Token == lease.Token && l.Beat == lease.Beat && l.Holder == lease.Holder)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Holder, holder).SetProperty(l => l.Token, l => l.Token + 1).SetProperty(l => l.Beat, 0), token);
        if (taken == 1)
        {
            return new HeldLease(this, database, clock, new Fence(name, holder, lease.Token + 1), token);
        }

        own.TryRemove(holder, out _);
        return null;
    }

    /// <summary>Does a work that one copy of the hub at a time may do; nothing while another one is at it.</summary>
    public async Task AloneAsync(string work, Func<CancellationToken, Task> turn, CancellationToken token)
    {
        await using var lease = await TakeAsync(work, token);
        if (lease is not null)
        {
            await turn(lease.Token);
        }
    }

    /// <summary>The token stays, so that it only ever grows.</summary>
    internal async Task ReleaseAsync(Fence fence)
    {
        own.TryRemove(fence.Holder, out _);
        try
        {
            await using var db = database.Open();
            await db.Leases.Where(l => l.Name == fence.Name && l.Token == fence.Token && l.Holder == fence.Holder)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.Holder, ""), CancellationToken.None);
        }
        catch (Exception e) when (StoreTrouble.Is(e))
        {
            // This start knows that it holds it no more; others see it silent.
        }
    }

    private static async Task<Lease?> FindAsync(HubDbContext db, string name, CancellationToken token)
    {
        var lease = await db.Leases.AsNoTracking().FirstOrDefaultAsync(l => l.Name == name, token);
        if (lease is null)
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO leases (name, holder, token, beat) VALUES ({name}, '', 0, 0) ON CONFLICT (name) DO NOTHING", token);
            lease = await db.Leases.AsNoTracking().FirstOrDefaultAsync(l => l.Name == name, token);
        }

        return lease;
    }

    private bool IsFree(Lease lease) => lease.Holder.Length == 0 || IsGone(lease.Holder) || WasSilent(lease);

    private bool IsGone(string holder)
    {
        var of = holder.Split(':')[0];
        return of == start.Id ? !own.ContainsKey(holder) : start.IsGone(of);
    }

    private bool WasSilent(Lease lease)
    {
        var now = new Watched(lease.Token, lease.Beat, clock.GetTimestamp());
        var since = watched.AddOrUpdate(lease.Name, now, (_, before) => (before.Token, before.Beat) == (now.Token, now.Beat) ? before : now);
        return clock.GetElapsedTime(since.At) >= Silence;
    }

    /// <param name="At">Monotonic: when this beat was seen first.</param>
    private sealed record Watched(long Token, long Beat, long At);
}
