using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs.Bench;

/// <summary>Fills a store with copies of the tickets it has, each with its clocks and events: as many as a measurement needs, in three statements.</summary>
internal static class TicketCopies
{
    /// <param name="copies">How many of each; the ids of what is there must be 1 to <paramref name="originals"/>.</param>
    public static async Task AddAsync(HubDbContext db, int originals, int copies, CancellationToken token)
    {
        await CopyAsync<Ticket>(db, "id", originals, copies, token);
        await CopyAsync<TicketClock>(db, "ticket_id", originals, copies, token);
        await CopyAsync<TicketEvent>(db, "ticket_id", originals, copies, token);
        if (db.Database.IsNpgsql())
        {
            await db.Database.ExecuteSqlRawAsync("SELECT setval(pg_get_serial_sequence('tickets','id'), (SELECT max(id) FROM tickets))", token);
        }

        await StoreSeed.LookAsync(db, token);
    }

    private static Task<int> CopyAsync<T>(HubDbContext db, string owner, int originals, int copies, CancellationToken token)
    {
        var entity = db.Model.FindEntityType(typeof(T))!;
        var columns = entity.GetProperties().Select(p => p.GetColumnName()).Where(c => c != "id" || c == owner).ToList();
        var values = columns.Select(column => column switch
        {
            _ when column == owner => $"o.{owner} + ({originals} * n.i)",
            "number" or "external_id" => $"o.{column} || '-' || n.i",
            _ => $"o.\"{column}\"",
        });
        var sql = $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {copies})
            INSERT INTO {entity.GetTableName()} ({string.Join(", ", columns.Select(c => $"\"{c}\""))})
            SELECT {string.Join(", ", values)} FROM n, {entity.GetTableName()} o WHERE o.{owner} <= {originals} ORDER BY n.i
            """;
        return db.Database.ExecuteSqlRawAsync(sql, token);
    }
}
