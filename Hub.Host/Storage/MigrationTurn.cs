using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Hub.Host.Storage;

/// <summary>The turn to bring the schema up to date, from the first look at it on: the migrations' own lock needs a table that two copies would make at once.</summary>
internal sealed class MigrationTurn : IAsyncDisposable
{
    // Any number that nothing else locks.
    private const long Lock = 7_302_641_002;

    private readonly DatabaseFacade database;

    private MigrationTurn(DatabaseFacade database) => this.database = database;

    public static async Task<MigrationTurn> TakeAsync(HubDbContext db, CancellationToken token)
    {
        if (db.Database.IsNpgsql())
        {
            await CreateAsync(db.Database.GetService<IRelationalDatabaseCreator>(), token);
            await db.Database.OpenConnectionAsync(token);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({Lock})", token);
        }
        else
        {
            await FreeAsync(db.Database, token);
        }

        return new MigrationTurn(db.Database);
    }

    public async ValueTask DisposeAsync()
    {
        if (database.IsNpgsql())
        {
            await database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({Lock})");
            await database.CloseConnectionAsync();
        }
    }

    private static async Task CreateAsync(IRelationalDatabaseCreator creator, CancellationToken token)
    {
        try
        {
            if (!await creator.ExistsAsync(token))
            {
                await creator.CreateAsync(token);
            }
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another copy made it in the same moment.
        }
    }

    /// <summary>On SQLite the lock is a row, and a process that was killed while it migrated leaves it behind: no migration takes minutes.</summary>
    private static async Task FreeAsync(DatabaseFacade database, CancellationToken token)
    {
        const string table = "__EFMigrationsLock";
        if (await database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = {table}").SingleAsync(token) > 0)
        {
            await database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\" WHERE datetime(\"Timestamp\") < datetime('now', '-5 minutes')", token);
        }
    }
}
