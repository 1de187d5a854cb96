using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Audit;

/// <summary>What a walk along the whole chain found.</summary>
/// <param name="Entries">How many entries were read.</param>
/// <param name="Head">The newest hash; noted elsewhere it proves later that nothing before it moved.</param>
/// <param name="Faults">Empty when the chain is whole; at most <see cref="MostFaults"/>.</param>
public sealed record AuditVerdict(long Entries, string Head, IReadOnlyList<AuditFault> Faults)
{
    public const int MostFaults = 20;

    /// <summary>What a running hub wrote during a walk is walked too, so often; a hub that writes faster is not waited for.</summary>
    private const int MostWalks = 5;

    public bool IsWhole => Faults.Count == 0;

    /// <summary>Walks the chain in constant memory. Changes nothing; the hub may be running or not.</summary>
    /// <param name="db">The store to check.</param>
    /// <param name="keys">Holds the key that signed the newest entry.</param>
    /// <param name="noted">A hash noted earlier that must still be in the chain; null when none was noted.</param>
    /// <param name="token">Stops the walk.</param>
    public static async Task<AuditVerdict> OfAsync(HubDbContext db, KeyFolder keys, string? noted, CancellationToken token)
    {
        var faults = new List<AuditFault>();
        var (count, last, hash, seen) = (0L, 0L, AuditChain.Beginning, noted is null);
        var rows = db.Audit.AsNoTracking().OrderBy(e => e.Id);
        AuditEnd end;
        var walks = 0;
        do
        {
            var from = last;
            await foreach (var entry in (walks == 0 ? rows : rows.Where(e => e.Id > from)).AsAsyncEnumerable().WithCancellation(token))
            {
                count++;
                if (Fault(entry, last, hash) is { } kind && faults.Count < MostFaults)
                {
                    faults.Add(new AuditFault(kind, entry.Id));
                }

                (last, hash) = (entry.Id, entry.Hash);
                seen |= hash == noted;
            }

            end = await AuditEnd.ReadAsync(db, keys.KeyFor(AuditHead.KeyPurpose), token);
        }
        while (end.Last?.Id > last && ++walks < MostWalks);

        if (!end.IsWhole)
        {
            faults.Add(new AuditFault(AuditFaultKind.Head, last));
        }

        if (await end.IsRemovedAsync(db, keys.KeyFor(AuditHead.KeyPurpose), keys, null, token))
        {
            faults.Add(new AuditFault(AuditFaultKind.Removed, last));
        }

        if (!await AuditGuards.StandAsync(db, token))
        {
            faults.Add(new AuditFault(AuditFaultKind.Unguarded, last));
        }

        if (!seen)
        {
            faults.Add(new AuditFault(AuditFaultKind.Noted, last));
        }

        return new AuditVerdict(count, hash, faults);
    }

    private static AuditFaultKind? Fault(AuditEntry entry, long last, string hash) =>
        entry.Id != last + 1 ? AuditFaultKind.Gap
        : entry.Hash != AuditChain.Hash(hash, entry) ? AuditFaultKind.Changed
        : null;
}

/// <summary>One thing that is wrong with the chain.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Entry">The number of the entry where it shows.</param>
public sealed record AuditFault(AuditFaultKind Kind, long Entry);

/// <summary>What can be wrong with the chain.</summary>
public enum AuditFaultKind
{
    /// <summary>The entry, or the one before it, is not what was written, or stands in another place.</summary>
    Changed,

    /// <summary>Entries before this one are missing.</summary>
    Gap,

    /// <summary>The chain does not end where the signed head says: its tail was cut, or it was written anew without the key.</summary>
    Head,

    /// <summary>The hash noted earlier is not in the chain.</summary>
    Noted,

    /// <summary>No entry and no signed head, where the witness saw entries, or beside accounts: none of them is made without an entry.</summary>
    Removed,

    /// <summary>The triggers that refuse change and removal are missing, switched off or not ours.</summary>
    Unguarded,
}
