using System.Net;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Generations;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Audit;

/// <summary>A trail that somebody changed outside the hub stays broken, whatever is written after it.</summary>
[Collection(OnPostgres.Name)]
public sealed class BrokenTrailTests(PostgresServer postgres) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private KeyFolder Keys => new(folder.File("keys"));

    private AuditTrail Trail => new(Keys, TimeProvider.System);

    [Theory]
    [InlineData(StoreKind.Sqlite, "DELETE FROM audit WHERE id > 3")]
    [InlineData(StoreKind.Postgres, "DELETE FROM audit WHERE id > 3")]
    [InlineData(StoreKind.Sqlite, "DELETE FROM audit")]
    [InlineData(StoreKind.Postgres, "DELETE FROM audit")]
    [InlineData(StoreKind.Sqlite, "DELETE FROM audit; UPDATE marks SET value = 'x' WHERE name = 'audit-head'")]
    [InlineData(StoreKind.Postgres, "DELETE FROM audit; UPDATE marks SET value = 'x' WHERE name = 'audit-head'")]
    [InlineData(StoreKind.Sqlite, "DELETE FROM marks WHERE name = 'audit-head'")]
    [InlineData(StoreKind.Postgres, "DELETE FROM marks WHERE name = 'audit-head'")]
    public async Task What_comes_after_heals_nothing(StoreKind kind, string sql)
    {
        var database = await WrittenAsync(kind, 5);
        await TamperAsync(database, sql);
        (await CheckAsync(database)).IsWhole.ShouldBeFalse();

        await WriteAsync(database, 3);

        (await CheckAsync(database)).Faults.ShouldHaveSingleItem().Kind.ShouldBeOneOf(AuditFaultKind.Gap, AuditFaultKind.Changed);
    }

    /// <summary>Whoever has the database and not the keys can compute a hash, and write entries that hang together.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite, 5)]
    [InlineData(StoreKind.Postgres, 5)]
    [InlineData(StoreKind.Sqlite, 6)]
    [InlineData(StoreKind.Postgres, 6)]
    public async Task An_end_that_was_written_anew_or_on_is_not_taken_for_ours(StoreKind kind, long number)
    {
        var database = await WrittenAsync(kind, 5);
        await TamperAsync(database, $"DELETE FROM audit WHERE id >= {number}");
        await using (var db = database.Open())
        {
            var last = await db.Audit.AsNoTracking().OrderByDescending(e => e.Id).FirstAsync(Token);
            var forged = new AuditEntry { Id = last.Id + 1, At = last.At, Actor = "budi", Action = "source.changed", Subject = "x", Detail = null, Hash = "" };
            forged.Hash = AuditChain.Hash(last.Hash, forged);
            db.Audit.Add(forged);
            await db.SaveChangesAsync(Token);
        }

        await WriteAsync(database, 3);

        (await CheckAsync(database)).Faults.ShouldHaveSingleItem().ShouldBe(new AuditFault(AuditFaultKind.Changed, number + 1));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task No_trail_beside_accounts_is_a_trail_that_was_removed(StoreKind kind)
    {
        var database = await WrittenAsync(kind, 5);
        await AccountAsync(database);
        await TamperAsync(database, "DELETE FROM audit; DELETE FROM marks WHERE name = 'audit-head'");

        (await CheckAsync(database)).IsWhole.ShouldBeFalse();
        await WriteAsync(database, 3);

        (await CheckAsync(database)).IsWhole.ShouldBeFalse("nor does it begin anew as if nothing had been");
    }

    /// <summary>An account is stored in one transaction with its entry, so that no hour is needed to tell the first one from a trail that was taken away.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_trail_that_is_removed_in_the_minute_of_the_first_account_does_not_begin_anew(StoreKind kind)
    {
        await using var hub = await HubFixture.StartAsync(await TestStore.SettingsAsync(kind, postgres), folder: folder);
        await Visitor.RegisterAsync(hub, "siti", null, Roles.Auditor);
        (await CheckAsync(hub.Database)).IsWhole.ShouldBeTrue("the first account is none beside which a trail is missing");
        await TamperAsync(hub.Database, "DELETE FROM audit; DELETE FROM marks WHERE name = 'audit-head'");

        await StateAsync(hub, s => s.Broken.ShouldNotBeNull());
        await WriteAsync(hub.Database, 2, hub.Get<AuditTrail>());

        (await CheckAsync(hub.Database)).IsWhole.ShouldBeFalse();
    }

    /// <summary>Before there is any account the witness beside the store tells; what it saw it does not forget while the hub runs.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_trail_that_is_removed_before_there_are_accounts_does_not_begin_anew(StoreKind kind)
    {
        await using var hub = await HubFixture.StartAsync(await TestStore.SettingsAsync(kind, postgres), folder: folder);
        await WriteAsync(hub.Database, 3, hub.Get<AuditTrail>());
        await hub.Get<Generation>().LookAsync(Token);
        await TamperAsync(hub.Database, "DELETE FROM audit; DELETE FROM marks WHERE name = 'audit-head'");

        await hub.Get<Generation>().LookAsync(Token);
        await WriteAsync(hub.Database, 2, hub.Get<AuditTrail>());

        (await CheckAsync(hub.Database)).IsWhole.ShouldBeFalse();
    }

    /// <summary>Nor does a store begin a new life out of which the mark of its life was taken with the trail.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_store_that_lost_trail_and_epoch_is_taken_for_one_that_was_put_back(StoreKind kind)
    {
        var settings = await TestStore.SettingsAsync(kind, postgres);
        await using (var before = await HubFixture.StartAsync(settings, folder: folder))
        {
            await Visitor.RegisterAsync(before, "siti", null, Roles.Auditor);
            await before.Get<Generation>().LookAsync(Token);
            await TamperAsync(before.Database, "DELETE FROM audit; DELETE FROM marks WHERE name IN ('audit-head', 'epoch')");
        }

        await using var hub = await HubFixture.StartAsync(settings, folder: folder);

        hub.Get<Generation>().Restored.ShouldNotBeNull().Lost.Keys.ShouldContain("audit");
        (await CheckAsync(hub.Database)).IsWhole.ShouldBeFalse();
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_crash_between_an_entry_and_its_signature_leaves_neither(StoreKind kind)
    {
        var database = await WrittenAsync(kind, 2);
        await using (var db = database.Open())
        {
            await db.Database.ExecuteSqlRawAsync(kind == StoreKind.Sqlite
                ? "CREATE TRIGGER crash BEFORE UPDATE ON marks WHEN NEW.name = 'audit-head' BEGIN SELECT RAISE(ABORT, 'crash'); END"
                : "CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'crash'; END $$; CREATE TRIGGER crash BEFORE UPDATE ON marks FOR EACH ROW EXECUTE FUNCTION crash()", Token);
        }

        await Should.ThrowAsync<System.Data.Common.DbException>(() => WriteAsync(database, 1));

        var verdict = await CheckAsync(database);
        (verdict.Entries, verdict.IsWhole).ShouldBe((2, true));
        await using var after = database.Open();
        await after.Database.ExecuteSqlRawAsync(kind == StoreKind.Sqlite ? "DROP TRIGGER crash" : "DROP TRIGGER crash ON marks", Token);
        await WriteAsync(database, 1);
        (await CheckAsync(database)).Entries.ShouldBe(3);
    }

    /// <summary>Two hubs on one store, each with its own keys read from the same folder.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Hubs_that_write_at_once_find_no_break(StoreKind kind)
    {
        var database = await WrittenAsync(kind, 1);
        AuditTrail[] hubs = [Trail, Trail];

        await Parallel.ForAsync(0, 40, Token, async (i, token) =>
        {
            await using var db = database.Open();
            await hubs[i % 2].WriteAsync(db, $"u{i}", "test.done", $"s{i}", null, token);
        });

        var verdict = await CheckAsync(database);
        (verdict.Entries, verdict.IsWhole).ShouldBe((41, true));
    }

    /// <summary>Whoever drops the guards and cuts the tail is found out at the next start: they are made again, and each of the two is told once.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_start_makes_missing_guards_again_and_says_what_it_found(StoreKind kind)
    {
        var settings = await TestStore.SettingsAsync(kind, postgres);
        await using (var before = await HubFixture.StartAsync(settings, folder: folder))
        {
            await StateAsync(before, s => s.ShouldBe(new AuditState(null, null, null, true)));
            await WriteAsync(before.Database, 5, before.Get<AuditTrail>());
            await DropAsync(before.Database);
            await using var db = before.Database.Open();
            (await AuditVerdict.OfAsync(db, before.Get<KeyFolder>(), null, Token)).Faults.ShouldHaveSingleItem().Kind.ShouldBe(AuditFaultKind.Unguarded);
            await db.Database.ExecuteSqlRawAsync("DELETE FROM audit WHERE id > (SELECT max(id) - 3 FROM audit)", Token);
            await StateAsync(before, s => (s.Broken is null, s.IsGuarded).ShouldBe((false, false)));
        }

        await using var hub = await HubFixture.StartAsync(settings, folder: folder);

        await using var after = hub.Database.Open();
        (await after.Audit.CountAsync(e => e.Action == "audit.guarded-again", Token)).ShouldBe(1);
        (await Should.ThrowAsync<System.Data.Common.DbException>(() => after.Database.ExecuteSqlRawAsync("DELETE FROM audit"))).Message.ShouldContain("append-only");
        (await AuditVerdict.OfAsync(after, hub.Get<KeyFolder>(), null, Token)).Faults.ShouldHaveSingleItem().Kind.ShouldBe(AuditFaultKind.Gap);
        for (var look = 0; look < 2; look++)
        {
            await hub.Get<WatchdogWorker>().LookAsync(Token);
        }

        (await after.Alarms.Where(a => a.Code.StartsWith("audit-")).Select(a => a.Code).Order().ToListAsync(Token)).ShouldBe(["audit-broken", "audit-unguarded"]);
        using var auditor = await Visitor.SignedInAsync(hub, "auditor", null, Roles.Auditor);
        var page = WebUtility.HtmlDecode(await (await auditor.GetAsync("/settings/audit")).Content.ReadAsStringAsync(Token));
        page.ShouldContain("Jejak ini rusak pada catatan");
        page.ShouldContain("Penjaga jejak ini tidak ada saat hub dimulai");
    }

    /// <summary>What a guard's name stands on matters, not the name.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite, "DROP TRIGGER audit_no_change; CREATE TRIGGER audit_no_change BEFORE UPDATE ON audit WHEN 0 BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END")]
    [InlineData(StoreKind.Postgres, "ALTER TABLE audit DISABLE TRIGGER audit_append_only")]
    [InlineData(StoreKind.Postgres, "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$")]
    public async Task A_guard_that_refuses_nothing_is_missing(StoreKind kind, string sql)
    {
        var database = await WrittenAsync(kind, 2);
        await using var db = database.Open();
        await db.Database.ExecuteSqlRawAsync(sql, Token);

        (await CheckAsync(database)).Faults.ShouldHaveSingleItem().Kind.ShouldBe(AuditFaultKind.Unguarded);
        await AuditGuards.MakeAsync(db, Token);

        (await CheckAsync(database)).IsWhole.ShouldBeTrue();
    }

    public void Dispose() => folder.Dispose();

    private async Task<Database> WrittenAsync(StoreKind kind, int entries)
    {
        var database = kind == StoreKind.Sqlite
            ? new Database(kind, Database.SqliteFile(folder.File("hub.db")))
            : new Database(kind, await postgres.NewDatabaseAsync());
        await database.MigrateAsync(Token);
        await WriteAsync(database, entries);
        return database;
    }

    private async Task WriteAsync(Database database, int entries, AuditTrail? by = null)
    {
        var trail = by ?? Trail;
        for (var i = 0; i < entries; i++)
        {
            await using var db = database.Open();
            await trail.WriteAsync(db, "siti", "source.changed", $"sumber-{i}", "jadwal lama; jadwal baru", Token);
        }
    }

    private async Task<AuditVerdict> CheckAsync(Database database)
    {
        await using var db = database.Open();
        return await AuditVerdict.OfAsync(db, Keys, null, Token);
    }

    private static async Task StateAsync(HubFixture hub, Action<AuditState> expected)
    {
        await using var db = hub.Database.Open();
        expected(await hub.Get<AuditWatch>().LookAsync(db, Token));
    }

    private static async Task DropAsync(Database database)
    {
        await using var db = database.Open();
        await db.Database.ExecuteSqlRawAsync(database.Kind == StoreKind.Sqlite ? "DROP TRIGGER audit_no_change; DROP TRIGGER audit_no_removal" : "DROP TRIGGER audit_append_only ON audit", Token);
    }

    private static async Task AccountAsync(Database database)
    {
        await using var db = database.Open();
        db.Users.Add(new User { UserName = "siti", NormalizedUserName = "SITI", CreatedAt = TimeProvider.System.GetUtcNow().AddDays(-1) });
        await db.SaveChangesAsync(Token);
    }

    /// <summary>As somebody with the right to change the schema does it, who puts the guards back.</summary>
    private static async Task TamperAsync(Database database, string sql)
    {
        await using var db = database.Open();
        await db.Database.ExecuteSqlRawAsync(database.Kind == StoreKind.Sqlite
            ? $"DROP TRIGGER audit_no_change; DROP TRIGGER audit_no_removal; {sql}; CREATE TRIGGER audit_no_change BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END; CREATE TRIGGER audit_no_removal BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
            : $"ALTER TABLE audit DISABLE TRIGGER audit_append_only; {sql}; ALTER TABLE audit ENABLE TRIGGER audit_append_only", Token);
    }
}
