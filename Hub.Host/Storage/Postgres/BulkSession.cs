using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage.Postgres;

/// <summary>A connection that fills tables and builds their indexes: it waits for no disk at a commit, sorts in memory and alone (there is a second such connection), and its statements may take long.</summary>
internal sealed class BulkSession : IAsyncDisposable
{
    private const string Bulk = "SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET work_mem = '64MB'; SET max_parallel_maintenance_workers = 0;";

    /// <summary>A commit that waits for the disk; it takes those before it along.</summary>
    private const string Settled = "SET synchronous_commit = on; ANALYZE counters;";

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

    /// <summary>Vacuums. A page is marked as seen by all, so that an index answers for it alone, only when its commits are on the disk.</summary>
    /// <param name="db">A unit of work of such a connection.</param>
    /// <param name="vacuum">The statement.</param>
    public static async Task VacuumAsync(HubDbContext db, string vacuum, CancellationToken token)
    {
        await db.Database.ExecuteSqlRawAsync(Settled, token);
        await db.Database.ExecuteSqlRawAsync(vacuum, token);
    }

    /// <summary>What was set goes with the connection.</summary>
    public async ValueTask DisposeAsync() => await db.Database.CloseConnectionAsync();
}
