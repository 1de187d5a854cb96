using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs.Bench;

/// <summary>Fills a store, SQLite or PostgreSQL, with made-up tickets and what stands beside them.</summary>
internal static class StoreSeed
{
    private const string Tables = "'tickets', 'ticket_events', 'ticket_clocks', 'ticket_attachments', 'envelopes', 'outbox', 'mail_links', 'reporters', 'rule_matches', 'audit', 'same_pairs'";

    /// <summary>SQLite sorts the rows of an index with two threads beside.</summary>
    private const string SortedBeside = "PRAGMA threads=2;";

    /// <summary>Bytes that SQLite's text index gathers before it writes a piece: as usual, and so many that few pieces have to be put together again.</summary>
    private const int UsualPiece = 1024 * 1024;
    private const int LargePiece = 128 * 1024 * 1024;

    /// <param name="folder">The hub's data; its keys sign the audit trail.</param>
    /// <param name="progress">Hears how many tickets are stored.</param>
    public static async Task FillAsync(Database database, string folder, int tickets, DateTimeOffset now, IProgress<int>? progress, CancellationToken token)
    {
        await using var db = database.Open();
        var after = await db.Tickets.MaxAsync(t => (long?)t.Id, token) ?? 0;
        var taken = after == 0 ? await TakeIndexesAsync(db, token) : [];
        var W = System.Diagnostics.Stopwatch.StartNew();
        void Mark(string what) => Console.Error.WriteLine($"{W.Elapsed.TotalSeconds:0.00} cpu {Environment.CpuUsage.TotalTime.TotalSeconds:0.00} {what[..Math.Min(60, what.Length)]}");
        await using (after == 0 ? await BareFile.OnAsync(db, token) : await WideCache.OnAsync(db, token))
        {
            Mark("begin");
            await new TicketSeed(database, ServiceCatalogue.Embedded(), WorkingCalendar.Embedded(), now).AddAsync(db, tickets, progress, token);
            Mark("rows");
            await LifeSeed.AddAsync(db, after, now, new KeyFolder(Path.GetFullPath(Path.Combine(folder, "keys"))), token);
            Mark("life");
            foreach (var part in taken)
            {
                await db.Database.ExecuteSqlRawAsync(part, token);
                Mark(part);
            }
        }
        Mark("closed");

        await OldWords.NoteSealedAsync(db, token);
        if (database.Kind == StoreKind.Postgres)
        {
            await db.Database.ExecuteSqlRawAsync("ANALYZE", token);
        }
        else
        {
            await PlannerStatistics.LookAsync(db, token);
        }
    }

    /// <summary>Sorted once after many rows are in, an index costs a fraction of being searched for each of them; so does the text index, which SQLite else puts together anew after each statement.</summary>
    /// <returns>What builds them again.</returns>
    private static async Task<IReadOnlyList<string>> TakeIndexesAsync(HubDbContext db, CancellationToken token)
    {
        var isServer = db.Database.IsNpgsql();
        var taken = await (isServer
            ? db.Database.SqlQueryRaw<Part>($"SELECT 'index' AS \"Kind\", indexname AS \"Name\", indexdef AS \"Sql\" FROM pg_indexes WHERE schemaname = current_schema() AND tablename IN ({Tables}) AND indexname NOT IN (SELECT conname FROM pg_constraint)")
            : db.Database.SqlQueryRaw<Part>($"SELECT type AS \"Kind\", name AS \"Name\", sql AS \"Sql\" FROM sqlite_master WHERE sql IS NOT NULL AND (type = 'index' AND tbl_name IN ({Tables}) OR name = 'ticket_words_insert')")).ToListAsync(token);
        foreach (var part in taken)
        {
            var drop = $"DROP {part.Kind} \"{part.Name}\"";
            await db.Database.ExecuteSqlRawAsync(drop, token);
        }

        return [.. (isServer ? [] : Words()).Concat(taken.Select(static t => t.Sql)).Select(static sql => sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal))];
    }

    /// <summary>Fills SQLite's text index, in which nothing stands, from the tickets: the last step of the migration that made it.</summary>
    private static string[] Words()
    {
        var migration = RawSql.Read("Sqlite.version06.sql");
        return [SortedBeside, Gathering(LargePiece), migration[migration.IndexOf("INSERT INTO ticket_words", StringComparison.Ordinal)..], Gathering(UsualPiece)];
    }

    private static string Gathering(int bytes) => $"INSERT INTO ticket_words (ticket_words, rank) VALUES ('hashsize', {bytes});";

    /// <param name="Kind">Index or trigger.</param>
    private sealed record Part(string Kind, string Name, string Sql);
}
