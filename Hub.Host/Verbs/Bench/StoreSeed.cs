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
    private const string Tables = "'tickets', 'ticket_events', 'ticket_clocks', 'ticket_attachments', 'envelopes', 'outbox', 'reporters', 'rule_matches', 'audit', 'same_pairs'";

    /// <param name="folder">The hub's data; its keys sign the audit trail.</param>
    /// <param name="progress">Hears how many tickets are stored.</param>
    public static async Task FillAsync(Database database, string folder, int tickets, DateTimeOffset now, IProgress<int>? progress, CancellationToken token)
    {
        await using var db = database.Open();
        var after = await db.Tickets.MaxAsync(t => (long?)t.Id, token) ?? 0;
        var taken = after == 0 ? await TakeIndexesAsync(db, token) : [];
        await using var words = after == 0 && database.Kind == StoreKind.Sqlite ? await WordsBeside.BeginAsync(folder, token) : null;
        await using (after == 0 ? await BareFile.OnAsync(db, token) : await WideCache.OnAsync(db, token))
        {
            await new TicketSeed(database, ServiceCatalogue.Embedded(), WorkingCalendar.Embedded(), now).AddAsync(db, tickets, words, progress, token);
            words?.Make(token);
            await LifeSeed.AddAsync(db, after, now, new KeyFolder(Path.GetFullPath(Path.Combine(folder, "keys"))), token);
            foreach (var part in taken)
            {
                await db.Database.ExecuteSqlRawAsync(part, token);
            }

            await (words?.PutAsync(db, token) ?? Task.CompletedTask);
        }

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

        return [.. taken.Select(static t => t.Sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal))];
    }

    /// <param name="Kind">Index or trigger.</param>
    private sealed record Part(string Kind, string Name, string Sql);
}
