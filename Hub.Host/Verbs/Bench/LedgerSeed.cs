using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs.Bench;

/// <summary>Gives made-up tickets the sources and the envelopes they would have come by; SQLite only, as the verb is.</summary>
internal static class LedgerSeed
{
    public static async Task AddAsync(HubDbContext db, DateTimeOffset now, CancellationToken token)
    {
        var known = await db.Sources.Select(s => s.Name).ToListAsync(token);
        var systems = await db.Database.SqlQuery<string>($"SELECT DISTINCT source AS \"Value\" FROM tickets WHERE external_id LIKE 'seed-%'").ToListAsync(token);
        foreach (var name in systems.Except(known, StringComparer.Ordinal))
        {
            db.Sources.Add(new Source { Name = name, Kind = name, Title = name, Options = "{}", PausedAt = now, CreatedAt = now });
            db.SourceHealth.Add(new SourceHealth { Source = name, LastRunAt = now, LastSuccessAt = now });
        }

        await db.SaveChangesAsync(token);
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO envelopes (source, external_id, item_version, media_type, raw, raw_length, received_at, seen_at, status, attempts, next_attempt_at, ticket_id, quiet)
            SELECT source, external_id, '1', 'text/plain', CAST(x'00' || body AS BLOB), length(CAST(body AS BLOB)), received_at, received_at, 'Done', 1, received_at, id, 0
            FROM tickets t WHERE external_id LIKE 'seed-%' AND NOT EXISTS (SELECT 1 FROM envelopes e WHERE e.ticket_id = t.id) ORDER BY id;
            """,
            token);
        await PlannerStatistics.LookAsync(db, token);
    }
}
