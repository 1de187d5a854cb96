using Hub.Domain;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage;

/// <summary>What a store of this version is made of, and what of it is not there: somebody took it away outside the hub. The triggers of the trail are looked at by themselves.</summary>
/// <remarks>Tables, columns, keys and unique indexes, which is what the hub's promises stand on; an index that only makes it fast is its operator's.</remarks>
internal static class StoreShape
{
    private const string SqliteParts =
        """
        SELECT name AS "Value" FROM sqlite_master
        UNION ALL SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'ticket\_words%' ESCAPE '\'
        """;

    private const string PostgresParts =
        """
        SELECT c.relname::text AS "Value" FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND (c.relkind IN ('r', 'p') OR EXISTS (SELECT 1 FROM pg_index i WHERE i.indexrelid = c.oid AND i.indisvalid))
        UNION ALL SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
        """;

    /// <summary>Of many things that are missing so many are named.</summary>
    private const int MostNamed = 5;

    /// <summary>The text index and what keeps it without secret tickets: made by hand (<c>raw.sql</c>), so no model knows them.</summary>
    private static readonly string[] OfSqlite =
        ["ticket_words", "ticket_words_config", "ticket_words_data", "ticket_words_docsize", "ticket_words_idx", "ticket_words_delete", "ticket_words_insert", "ticket_words_update"];

    private static readonly string[] OfPostgres = ["tickets.words"];

    /// <exception cref="StartupRefusal">Something is not there; the message names it.</exception>
    public static async Task CheckAsync(HubDbContext db, string place, CancellationToken token)
    {
        if (await MissingAsync(db, token) is { Count: > 0 } missing)
        {
            var named = string.Join(", ", missing.Take(MostNamed));
            throw new StartupRefusal(missing.Count > MostNamed
                ? Said.Of<StoreTexts>("NotWholeAndMore", place, named, missing.Count - MostNamed)
                : Said.Of<StoreTexts>("NotWhole", place, named));
        }
    }

    /// <summary>Names as the store has them; of a table that is missing nothing but its own.</summary>
    internal static async Task<IReadOnlyList<string>> MissingAsync(HubDbContext db, CancellationToken token)
    {
        var there = await db.Database.SqlQueryRaw<string>(db.Database.IsNpgsql() ? PostgresParts : SqliteParts).ToHashSetAsync(StringComparer.Ordinal, token);
        return [.. Tables(db).SelectMany(table => there.Contains(table.Name) ? table.Parts.Where(part => !there.Contains(part)) : [table.Name]), .. (db.Database.IsNpgsql() ? OfPostgres : OfSqlite).Where(name => !there.Contains(name))];
    }

    private static IEnumerable<(string Name, IEnumerable<string> Parts)> Tables(HubDbContext db) => db.Model.GetEntityTypes().OrderBy(static t => t.GetTableName(), StringComparer.Ordinal).Select(type => (
        type.GetTableName()!,
        type.GetProperties().Select(p => $"{type.GetTableName()}.{p.GetColumnName()}")
            .Concat(type.GetIndexes().Where(static i => i.IsUnique).Select(static i => i.GetDatabaseName()!))
            // SQLite keeps a table's key in the table itself.
            .Concat(db.Database.IsNpgsql() ? [type.FindPrimaryKey()!.GetName()!] : [])));
}
