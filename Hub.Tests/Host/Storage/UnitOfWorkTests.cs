using System.Data;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Storage;

/// <summary>What a unit of work is made of is used again; nothing that one left may reach the next.</summary>
[Collection(OnPostgres.Name)]
public sealed class UnitOfWorkTests(PostgresServer postgres) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task What_one_left_behind_is_not_seen_by_the_next(StoreKind kind)
    {
        var database = await StoreAsync(kind);
        var left = database.Open();
        await left.Database.BeginTransactionAsync(Token);
        left.Database.SetCommandTimeout(777);
        left.ChangeTracker.AutoDetectChangesEnabled = false;
        left.Remembered.Know("question", "answer");
        left.Marks.Add(new StoredMark { Name = "kept", Value = "in a transaction that is dropped" });
        await left.SaveChangesAsync(Token);
        left.Marks.Add(new StoredMark { Name = "added", Value = "never saved" });
        await left.DisposeAsync();

        await using var next = database.Open();

        next.ShouldBeSameAs(left, "this test says something of units that are used again");
        next.Database.CurrentTransaction.ShouldBeNull();
        next.Database.GetCommandTimeout().ShouldBeNull();
        next.Database.AutoSavepointsEnabled.ShouldBeFalse();
        next.Database.AutoTransactionBehavior.ShouldBe(kind == StoreKind.Sqlite ? AutoTransactionBehavior.Always : AutoTransactionBehavior.WhenNeeded);
        next.ChangeTracker.AutoDetectChangesEnabled.ShouldBeTrue();
        next.Remembered.IsFirst("question").ShouldBeTrue();
        await next.SaveChangesAsync(Token);
        (await next.Marks.AsNoTracking().Where(m => m.Name == "kept" || m.Name == "added").CountAsync(Token)).ShouldBe(0);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task One_that_failed_is_followed_by_one_that_works(StoreKind kind)
    {
        var database = await StoreAsync(kind);
        var failed = database.Open();
        await failed.Database.BeginTransactionAsync(Token);
        await Should.ThrowAsync<Exception>(() => failed.Database.ExecuteSqlRawAsync("INSERT INTO nowhere VALUES (1)", Token));
        await failed.DisposeAsync();

        await using var next = database.Open();
        next.Marks.Add(new StoredMark { Name = "after", Value = "a failure" });
        await next.SaveChangesAsync(Token);

        await using var other = database.Open();
        (await other.Marks.AsNoTracking().SingleAsync(m => m.Name == "after", Token)).Value.ShouldBe("a failure");
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task More_at_once_than_are_kept_are_each_their_own(StoreKind kind)
    {
        var database = await StoreAsync(kind);
        var all = Enumerable.Range(0, 40).Select(_ => database.Open()).ToList();

        all.Distinct().Count().ShouldBe(all.Count);
        foreach (var one in all)
        {
            (await one.Marks.AsNoTracking().CountAsync(m => m.Name == "none", Token)).ShouldBe(0);
            await one.DisposeAsync();
        }
    }

    /// <summary>However a unit ends, its connection is free for others: opened by hand and never closed, in a transaction, broken off within rows.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_unit_that_ended_holds_no_connection(StoreKind kind)
    {
        var database = await StoreAsync(kind);
        foreach (var use in (Func<HubDbContext, Task>[])
        [
            static db => db.Database.OpenConnectionAsync(Token),
            static db => db.Database.BeginTransactionAsync(Token),
            async db =>
            {
                await db.Database.OpenConnectionAsync(Token);
                await db.Database.BeginTransactionAsync(Token);
                await foreach (var _ in db.Database.SqlQueryRaw<int>("SELECT 1 AS \"Value\" UNION ALL SELECT 2").AsAsyncEnumerable())
                {
                    break;
                }
            },
        ])
        {
            List<HubDbContext> all = [.. Enumerable.Range(0, 8).Select(_ => database.Open())];
            foreach (var db in all)
            {
                var connection = db.Database.GetDbConnection();
                await use(db);
                await db.DisposeAsync();
                connection.State.ShouldBe(ConnectionState.Closed);
            }

            List<HubDbContext> next = [.. Enumerable.Range(0, 8).Select(_ => database.Open())];
            next.ShouldAllBe(static db => db.Database.GetDbConnection().State == ConnectionState.Closed);
            foreach (var db in next)
            {
                await db.DisposeAsync();
            }
        }
    }

    public void Dispose() => folder.Dispose();

    private async Task<Database> StoreAsync(StoreKind kind)
    {
        if (kind == StoreKind.Sqlite)
        {
            await EmptyStore.CopyToAsync(folder.File("hub.db"));
            return new Database(kind, Database.SqliteFile(folder.File("hub.db")));
        }

        var database = new Database(kind, (await postgres.SettingsAsync())["Hub:Connection"]!);
        await database.MigrateAsync(Token);
        return database;
    }
}
