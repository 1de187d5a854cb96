using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>The ids under which tickets will be stored, so that what stands beside them can be written in the same breath.</summary>
internal sealed class TicketIds
{
    /// <summary>After the first one PostgreSQL's sequence gives as many at once; what is not needed is left out for ever, as with any sequence.</summary>
    private const int Ahead = 50;

    private readonly Queue<long> free = new();
    private long last;

    private TicketIds() { }

    public static ValueTask<TicketIds> OfAsync(HubDbContext db) => db.Remembered.OnceAsync(typeof(TicketIds), static () => Task.FromResult(new TicketIds()));

    /// <param name="next">What the store said is the next one; not what this transaction gave already and has not stored.</param>
    public void Begin(long next) => free.Enqueue(Math.Max(next, last + 1));

    /// <summary>On SQLite nobody else writes while this transaction lasts.</summary>
    public async ValueTask<long> NextAsync(HubDbContext db, CancellationToken token)
    {
        if (free.Count == 0 && db.Database.IsNpgsql())
        {
            foreach (var id in await db.Database.SqlQuery<long>($"SELECT nextval(pg_get_serial_sequence('tickets', 'id')) AS \"Value\" FROM generate_series(1, {Ahead})").ToListAsync(token))
            {
                free.Enqueue(id);
            }
        }

        return last = free.TryDequeue(out var given) ? given : last + 1;
    }
}
