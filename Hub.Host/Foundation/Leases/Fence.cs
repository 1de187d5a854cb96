using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Leases;

/// <summary>A held lease: every write of its run renews it first, so that a run that was overtaken stores nothing more.</summary>
public sealed record Fence(string Name, string Holder, long Token, long RunId)
{
    public static readonly TimeSpan Span = TimeSpan.FromSeconds(60);

    /// <exception cref="LeaseLost">Somebody else holds it.</exception>
    public async Task RenewAsync(HubDbContext db, DateTimeOffset now, CancellationToken token)
    {
        var held = await db.Leases
            .Where(l => l.Name == Name && l.Token == Token && l.Holder == Holder)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, now + Span), token);
        if (held == 0)
        {
            throw new LeaseLost(Name);
        }
    }

    /// <summary>Takes the lease when nobody holds it, or its holder's process is gone; null when somebody does.</summary>
    public static async Task<Fence?> TakeAsync(HubDbContext db, string name, long runId, DateTimeOffset now, CancellationToken token)
    {
        var holder = LeaseHolder.New();
        var lease = await db.Leases.AsNoTracking().FirstOrDefaultAsync(l => l.Name == name, token);
        if (lease is null)
        {
            db.Leases.Add(new Lease { Name = name, Holder = holder, Token = 1, ExpiresAt = now + Span });
            await db.SaveChangesAsync(token);
            return new Fence(name, holder, 1, runId);
        }

        if (lease.ExpiresAt > now && !LeaseHolder.IsGone(lease.Holder))
        {
            return null;
        }

        var next = lease.Token + 1;
        var taken = await db.Leases
            .Where(l => l.Name == name && l.Token == lease.Token && l.ExpiresAt == lease.ExpiresAt)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Holder, holder).SetProperty(l => l.Token, next).SetProperty(l => l.ExpiresAt, now + Span), token);
        return taken == 1 ? new Fence(name, holder, next, runId) : null;
    }

    /// <summary>Gives it back; the token stays so that it only ever grows.</summary>
    public Task ReleaseAsync(HubDbContext db, DateTimeOffset now, CancellationToken token) =>
        db.Leases.Where(l => l.Name == Name && l.Token == Token).ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, now), token);
}

/// <summary>The run was overtaken by another holder of its lease.</summary>
public sealed class LeaseLost(string name) : Exception($"The lease {name} is held by another run.");
