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
        db.Database.HasPendingModelChanges().ShouldBeFalse("run dotnet ef migrations add for both contexts");
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

    public void Dispose() => folder.Dispose();
}
