using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs.Bench;

/// <summary>The floor of the intake: the very rows that it wrote, written once more by prepared inserts, a hundred items a commit, into empty tables with the same indexes and triggers.</summary>
internal sealed class OwnRows
{
    private const int Portion = 100;

    /// <summary>Each with the column that says whose row it is, what is needed before what needs it.</summary>
    private static readonly (string Table, string Owner)[] Tables =
    [
        ("tickets", "id"), ("ticket_events", "ticket_id"), ("ticket_clocks", "ticket_id"), ("rule_matches", "ticket_id"),
        ("reporters", "ticket_id"), ("outbox", "ticket_id"), ("envelopes", "ticket_id"),
    ];

    private readonly List<(string Table, string[] Columns, ILookup<long, object?[]> Rows)> tables = [];
    private readonly List<long> tickets;

    private OwnRows(List<long> tickets) => this.tickets = tickets;

    /// <summary>Reads what belongs to the tickets after one.</summary>
    public static async Task<OwnRows> OfAsync(HubDbContext db, long after, CancellationToken token)
    {
        var own = new OwnRows(await db.Tickets.Where(t => t.Id > after).OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(token));
        await db.Database.OpenConnectionAsync(token);
        foreach (var (table, owner) in Tables)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM {table} WHERE {owner} > {after} ORDER BY {owner}";
            await using var reader = await command.ExecuteReaderAsync(token);
            var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).Where(c => c != "words").ToArray();
            var (at, rows) = (Array.IndexOf(columns, owner), new List<object?[]>());
            while (await reader.ReadAsync(token))
            {
                rows.Add([.. columns.Select(column => reader[column])]);
            }

            own.tables.Add((table, [.. columns.Select(c => $"\"{c}\"")], rows.ToLookup(row => Convert.ToInt64(row[at], null))));
        }

        return own;
    }

    /// <param name="prefix">Before the names of the tables.</param>
    public async Task WriteAsync(HubDbContext db, string prefix, CancellationToken token)
    {
        foreach (var some in tickets.Chunk(Portion))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            foreach (var (table, columns, rows) in tables)
            {
                using var insert = new ManyRows(db, prefix + table, columns);
                foreach (var row in some.SelectMany(ticket => rows[ticket]))
                {
                    await insert.AddAsync(row, token);
                }

                await insert.FlushAsync(token);
            }

            await transaction.CommitAsync(token);
        }
    }

    /// <summary>Empties what was written, so that the next measurement finds the same.</summary>
    public static async Task ClearAsync(HubDbContext db, string prefix, CancellationToken token)
    {
        foreach (var (table, _) in Tables.Reverse())
        {
            var delete = $"DELETE FROM {prefix}{table}";
            await db.Database.ExecuteSqlRawAsync(delete, token);
        }
    }

    /// <summary>PostgreSQL: empty copies of the tables in a schema of their own.</summary>
    public static async Task CopyTablesAsync(HubDbContext db, string schema, CancellationToken token)
    {
        var create = $"CREATE SCHEMA {schema}";
        await db.Database.ExecuteSqlRawAsync(create, token);
        foreach (var (table, _) in Tables)
        {
            create = $"CREATE TABLE {schema}.{table} (LIKE {table} INCLUDING ALL)";
            await db.Database.ExecuteSqlRawAsync(create, token);
        }
    }
}
