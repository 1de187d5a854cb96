using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage.Sqlite;

/// <summary>Lets one connection keep a good part of the file in memory while it goes through very many rows; the usual 2 MB would be read from the file again and again.</summary>
internal sealed class WideCache : IAsyncDisposable
{
    private const string Wide = "PRAGMA cache_size=-65536;";
    private const string Usual = "PRAGMA cache_size=-2000; PRAGMA shrink_memory;";

    private readonly HubDbContext? db;

    private WideCache(HubDbContext? db) => this.db = db;

    /// <summary>On PostgreSQL it does nothing: the server has its own.</summary>
    public static async Task<WideCache> OnAsync(HubDbContext db, CancellationToken token)
    {
        if (!db.Database.IsSqlite())
        {
            return new WideCache(null);
        }

        await db.Database.OpenConnectionAsync(token);
        await db.Database.ExecuteSqlRawAsync(Wide, token);
        return new WideCache(db);
    }

    public async ValueTask DisposeAsync()
    {
        if (db is not null)
        {
            await db.Database.ExecuteSqlRawAsync(Usual);
            await db.Database.CloseConnectionAsync();
        }
    }
}
