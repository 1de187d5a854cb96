using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
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
        var database = await KeptAsync("before-0.2");

        var refusal = await Should.ThrowAsync<StartupRefusal>(() => database.MigrateAsync(TestContext.Current.CancellationToken));

        refusal.Message.ShouldContain("hub.db");
        refusal.Message.ShouldContain("20261122133613_Initial");
        (await CountAsync(database)).ShouldBe(3);
    }

    [Fact]
    public async Task A_store_of_the_version_before_opens_with_what_it_holds_and_the_schema_of_a_new_one()
    {
        var kept = await KeptAsync("version-0.2");
        var fresh = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("new.db")));

        await kept.MigrateAsync(TestContext.Current.CancellationToken);
        await fresh.MigrateAsync(TestContext.Current.CancellationToken);

        (await CountAsync(kept)).ShouldBe(3);
        (await SchemaAsync(kept)).ShouldBe(await SchemaAsync(fresh));
    }

    /// <summary>A released schema never changes; what is new is one more migration (see CONTRIBUTING).</summary>
    [Theory]
    [InlineData("Sqlite.tables.sql", "8599e6deddbdc713")]
    [InlineData("Sqlite.raw.sql", "aa3a7e44f846da09")]
    [InlineData("Postgres.tables.sql", "700e62029f92eb6f")]
    [InlineData("Postgres.raw.sql", "6f2f2b5278e5130c")]
    public void The_first_schema_is_as_it_was_released(string file, string hash) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RawSql.Read(file).ReplaceLineEndings("\n"))))[..16].ShouldBe(hash);

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public void Every_change_of_a_mapping_has_its_migration(string store)
    {
        using HubDbContext db = store == "Sqlite" ? new SqliteDesignTime().CreateDbContext([]) : new PostgresDesignTime().CreateDbContext([]);

        db.Database.HasPendingModelChanges().ShouldBeFalse("see CONTRIBUTING: a change of a mapping needs a migration");
    }

    private async Task<Database> KeptAsync(string version)
    {
        await using (var packed = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Host", "Storage", "kept", $"{version}.db.gz")), CompressionMode.Decompress))
        await using (var file = File.Create(folder.File("hub.db")))
        {
            await packed.CopyToAsync(file, TestContext.Current.CancellationToken);
        }

        return new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")));
    }

    private static async Task<int> CountAsync(Database database)
    {
        await using var db = database.Open();
        return (await db.Database.SqlQueryRaw<int>("SELECT count(*) AS Value FROM tickets").ToListAsync()).Single();
    }

    private static async Task<List<string>> SchemaAsync(Database database)
    {
        await using var db = database.Open();
        return await db.Database.SqlQueryRaw<string>("SELECT name || ': ' || coalesce(sql, '') AS Value FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name").ToListAsync();
    }

    public void Dispose() => folder.Dispose();
}
