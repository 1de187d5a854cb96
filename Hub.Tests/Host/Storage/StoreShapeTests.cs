using Hub.Host.Storage;
using Hub.Host.Verbs;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Storage;

/// <summary>A store out of which somebody took a table, a column, a key or a trigger is named at the start and by every verb, in one sentence; nothing is made again without what it held.</summary>
[Collection(OnPostgres.Name)]
public sealed class StoreShapeTests(PostgresServer postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_store_as_the_migrations_make_it_is_whole_and_each_table_that_is_dropped_is_named(StoreKind kind)
    {
        using var folder = new TemporaryFolder();
        var database = await MadeAsync(kind, folder);
        await using var db = database.Open();
        (await StoreShape.MissingAsync(db, Token)).ShouldBeEmpty();

        foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()!))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            await db.Database.ExecuteSqlRawAsync(kind == StoreKind.Sqlite ? $"PRAGMA defer_foreign_keys = ON; DROP TABLE \"{table}\"" : $"DROP TABLE \"{table}\" CASCADE", Token);
            (await StoreShape.MissingAsync(db, Token)).ShouldContain(table);
            await transaction.RollbackAsync(Token);
        }
    }

    [Theory]
    [InlineData(StoreKind.Sqlite, "DROP TABLE audit", "audit")]
    [InlineData(StoreKind.Postgres, "DROP TABLE audit", "audit")]
    [InlineData(StoreKind.Sqlite, "DROP TABLE marks", "marks")]
    [InlineData(StoreKind.Postgres, "DROP TABLE marks", "marks")]
    [InlineData(StoreKind.Sqlite, "DROP TABLE outbox", "outbox")]
    [InlineData(StoreKind.Postgres, "DROP TABLE outbox", "outbox")]
    [InlineData(StoreKind.Sqlite, "DROP TABLE \"__EFMigrationsHistory\"", "action_uses")]
    [InlineData(StoreKind.Postgres, "DROP TABLE \"__EFMigrationsHistory\"", "action_uses")]
    [InlineData(StoreKind.Sqlite, "DROP TABLE ticket_words", "ticket_words")]
    [InlineData(StoreKind.Sqlite, "DROP TRIGGER ticket_words_update", "ticket_words_update")]
    [InlineData(StoreKind.Postgres, "ALTER TABLE tickets DROP COLUMN words", "tickets.words")]
    [InlineData(StoreKind.Sqlite, "ALTER TABLE tickets DROP COLUMN rating", "tickets.rating")]
    [InlineData(StoreKind.Postgres, "ALTER TABLE tickets DROP COLUMN rating", "tickets.rating")]
    [InlineData(StoreKind.Sqlite, "DROP INDEX \"IX_outbox_key\"", "IX_outbox_key")]
    [InlineData(StoreKind.Postgres, "DROP INDEX \"IX_outbox_key\"", "IX_outbox_key")]
    [InlineData(StoreKind.Postgres, "ALTER TABLE audit DROP CONSTRAINT \"PK_audit\"", "PK_audit")]
    public async Task What_was_taken_out_of_a_store_is_one_sentence(StoreKind kind, string sql, string named)
    {
        using var folder = new TemporaryFolder();
        var settings = new List<string> { $"--Hub:Data={folder.Path}", "--Hub:StoreWaitSeconds=1" };
        var database = await MadeAsync(kind, folder, settings);
        await using (var db = database.Open())
        {
            if (sql.Contains("rating", StringComparison.Ordinal))
            {
                // Nobody takes a column out that an index stands on, nor does a store let him.
                await db.Database.ExecuteSqlRawAsync("DROP INDEX ix_tickets_received_figures", Token);
            }

            await db.Database.ExecuteSqlRawAsync(sql, Token);
        }

        // A walk along the trail needs nothing but its own tables.
        var walk = named is "audit" or "marks" ? new string[][] { ["audit", "verify"] } : [];
        foreach (var verb in walk.Append(["doctor"]).Append(["backup"]).Append(["serve", "--urls=http://127.0.0.1:0"]))
        {
            var (code, said) = await HeardConsole.DuringAsync(() => VerbList.RunAsync([.. verb, .. settings]));

            code.ShouldBe(verb[0] == "serve" ? ExitCode.Misconfigured : ExitCode.Refused, $"{verb[0]}: {said}");
            said.ShouldContain(named, customMessage: verb[0]);
            said.ShouldNotContain("   at ", customMessage: verb[0]);
            said.Trim().Split('\n').Length.ShouldBe(1, said);
        }
    }

    private async Task<Database> MadeAsync(StoreKind kind, TemporaryFolder folder, List<string>? settings = null)
    {
        Directory.CreateDirectory(folder.File("keys"));
        if (kind == StoreKind.Sqlite)
        {
            var file = new Database(kind, Database.SqliteFile(folder.File("hub.db")));
            await file.MigrateAsync(Token);
            return file;
        }

        var connection = await postgres.NewDatabaseAsync();
        settings?.AddRange(["--Hub:Store=Postgres", $"--Hub:Connection={connection}"]);
        return new Database(kind, connection);
    }
}
