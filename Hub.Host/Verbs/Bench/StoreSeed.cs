using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Postgres;
using Hub.Host.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs.Bench;

/// <summary>Fills a store, SQLite or PostgreSQL, with made-up tickets and what stands beside them.</summary>
internal static class StoreSeed
{
    private const string Tables = "'tickets', 'ticket_events', 'ticket_clocks', 'ticket_attachments', 'envelopes', 'outbox', 'reporters', 'rule_matches', 'audit', 'same_pairs'";

    /// <summary>They are full before the others are: on PostgreSQL, which has a process for each connection, their indexes are built meanwhile.</summary>
    private static readonly string[] FullFirst = ["tickets", "ticket_events", "ticket_clocks"];

    /// <param name="folder">The hub's data; its keys sign the audit trail.</param>
    /// <param name="progress">Hears how many tickets are stored.</param>
    public static async Task FillAsync(Database database, string folder, int tickets, DateTimeOffset now, IProgress<int>? progress, CancellationToken token)
    {
        await using var db = database.Open();
        var after = await db.Tickets.MaxAsync(t => (long?)t.Id, token) ?? 0;
        var taken = after == 0 ? await TakeAsync(db, token) : [];
        await using var words = after == 0 && database.Kind == StoreKind.Sqlite ? await WordsBeside.BeginAsync(folder, token) : null;
        await using var second = database.Open();
        await using (await HurriedAsync(db, isEmpty: after == 0, token))
        await using (db.Database.IsNpgsql() ? await BulkSession.OnAsync(second, token) : null)
        {
            await new TicketSeed(database, ServiceCatalogue.Embedded(), WorkingCalendar.Embedded(), now).AddAsync(db, after == 0 && db.Database.IsNpgsql() ? second : db, tickets, words, progress, token);
            words?.Make(token);
            var first = db.Database.IsNpgsql() ? taken.Where(static t => t.Kind == Part.Index && FullFirst.Contains(t.Table)).ToList() : [];
            var building = Task.Run(() => BuildAsync(second, first, token), token);
            await LifeSeed.AddAsync(db, after, now, new KeyFolder(Path.GetFullPath(Path.Combine(folder, "keys"))), token);
            await BuildAsync(db, taken.Except(first).Where(static t => t.Kind != Part.Reference), token);
            await building;
            await BuildAsync(db, taken.Where(static t => t.Kind == Part.Reference), token);
            await (words?.PutAsync(db, token) ?? Task.CompletedTask);
            if (db.Database.IsNpgsql())
            {
                await Task.WhenAll(BulkSession.VacuumAsync(db, "VACUUM ANALYZE tickets", token), BulkSession.VacuumAsync(second, "VACUUM ANALYZE ticket_events, ticket_clocks, ticket_attachments, envelopes, outbox, reporters, rule_matches, audit, same_pairs", token));
            }
        }

        await OldWords.NoteSealedAsync(db, token);
        if (db.Database.IsSqlite())
        {
            await LookAsync(db, token);
        }
    }

    /// <summary>As after a night: the store knows how its tables are divided, and PostgreSQL for which of their pages an index answers alone.</summary>
    public static async Task LookAsync(HubDbContext db, CancellationToken token)
    {
        if (db.Database.IsNpgsql())
        {
            await using var session = await BulkSession.OnAsync(db, token);
            await BulkSession.VacuumAsync(db, "VACUUM ANALYZE", token);
        }
        else
        {
            await PlannerStatistics.LookAsync(db, token);
        }
    }

    private static async Task<IAsyncDisposable> HurriedAsync(HubDbContext db, bool isEmpty, CancellationToken token) =>
        db.Database.IsNpgsql() ? await BulkSession.OnAsync(db, token) : isEmpty ? await BareFile.OnAsync(db, token) : await WideCache.OnAsync(db, token);

    /// <summary>Sorted once after many rows are in, an index costs a fraction of being searched for each of them; so does the text index, which SQLite else puts together anew after each statement. PostgreSQL looks up what a row refers to in one go likewise.</summary>
    private static async Task<IReadOnlyList<Part>> TakeAsync(HubDbContext db, CancellationToken token)
    {
        var taken = await (db.Database.IsNpgsql()
            ? db.Database.SqlQueryRaw<Part>($"""
                SELECT '{Part.Index}' AS "Kind", indexname AS "Name", tablename AS "Table", indexdef AS "Sql" FROM pg_indexes
                WHERE schemaname = current_schema() AND tablename IN ({Tables}) AND indexname NOT IN (SELECT conname FROM pg_constraint)
                UNION ALL
                SELECT '{Part.Reference}', conname, relname, format('ALTER TABLE %I ADD CONSTRAINT %I %s', relname, conname, pg_get_constraintdef(c.oid)) FROM pg_constraint c
                JOIN pg_class t ON t.oid = conrelid JOIN pg_namespace n ON n.oid = relnamespace
                WHERE contype = 'f' AND nspname = current_schema() AND relname IN ({Tables})
                """)
            : db.Database.SqlQueryRaw<Part>($"SELECT type AS \"Kind\", name AS \"Name\", tbl_name AS \"Table\", sql AS \"Sql\" FROM sqlite_master WHERE sql IS NOT NULL AND (type = '{Part.Index}' AND tbl_name IN ({Tables}) OR name = 'ticket_words_insert')")).ToListAsync(token);
        foreach (var part in taken)
        {
            var drop = part.Kind == Part.Reference ? $"ALTER TABLE \"{part.Table}\" DROP CONSTRAINT \"{part.Name}\"" : $"DROP {part.Kind} \"{part.Name}\"";
            await db.Database.ExecuteSqlRawAsync(drop, token);
        }

        return taken;
    }

    private static async Task BuildAsync(HubDbContext db, IEnumerable<Part> parts, CancellationToken token)
    {
        foreach (var part in parts)
        {
            await db.Database.ExecuteSqlRawAsync(part.Sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), token);
        }
    }

    /// <param name="Kind"><see cref="Index"/>, <see cref="Reference"/> or, in SQLite, <c>trigger</c>.</param>
    /// <param name="Sql">What makes it again.</param>
    private sealed record Part(string Kind, string Name, string Table, string Sql)
    {
        public const string Index = "index";

        /// <summary>PostgreSQL: that a row's ticket exists.</summary>
        public const string Reference = "reference";
    }
}
