using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>Gives tickets their numbers and ids inside the caller's transaction: rolled back together, never given twice.</summary>
internal static class TicketNumbers
{
    /// <param name="ticket">Not tracked yet; the transaction is open.</param>
    /// <remarks>The first number of a transaction locks the counter; those after it are counted on in the tracked row, which is saved with the tickets.</remarks>
    public static async Task GiveAsync(HubDbContext db, Ticket ticket, int year, CancellationToken token)
    {
        var name = $"{Counter.TicketsOf}{year}";
        var ids = await TicketIds.OfAsync(db);
        var counter = db.Counters.Local.FindEntry(name)?.Entity;
        if (counter is null)
        {
            var first = await FirstAsync(db, name, token);
            counter = db.Counters.Attach(new Counter { Name = name, Last = first.Number }).Entity;
            ids.Begin(first.Id);
        }
        else
        {
            counter.Last++;
        }

        ticket.Name(TicketNumber.Of(year, counter.Last));
        db.Entry(ticket).Property(t => t.Id).CurrentValue = await ids.NextAsync(db, token);
    }

    private static async Task<First> FirstAsync(HubDbContext db, string name, CancellationToken token)
    {
        var found = await (db.Database.IsNpgsql()
            ? db.Database.SqlQuery<First>(
                $"""
                INSERT INTO counters (name, last) VALUES ({name}, 1) ON CONFLICT (name) DO UPDATE SET last = counters.last + 1
                RETURNING last AS "Number", nextval(pg_get_serial_sequence('tickets', 'id')) AS "Id"
                """)
            : db.Database.SqlQuery<First>(
                $"""
                INSERT INTO counters (name, last) VALUES ({name}, 1) ON CONFLICT (name) DO UPDATE SET last = counters.last + 1
                RETURNING last AS "Number", coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'tickets'), 0) + 1 AS "Id"
                """)).ToListAsync(token);
        return found[0];
    }

    /// <summary>The number and the id with which a transaction begins.</summary>
    private sealed record First(int Number, long Id);
}
