using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Storage;

/// <summary>Writers of a SQLite store stand in line, and many new rows go in together.</summary>
public sealed class WriteTurnsTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private Database database = null!;

    public async ValueTask InitializeAsync()
    {
        await EmptyStore.CopyToAsync(folder.File("hub.db"));
        database = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")));
    }

    [Fact]
    public async Task Who_writes_on_and_on_goes_behind_whoever_waits()
    {
        var order = new List<string>();
        await using var backlog = database.Open();
        var first = await backlog.Database.BeginTransactionAsync(Token);
        var notice = WriteAsync("notice");
        await first.CommitAsync(Token);
        await first.DisposeAsync();
        var next = await backlog.Database.BeginTransactionAsync(Token);
        order.Add("backlog");
        await next.CommitAsync(Token);
        await notice;

        order.ShouldBe(["notice", "backlog"]);

        async Task WriteAsync(string name)
        {
            await using var db = database.Open();
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            order.Add(name);
            await transaction.CommitAsync(Token);
        }
    }

    [Theory]
    [InlineData("update")]
    [InlineData("sql")]
    [InlineData("saving")]
    public async Task A_single_statement_stands_in_line_too(string way)
    {
        await using (var db = database.Open())
        {
            await db.KeepAsync("uji", "lama", Token);
        }

        await using var backlog = database.Open();
        var first = await backlog.Database.BeginTransactionAsync(Token);
        var single = WriteAsync();
        await first.CommitAsync(Token);
        await first.DisposeAsync();
        await using var next = await backlog.Database.BeginTransactionAsync(Token);

        (await backlog.Marks.AsNoTracking().SingleAsync(m => m.Name == "uji", Token)).Value.ShouldBe("baru");
        await next.CommitAsync(Token);
        await single;

        async Task WriteAsync()
        {
            await using var db = database.Open();
            await (way switch
            {
                "update" => db.Marks.Where(m => m.Name == "uji").ExecuteUpdateAsync(set => set.SetProperty(m => m.Value, "baru"), Token),
                "sql" => db.KeepAsync("uji", "baru", Token),
                _ => SaveAsync(db),
            });
        }

        async Task SaveAsync(HubDbContext db)
        {
            (await db.Marks.SingleAsync(m => m.Name == "uji", Token)).Value = "baru";
            await db.SaveChangesAsync(Token);
        }
    }

    [Fact]
    public async Task A_statement_that_is_refused_passes_its_turn_on()
    {
        await using var refused = database.Open();
        await refused.Database.OpenConnectionAsync(Token);
        await Should.ThrowAsync<Microsoft.Data.Sqlite.SqliteException>(() => refused.Database.ExecuteSqlRawAsync("DELETE FROM nowhere", Token));

        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(Token).WaitAsync(TimeSpan.FromSeconds(5), Token);
        await transaction.RollbackAsync(Token);
    }

    [Fact]
    public async Task A_transaction_that_is_dropped_without_a_word_passes_its_turn_on()
    {
        for (var i = 0; i < 2; i++)
        {
            await using var dropped = database.Open();
            await dropped.Database.BeginTransactionAsync(Token);
        }

        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(Token).WaitAsync(TimeSpan.FromSeconds(5), Token);
        await transaction.RollbackAsync(Token);
    }

    [Fact]
    public async Task Rows_that_went_in_together_have_their_ids_and_are_followed_on()
    {
        await using (var db = database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            var rows = Enumerable.Range(1, 7).Select(i => new Contact { Bureau = "kesra", Role = ContactRole.Staff, Address = $"{i}@setda.contoh" }).ToList();
            db.Contacts.AddRange(rows);
            await db.SaveChangesAsync(Token);
            rows.Select(r => r.Id).ShouldBe(Enumerable.Range(1, 7).Select(i => rows[0].Id + i - 1));
            rows[3].Address = "lain@setda.contoh";
            await db.SaveChangesAsync(Token);
            await transaction.CommitAsync(Token);
        }

        await using var after = database.Open();
        (await after.Contacts.OrderBy(c => c.Id).Select(c => c.Address).ToListAsync(Token))
            .ShouldBe(["1@setda.contoh", "2@setda.contoh", "3@setda.contoh", "lain@setda.contoh", "5@setda.contoh", "6@setda.contoh", "7@setda.contoh"]);
    }

    [Fact]
    public async Task Two_rows_alike_are_refused_as_ever()
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        db.Contacts.AddRange(Enumerable.Range(1, 5).Select(_ => new Contact { Bureau = "kesra", Role = ContactRole.Staff, Address = "sama@setda.contoh" }));

        await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync(Token));
    }

    public ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
