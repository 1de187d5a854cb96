using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage.Sqlite;

/// <summary>The store of a small office: one file beside the hub, in WAL mode.</summary>
public sealed class SqliteHubDbContext(DbContextOptions<SqliteHubDbContext> options) : HubDbContext(options)
{
    /// <summary>A page that was divided, or filled up from its neighbours, keeps copies of rows that moved, between the rows it has: <c>secure_delete</c> overwrites only what is deleted.</summary>
    public override async Task WriteAnewAsync(CancellationToken token)
    {
        var sizes = await Database.SqlQueryRaw<long>("SELECT page_count * page_size AS Value FROM pragma_page_count, pragma_page_size").ToListAsync(token);
        if (sizes[0] <= LargestAnew)
        {
            await Database.ExecuteSqlRawAsync("VACUUM;", token);
        }
    }

    /// <summary>Bytes of a file that is written anew while the hub works: nobody else writes meanwhile, some seconds.</summary>
    private const long LargestAnew = 256L * 1024 * 1024;

    public override async Task WipeAsync(CancellationToken token)
    {
        await Database.ExecuteSqlRawAsync("INSERT INTO ticket_words (ticket_words) VALUES ('optimize');", token);
        await Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);", token);
    }
}
