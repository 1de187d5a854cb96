using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Hub.Host.Storage.Sqlite;

/// <summary>Fills an empty file without a net: no log of changes, nothing forced to the disk, no row looked up because another names it. Whoever is broken off begins with a new file.</summary>
internal sealed class BareFile : IAsyncDisposable
{
    /// <summary>What is read again lies in memory or is read where the file is mapped; the rows of an index are sorted with two threads beside.</summary>
    private const string Bare = "PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA secure_delete=OFF; PRAGMA cache_size=-65536; PRAGMA threads=2; PRAGMA mmap_size=2147418112;";

    private const string WithoutLog = "PRAGMA busy_timeout=0; PRAGMA journal_mode=OFF;";
    private const string WithLog = "PRAGMA busy_timeout=30000; PRAGMA journal_mode=WAL;";

    private readonly HubDbContext? db;

    private BareFile(HubDbContext? db) => this.db = db;

    /// <summary>On PostgreSQL it does nothing; a log that others have open too stays.</summary>
    public static async Task<IAsyncDisposable> OnAsync(HubDbContext db, CancellationToken token)
    {
        if (!db.Database.IsSqlite())
        {
            return new BareFile(null);
        }

        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        await db.Database.OpenConnectionAsync(token);
        await db.Database.ExecuteSqlRawAsync(Bare, token);
        try
        {
            await db.Database.ExecuteSqlRawAsync(WithoutLog, token);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_BUSY)
        {
            await db.Database.ExecuteSqlRawAsync(WithLog, token);
        }

        return new BareFile(db);
    }

    /// <summary>What was set goes with the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (db is not null)
        {
            await db.Database.ExecuteSqlRawAsync(WithLog);
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
            await db.Database.CloseConnectionAsync();
        }
    }
}
