using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage.Postgres;

/// <summary>A connection that fills tables and builds their indexes: it waits for no disk at a commit, sorts in memory and alone (there is a second such connection), and its statements may take long.</summary>
internal sealed class BulkSession : IAsyncDisposable
{
    private const string Bulk = "SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET work_mem = '64MB'; SET max_parallel_maintenance_workers = 0;";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly HubDbContext db;

    private BulkSession(HubDbContext db) => this.db = db;

    public static async Task<BulkSession> OnAsync(HubDbContext db, CancellationToken token)
    {
        db.Database.SetCommandTimeout(Patience);
        await db.Database.OpenConnectionAsync(token);
        await db.Database.ExecuteSqlRawAsync(Bulk, token);
        return new BulkSession(db);
    }

    /// <summary>What was set goes with the connection.</summary>
    public async ValueTask DisposeAsync() => await db.Database.CloseConnectionAsync();
}
