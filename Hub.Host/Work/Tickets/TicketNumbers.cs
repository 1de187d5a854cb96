using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>Gives ticket numbers inside the caller's transaction: rolled back together, never given twice.</summary>
internal static class TicketNumbers
{
    /// <remarks>The first number of a transaction locks the counter; those after it are counted on in the tracked row, which is saved with the tickets.</remarks>
    public static async Task<string> NextAsync(HubDbContext db, int year, CancellationToken token)
    {
        var name = $"{Counter.TicketsOf}{year}";
        if (db.Counters.Local.FindEntry(name)?.Entity is { } held)
        {
            return TicketNumber.Of(year, ++held.Last);
        }

        var rows = await db.Database.SqlQuery<int>(
            $"INSERT INTO counters (name, last) VALUES ({name}, 1) ON CONFLICT (name) DO UPDATE SET last = counters.last + 1 RETURNING last AS \"Value\"").ToListAsync(token);
        db.Counters.Attach(new Counter { Name = name, Last = rows[0] });
        return TicketNumber.Of(year, rows[0]);
    }
}
