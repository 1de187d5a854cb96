using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage.Sqlite;

/// <summary>The store of a small office: one file beside the hub, in WAL mode.</summary>
public sealed class SqliteHubDbContext : HubDbContext
{
    /// <summary>Also a saving of one row is a transaction, which waits for its turn.</summary>
    public SqliteHubDbContext(DbContextOptions<SqliteHubDbContext> options)
        : base(options) =>
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;

    public override async Task WipeAsync(CancellationToken token)
    {
        await Database.ExecuteSqlRawAsync("INSERT INTO ticket_words (ticket_words) VALUES ('optimize');", token);
        await Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);", token);
    }
}
