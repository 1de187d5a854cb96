using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage.Sqlite;

/// <summary>The store of a small office: one file beside the hub, in WAL mode.</summary>
public sealed class SqliteHubDbContext(DbContextOptions<SqliteHubDbContext> options) : HubDbContext(options)
{
    public override async Task WipeAsync(CancellationToken token)
    {
        await Database.ExecuteSqlRawAsync("INSERT INTO ticket_words (ticket_words) VALUES ('optimize');", token);
        await Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);", token);
    }
}
