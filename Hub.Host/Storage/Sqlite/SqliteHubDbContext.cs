using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage.Sqlite;

/// <summary>The store of a small office: one file beside the hub, in WAL mode.</summary>
public sealed class SqliteHubDbContext(DbContextOptions<SqliteHubDbContext> options) : HubDbContext(options)
{
    /// <summary>A page that was divided, or filled up from its neighbours, keeps copies of rows that moved, between the rows it has: <c>secure_delete</c> overwrites only what is deleted.</summary>
    public override Task WriteAnewAsync(CancellationToken token) => Database.ExecuteSqlRawAsync("VACUUM;", token);

    public override async Task WipeAsync(CancellationToken token)
    {
        await Database.ExecuteSqlRawAsync("INSERT INTO ticket_words (ticket_words) VALUES ('optimize');", token);
        await Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);", token);
    }
}
