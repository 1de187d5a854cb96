using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage.Postgres;

/// <summary>The store of a large office: several hubs on one PostgreSQL.</summary>
public sealed class PostgresHubDbContext(DbContextOptions<PostgresHubDbContext> options) : HubDbContext(options)
{
    public override Task TakeTurnAsync(string work, CancellationToken token) => Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({work}, 0))", token);

    /// <summary>The planner's statistics keep samples of titles and texts until a table is looked at again, and whoever may read the table reads them.</summary>
    public override Task WriteAnewAsync(CancellationToken token) => Database.ExecuteSqlRawAsync("ANALYZE;", token);
}
