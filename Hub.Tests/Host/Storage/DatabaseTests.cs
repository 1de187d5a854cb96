using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Storage;

public sealed class DatabaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_new_file_gets_the_whole_schema_in_wal_mode()
    {
        var database = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")));

        await database.MigrateAsync(TestContext.Current.CancellationToken);

        await using var db = database.Open();
        (await db.Tickets.CountAsync()).ShouldBe(0);
        (await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").ToListAsync()).ShouldBe(["wal"]);
        db.Database.HasPendingModelChanges().ShouldBeFalse("see CONTRIBUTING: a change of a mapping needs a migration");
    }

    [Fact]
    public async Task A_file_that_is_no_database_stops_the_start_with_one_sentence()
    {
        await File.WriteAllTextAsync(folder.File("hub.db"), new string('x', 4096));
        var database = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")));

        var refusal = await Should.ThrowAsync<StartupRefusal>(() => database.MigrateAsync(TestContext.Current.CancellationToken));

        refusal.Message.ShouldContain("hub.db");
        refusal.Message.ShouldContain("rusak atau bukan basis data");
    }

    [Fact]
    public async Task A_store_of_a_version_before_this_schema_is_refused_and_left_as_it_is()
    {
        await using (var packed = new System.IO.Compression.GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Host", "Storage", "kept", "before-0.2.db.gz")), System.IO.Compression.CompressionMode.Decompress))
        await using (var file = File.Create(folder.File("hub.db")))
        {
            await packed.CopyToAsync(file, TestContext.Current.CancellationToken);
        }

        var database = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")));

        var refusal = await Should.ThrowAsync<StartupRefusal>(() => database.MigrateAsync(TestContext.Current.CancellationToken));

        refusal.Message.ShouldContain("hub.db");
        refusal.Message.ShouldContain("20261122133613_Initial");
        await using var db = database.Open();
        (await db.Database.SqlQueryRaw<int>("SELECT count(*) AS Value FROM tickets").ToListAsync()).ShouldBe([3]);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public void The_kept_tables_are_those_of_the_mappings(string store)
    {
        using HubDbContext db = store == "Sqlite" ? new SqliteDesignTime().CreateDbContext([]) : new PostgresDesignTime().CreateDbContext([]);

        RawSql.Read($"{store}.tables.sql").Trim().ShouldBe(db.Database.GenerateCreateScript().Trim());
    }

    public void Dispose() => folder.Dispose();
}
