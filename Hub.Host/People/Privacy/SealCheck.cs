using Hub.Domain.Tickets;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>What a look along everything that is sealed under the keys of tickets found.</summary>
/// <param name="Keys">How many tickets name a key.</param>
/// <param name="Missing">How many of those are neither there nor were destroyed.</param>
/// <param name="Shut">Numbers of tickets whose sealed words, history or files do not open beside them: altered, or put from one ticket to another.</param>
/// <param name="Counted">Numbers of tickets that count more or fewer events than there are.</param>
internal sealed record SealCheck(int Keys, int Missing, IReadOnlyList<string> Shut, IReadOnlyList<string> Counted)
{
    /// <summary>So many tickets are named.</summary>
    private const int Most = 5;

    /// <summary>What lies open carries no seal: whoever exchanges that is not seen here.</summary>
    public static async Task<SealCheck> OfAsync(HubDbContext db, KeyFolder folder, CancellationToken token)
    {
        var keys = new TicketKeys(folder);
        var (all, missing) = await KeysCopy.MissingAsync(folder, db.Tickets.Where(static t => t.Key != null).Select(static t => t.Key!).AsAsyncEnumerable(), token);
        var shut = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var sealedRows in new[] { Tickets(db), Events(db), Files(db) })
        {
            await foreach (var row in sealedRows.AsAsyncEnumerable().WithCancellation(token))
            {
                if (shut.Count < Most && !Opens(keys, row))
                {
                    shut.Add(row.Number);
                }
            }
        }

        var counted = await db.Tickets.Where(t => t.EventCount != db.TicketEvents.Count(e => e.TicketId == t.Id)).OrderBy(static t => t.Number).Select(static t => t.Number).Take(Most).ToListAsync(token);
        return new SealCheck(all, missing, [.. shut], counted);
    }

    private static IQueryable<SealedRow> Tickets(HubDbContext db) => db.Tickets.Where(static t => t.Key != null && t.Sealed != null).Select(static t => new SealedRow(t.Number, t.Key!, t.Sealed!));

    private static IQueryable<SealedRow> Events(HubDbContext db) =>
        db.TicketEvents.Where(static e => e.Sealed != null).Join(db.Tickets.Where(static t => t.Key != null), static e => e.TicketId, static t => t.Id, static (e, t) => new SealedRow(t.Number, t.Key!, e.Sealed!));

    private static IQueryable<SealedRow> Files(HubDbContext db) =>
        db.Set<TicketAttachment>().Where(static a => a.Sealed != null).Join(db.Tickets.Where(static t => t.Key != null), static a => a.TicketId, static t => t.Id, static (a, t) => new SealedRow(t.Number, t.Key!, a.Sealed!));

    /// <summary>A key that is not there is counted by itself.</summary>
    private static bool Opens(TicketKeys keys, SealedRow row)
    {
        try
        {
            _ = keys.OpenAt(TicketSeal.PlaceOf(row.Number), row.Key, row.Closed);
            return true;
        }
        catch (SealBroken)
        {
            return false;
        }
    }

    private sealed record SealedRow(string Number, string Key, byte[] Closed);
}
