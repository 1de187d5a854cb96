using Hub.Host.Foundation.Generations;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Audit;

/// <summary>Where the trail ends and where it was signed to end, of one moment: both are written in one transaction and read with one statement.</summary>
/// <param name="Last">The newest entry; null when there is none.</param>
/// <param name="Head">As it was signed; null when nothing is signed, or not by us.</param>
/// <param name="IsSigned">Something stands in the place of the signature.</param>
internal sealed record AuditEnd(AuditHead? Last, AuditHead? Head, bool IsSigned)
{
    /// <summary>The trail ends where it was signed, or was never begun.</summary>
    public bool IsWhole => Last is null ? !IsSigned : Last == Head;

    public static async Task<AuditEnd> ReadAsync(HubDbContext db, byte[] key, CancellationToken token)
    {
        var newest = db.Audit.OrderByDescending(e => e.Id).Take(1).Select(e => new { IsEntry = true, e.Id, Text = e.Hash });
        var signed = db.Marks.Where(m => m.Name == AuditHead.Setting).Select(m => new { IsEntry = false, Id = 0L, Text = m.Value });
        var both = await newest.Concat(signed).ToListAsync(token);
        var mark = both.Find(b => !b.IsEntry)?.Text;
        return new AuditEnd(both.Find(b => b.IsEntry) is { } last ? new AuditHead(last.Id, last.Text) : null, AuditHead.Of(mark, key), mark is not null);
    }

    /// <summary>Neither entries nor signature, beside a witness that saw entries in this life of the store, or beside accounts, each of which is stored in one transaction with its entry: all was removed.</summary>
    /// <param name="db">The store of this end.</param>
    /// <param name="key">Of the signature.</param>
    /// <param name="keys">Lies in the folder of the witness.</param>
    /// <param name="made">The account that the entry about to be written makes; null where none is.</param>
    /// <param name="token">Stops the look.</param>
    public async Task<bool> IsRemovedAsync(HubDbContext db, byte[] key, KeyFolder keys, string? made, CancellationToken token)
    {
        if (Last is not null || IsSigned)
        {
            return false;
        }

        var isRemoved = await db.Users.AnyAsync(u => made == null || u.UserName != made, token)
            || (Witness.Beside(keys) is { } witness && witness.Highest.GetValueOrDefault(Witness.Trail) > 0 && await Generation.IsOfAsync(db, witness, token));

        // The first account may have come with its entry between the two looks.
        return isRemoved && await ReadAsync(db, key, token) is { Last: null, IsSigned: false };
    }

    /// <summary>The number of the next entry. After a break it leaves a gap, or goes on from what was signed and not from what stands there: the break stays to be seen.</summary>
    public long Next(bool isBroken) => isBroken ? Math.Max(1, Math.Max(Last?.Id ?? 0, Head?.Id ?? 0)) + 1 : (Last?.Id ?? 0) + 1;

    /// <summary>The hash that stands before the next entry, which seals it.</summary>
    public string Before(bool isBroken) => (isBroken ? Head : Last)?.Hash ?? AuditChain.Beginning;
}
