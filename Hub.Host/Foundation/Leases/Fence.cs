using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Leases;

/// <summary>What a holder shows with each write: its token only ever grows, so whoever was overtaken stores nothing more.</summary>
public sealed record Fence(string Name, string Holder, long Token)
{
    /// <summary>Renews the lease, in the caller's transaction if there is one.</summary>
    /// <exception cref="LeaseLost">Somebody else holds it.</exception>
    public async Task RenewAsync(HubDbContext db, CancellationToken token)
    {
        var held = await db.Leases
            .Where(l => l.Name == Name && l.Token == Token && l.Holder == Holder)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Beat, l => l.Beat + 1), token);
        if (held == 0)
        {
            throw new LeaseLost(Name);
        }
    }
}

/// <summary>The work was overtaken by another holder of its lease.</summary>
public sealed class LeaseLost(string name) : Exception($"The lease {name} is held by somebody else.");
