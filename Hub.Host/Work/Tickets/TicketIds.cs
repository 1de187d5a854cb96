using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>Gives a ticket the id under which it will be stored, so that what stands beside it can be written in the same breath.</summary>
internal sealed class TicketIds
{
    /// <summary>After the first one PostgreSQL's sequence gives as many at once; what is not needed is left out for ever, as with any sequence.</summary>
    private const int Ahead = 50;

    private readonly Queue<long> free = new();
    private long last;

    private TicketIds() { }

    /// <param name="ticket">Not tracked yet; the transaction is open.</param>
    public static async Task GiveAsync(HubDbContext db, Ticket ticket, CancellationToken token)
    {
        var ids = await db.Remembered.OnceAsync(typeof(TicketIds), static () => Task.FromResult(new TicketIds()));
        var id = await (db.Database.IsNpgsql() ? ids.FromSequenceAsync(db, token) : ids.AfterLastAsync(db, token));
        db.Entry(ticket).Property(t => t.Id).CurrentValue = id;
    }

    private async Task<long> FromSequenceAsync(HubDbContext db, CancellationToken token)
    {
        if (free.Count == 0)
        {
            var count = last == 0 ? 1 : Ahead;
            foreach (var id in await db.Database.SqlQuery<long>($"SELECT nextval(pg_get_serial_sequence('tickets', 'id')) AS \"Value\" FROM generate_series(1, {count})").ToListAsync(token))
            {
                free.Enqueue(id);
            }
        }

        return last = free.Dequeue();
    }

    /// <summary>Nobody else writes while this transaction lasts.</summary>
    private async Task<long> AfterLastAsync(HubDbContext db, CancellationToken token)
    {
        if (last == 0)
        {
            last = (await db.Database.SqlQuery<long>($"SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'tickets'), 0) AS \"Value\"").ToListAsync(token))[0];
        }

        return ++last;
    }
}
