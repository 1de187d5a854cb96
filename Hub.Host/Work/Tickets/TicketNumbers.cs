using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>Gives ticket numbers inside the caller's transaction: rolled back together, never given twice.</summary>
internal static class TicketNumbers
{
    public static async Task<string> NextAsync(HubDbContext db, int year, CancellationToken token)
    {
        var name = $"{Counter.TicketsOf}{year}";
        var rows = await db.Database.SqlQuery<int>(
            $"INSERT INTO counters (name, last) VALUES ({name}, 1) ON CONFLICT (name) DO UPDATE SET last = counters.last + 1 RETURNING last AS \"Value\"").ToListAsync(token);
        return TicketNumber.Of(year, rows[0]);
    }
}
