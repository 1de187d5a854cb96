using Hub.Domain;
using Hub.Host.Storage.Postgres;
using Hub.Host.Storage.Postgres.Compiled;
using Hub.Host.Storage.Sqlite;
using Hub.Host.Storage.Sqlite.Compiled;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Hub.Host.Storage;

/// <summary>Opens the store that the settings name.</summary>
public sealed class Database
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    /// <summary>Units of work that are kept for the next: what one is made of costs a fifth of a push. Where more are open at once the others are made and let go.</summary>
    private const int Kept = 4;

    private readonly Func<HubDbContext> open;

    /// <param name="guards">Stand before every saving.</param>
    public Database(StoreKind kind, string connection, params IEnumerable<IInterceptor> guards)
    {
        Kind = kind;
        if (kind == StoreKind.Postgres)
        {
            open = Pool(AutoTransactionBehavior.WhenNeeded, new DbContextOptionsBuilder<PostgresHubDbContext>().UseNpgsql(Uncompiled(connection)).UseModel(PostgresHubDbContextModel.Instance).ConfigureWarnings(Unasked).AddInterceptors([.. guards, new TicketTurns(), new StorableText()]));
        }
        else
        {
            // Also a saving of one row is a transaction, which waits for its turn.
            open = Pool(AutoTransactionBehavior.Always, new DbContextOptionsBuilder<SqliteHubDbContext>().UseSqlite(connection).UseModel(SqliteHubDbContextModel.Instance).ConfigureWarnings(Unasked).AddInterceptors([.. guards, new SqlitePragmas(), new WriteTurns(), new ManyInserts(), new StorableText()]));
        }
    }

    public StoreKind Kind { get; }

    /// <summary>A unit of work that knows of none before it; the caller disposes it, once, and does not touch it after. A saving that fails within a transaction is the end of that transaction: no savepoint stands before it.</summary>
    public HubDbContext Open() => open();

    /// <summary>Waits until no other copy of the hub is at that work, over several transactions.</summary>
    /// <param name="patience">How long.</param>
    /// <returns>Disposing lets the next one go on; null where there is one copy only.</returns>
    /// <inheritdoc cref="MigrateAsync(CancellationToken)" path="/exception"/>
    public async Task<IAsyncDisposable?> AloneAsync(string work, TimeSpan patience, CancellationToken token)
    {
        if (Kind == StoreKind.Sqlite)
        {
            return null;
        }

        var db = Open();
        try
        {
            db.Database.SetCommandTimeout(patience);
            await db.Database.BeginTransactionAsync(token);
            await db.TakeTurnAsync(work, token);
            return db;
        }
        catch (Exception e)
        {
            var place = Place(db);
            await db.DisposeAsync();
            if (StoreTrouble.Is(e))
            {
                throw Closed(place, e);
            }

            throw;
        }
    }

    /// <summary>Brings the schema up to date; a server that does not answer yet is waited for.</summary>
    /// <param name="patience">How long.</param>
    /// <param name="waiting">Told at each try that there is no answer.</param>
    /// <inheritdoc cref="MigrateAsync(CancellationToken)" path="/exception"/>
    public async Task MigrateAsync(TimeSpan patience, TimeProvider clock, Func<StartupRefusal, Task> waiting, CancellationToken token)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await MigrateAsync(token);
                return;
            }
            catch (StartupRefusal e) when (e.IsPassing && clock.GetElapsedTime(began) < patience)
            {
                await waiting(e);
                await Task.Delay(BetweenTries, clock, token);
            }
        }
    }

    /// <summary>Brings the schema up to date. Of several copies that start at once one does it, the others wait.</summary>
    /// <exception cref="StartupRefusal">The store cannot be opened; the message says which and why.</exception>
    public async Task MigrateAsync(CancellationToken token)
    {
        await using var db = Open();
        try
        {
            if (Kind == StoreKind.Sqlite)
            {
                await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", token);
            }

            await using var turn = await MigrationTurn.TakeAsync(db, token);
            var applied = (await db.Database.GetAppliedMigrationsAsync(token)).ToList();
            var known = db.Database.GetMigrations().ToList();
            if (applied.Except(known).FirstOrDefault() is { } foreign)
            {
                // Written by a version that this one cannot continue from, older or newer: it stays as it is.
                throw new StartupRefusal(Said.Of<StoreTexts>("Foreign", Place(db), foreign));
            }

            if (known.Except(applied).Any())
            {
                await db.Database.MigrateAsync(token);
            }

            await StoreShape.CheckAsync(db, Place(db), token);
        }
        catch (Exception e) when (StoreTrouble.Is(e))
        {
            throw Closed(Place(db), e);
        }
    }

    /// <summary>The connection string for a SQLite file.</summary>
    public static string SqliteFile(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = true }.ToString();

    private static Func<HubDbContext> Pool<T>(AutoTransactionBehavior transactions, DbContextOptionsBuilder<T> options)
        where T : HubDbContext
    {
        var pool = new PooledDbContextFactory<T>(options.Options, Kept);
        return () =>
        {
            var db = pool.CreateDbContext();
            (db.Database.AutoTransactionBehavior, db.Database.AutoSavepointsEnabled) = (transactions, false);
            return db;
        };
    }

    /// <summary>PostgreSQL compiles a question that it takes for a costly one: most of a second for answers of a few milliseconds. Options that the operator gives stay as they are.</summary>
    private static string Uncompiled(string connection)
    {
        var to = new NpgsqlConnectionStringBuilder(connection);
        if (string.IsNullOrEmpty(to.Options))
        {
            to.Options = "-c jit=off";
        }

        return to.ConnectionString;
    }

    /// <summary>Whether every mapping has its migration is a question for the tests: to ask it at each start costs a model of its own.</summary>
    private static void Unasked(WarningsConfigurationBuilder warnings) => warnings.Ignore(RelationalEventId.PendingModelChangesWarning);

    private static StartupRefusal Closed(string place, Exception trouble) => new(Said.Of<StoreTexts>("Closed", place, StoreTrouble.Of(trouble)), trouble) { IsPassing = StoreTrouble.MayPass(trouble) };

    private static string Place(HubDbContext db) => db.Database.GetDbConnection().DataSource;
}

/// <summary>Which store; setting <c>Hub:Store</c>.</summary>
public enum StoreKind
{
    Sqlite,
    Postgres,
}
