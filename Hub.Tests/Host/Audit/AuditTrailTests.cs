using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Audit;

public sealed class AuditTrailTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly Database database;
    private readonly KeyFolder keys;
    private readonly AuditTrail trail;

    public AuditTrailTests()
    {
        database = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")));
        keys = new KeyFolder(folder.File("keys"));
        trail = new AuditTrail(keys, TimeProvider.System);
    }

    public async ValueTask InitializeAsync() => await database.MigrateAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_trail_as_written_is_whole()
    {
        await WriteAsync(5);

        var verdict = await CheckAsync();

        verdict.Entries.ShouldBe(5);
        verdict.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_empty_trail_is_whole() => (await CheckAsync()).IsWhole.ShouldBeTrue();

    [Theory]
    [InlineData("UPDATE audit SET detail = 'lain' WHERE id = 3", AuditFaultKind.Changed, 3)]
    [InlineData("UPDATE audit SET actor = 'lain' WHERE id = 3", AuditFaultKind.Changed, 3)]
    [InlineData("UPDATE audit SET at = '2020-01-01 00:00:00' WHERE id = 3", AuditFaultKind.Changed, 3)]
    [InlineData("DELETE FROM audit WHERE id = 3", AuditFaultKind.Gap, 4)]
    [InlineData("DELETE FROM audit WHERE id = 1", AuditFaultKind.Gap, 2)]
    [InlineData("DELETE FROM audit WHERE id = 5", AuditFaultKind.Head, 4)]
    [InlineData("DELETE FROM audit", AuditFaultKind.Head, 0)]
    [InlineData("UPDATE audit SET id = 99 WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 99", AuditFaultKind.Changed, 2)]
    [InlineData("DELETE FROM marks WHERE name = 'audit-head'", AuditFaultKind.Head, 5)]
    public async Task What_was_done_to_the_table_shows(string sql, AuditFaultKind kind, long entry)
    {
        await WriteAsync(5);
        await TamperAsync(sql);

        (await CheckAsync()).Faults.ShouldContain(new AuditFault(kind, entry));
    }

    [Fact]
    public async Task A_chain_written_anew_without_the_key_folder_shows()
    {
        await WriteAsync(3);
        await TamperAsync("DELETE FROM audit; DELETE FROM marks WHERE name = 'audit-head'");
        var forger = new AuditTrail(new KeyFolder(folder.File("other-keys")), TimeProvider.System);
        await using (var db = database.Open())
        {
            await forger.WriteAsync(db, "forger", "nothing.happened", "x", null, TestContext.Current.CancellationToken);
        }

        (await CheckAsync()).Faults.ShouldContain(new AuditFault(AuditFaultKind.Head, 1));
    }

    [Fact]
    public async Task A_hash_noted_elsewhere_must_still_be_there()
    {
        await WriteAsync(3);
        var noted = (await CheckAsync()).Head;
        await WriteAsync(2);

        (await CheckAsync(noted)).IsWhole.ShouldBeTrue();
        (await CheckAsync(new string('f', 64))).Faults.ShouldContain(f => f.Kind == AuditFaultKind.Noted);
    }

    [Theory]
    [InlineData("UPDATE audit SET detail = 'lain'")]
    [InlineData("DELETE FROM audit")]
    public async Task The_database_itself_refuses_change_and_removal(string sql)
    {
        await WriteAsync(1);
        await using var db = database.Open();

        var refusal = await Should.ThrowAsync<SqliteException>(() => db.Database.ExecuteSqlRawAsync(sql));

        refusal.Message.ShouldContain("append-only");
    }

    [Fact]
    public async Task Many_writers_make_one_chain()
    {
        await Parallel.ForAsync(0, 40, TestContext.Current.CancellationToken, async (i, token) =>
        {
            await using var db = database.Open();
            await trail.WriteAsync(db, $"u{i}", "test.done", $"s{i}", null, token);
        });

        var verdict = await CheckAsync();
        verdict.Entries.ShouldBe(40);
        verdict.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_entry_leaves_with_the_transaction_that_is_rolled_back()
    {
        await WriteAsync(1);
        await using (var db = database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            db.Marks.Add(new StoredMark { Name = "x", Value = "y" });
            await trail.WriteAsync(db, "u", "setting.changed", "x", null, TestContext.Current.CancellationToken);
        }

        await using var after = database.Open();
        (await after.Marks.AnyAsync(s => s.Name == "x")).ShouldBeFalse();
        (await CheckAsync()).ShouldSatisfyAllConditions(v => v.Entries.ShouldBe(1), v => v.Faults.ShouldBeEmpty());
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WriteAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await using var db = database.Open();
            await trail.WriteAsync(db, "siti", "source.changed", $"sumber-{i}", "jadwal lama; jadwal baru", TestContext.Current.CancellationToken);
        }
    }

    private async Task<AuditVerdict> CheckAsync(string? noted = null)
    {
        await using var db = database.Open();
        return await AuditVerdict.OfAsync(db, keys, noted, TestContext.Current.CancellationToken);
    }

    private async Task TamperAsync(string sql)
    {
        await using var db = database.Open();
        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER audit_no_change; DROP TRIGGER audit_no_removal;");
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
