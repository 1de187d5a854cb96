using System.Text;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Privacy;

public sealed class ReporterVaultTests : IAsyncLifetime
{
    private static readonly Reporter Budi = new() { Name = "Budi Santoso", Email = "budi@contoh.id", Phone = "081234567890" };

    private readonly TemporaryFolder folder = new();
    private readonly Database database;
    private readonly ReporterVault vault;

    public ReporterVaultTests()
    {
        database = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")), TicketSeal.Of(new KeyFolder(folder.File("keys"))));
        vault = Vault(folder.File("keys"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await database.MigrateAsync(Token);

    [Fact]
    public async Task What_is_stored_holds_nothing_readable()
    {
        var id = await StoreAsync(Budi);

        await using var db = database.Open();
        var record = await db.Reporters.SingleAsync(r => r.TicketId == id);
        var stored = Encoding.UTF8.GetString(record.Sealed) + record.Lookup;
        stored.ShouldNotContain("Budi");
        stored.ShouldNotContain("contoh.id");
        vault.Unseal(record).ShouldBe(Budi);
    }

    [Fact]
    public async Task Nobody_identified_leaves_no_record()
    {
        await StoreAsync(new Reporter { Organisation = "SMAN 1" });

        await using var db = database.Open();
        (await db.Reporters.AnyAsync(Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_later_item_adds_what_was_not_known_and_takes_nothing_away()
    {
        var id = await StoreAsync(new Reporter { Name = "Budi Santoso" });
        await using (var db = database.Open())
        {
            await vault.KeepAsync(db, await db.Tickets.SingleAsync(Token), new Reporter { Name = "B. Santoso", Email = "budi@contoh.id" }, Token);
            await db.SaveChangesAsync(Token);
        }

        await using var later = database.Open();
        var kept = vault.Unseal(await later.Reporters.SingleAsync(r => r.TicketId == id, Token));
        (kept with { Also = null }).ShouldBe(new Reporter { Name = "Budi Santoso", Email = "budi@contoh.id" });
        kept.Also.ShouldBe([new Reporter { Name = "B. Santoso" }]);
    }

    [Fact]
    public void The_same_address_is_recognised_and_only_with_the_key()
    {
        var (marks, again, other) = (Marks("keys"), Marks("keys"), Marks("other"));
        marks.OfAddress(" Budi@Contoh.id ").ShouldBe(marks.OfAddress("budi@contoh.id"));
        marks.OfAddress("budi@contoh.id").ShouldNotBe(marks.OfAddress("budi2@contoh.id"));
        again.OfAddress("budi@contoh.id").ShouldBe(marks.OfAddress("budi@contoh.id"));
        other.OfAddress("budi@contoh.id").ShouldNotBe(marks.OfAddress("budi@contoh.id"));
        marks.OfAddress(" ").ShouldBeNull();
        ReporterMarks Marks(string place) => new(new KeyFolder(folder.File(place)));
    }

    [Fact]
    public async Task Opening_is_written_down_with_its_purpose()
    {
        var id = await StoreAsync(Budi);

        (await vault.OpenAsync(id, "menelepon pelapor", As(Roles.Verifier), Token)).ShouldBe(Budi);

        var entry = await OnlyEntryAsync();
        entry.ShouldSatisfyAllConditions(
            e => e.Action.ShouldBe("reporter.opened"),
            e => e.Actor.ShouldBe("verifier"),
            e => e.Subject.ShouldBe("KU-2026-000001"),
            e => e.Detail.ShouldBe("menelepon pelapor"));
    }

    [Theory]
    [InlineData(Roles.Verifier, null, false, true, true)]
    [InlineData(Roles.Staff, "kesra", true, false, true)]
    [InlineData(Roles.Head, "kesra", true, false, true)]
    [InlineData(Roles.Staff, "kesra", false, false, false)]
    [InlineData(Roles.Head, "kesra", false, false, false)]
    [InlineData(Roles.Staff, "kesra", true, true, false)]
    [InlineData(Roles.Head, "kesra", true, true, false)]
    [InlineData(Roles.Staff, "umum", true, false, false)]
    [InlineData(Roles.Leadership, null, true, false, false)]
    [InlineData(Roles.Administrator, null, true, false, false)]
    [InlineData(Roles.Auditor, null, true, false, false)]
    public async Task An_identity_opens_only_for_who_may(string role, string? bureau, bool confirmed, bool anonymous, bool opens)
    {
        var id = await StoreAsync(Budi with { Anonymous = anonymous });
        var asking = vault.OpenAsync(id, "menelepon pelapor", confirmed ? As(role, bureau) with { Roles = new HashSet<string>([role, Roles.Identities]) } : As(role, bureau), Token);

        if (opens)
        {
            (await asking).Name.ShouldBe("Budi Santoso");
        }
        else
        {
            await Should.ThrowAsync<IdentityClosed>(asking);
        }

        (await OnlyEntryAsync()).Action.ShouldBe(opens ? "reporter.opened" : "reporter.refused");
    }

    [Fact]
    public async Task Without_a_purpose_it_stays_closed()
    {
        var id = await StoreAsync(Budi);

        await Should.ThrowAsync<IdentityClosed>(vault.OpenAsync(id, "  x ", As(Roles.Verifier), Token));
    }

    [Fact]
    public async Task An_erased_identity_opens_as_unknown()
    {
        var id = await StoreAsync(Reporter.Unknown);

        (await vault.OpenAsync(id, "menelepon pelapor", As(Roles.Verifier), Token)).ShouldBe(Reporter.Unknown);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private ReporterVault Vault(string keyFolder)
    {
        var keys = new KeyFolder(keyFolder);
        var ticketKeys = new TicketKeys(keys);
        return new ReporterVault(database, new ReporterSeal(ticketKeys, DataProtectionProvider.Create(keys.Create())), ticketKeys, new ReporterMarks(keys), new AuditTrail(keys, TimeProvider.System));
    }

    private async Task<long> StoreAsync(Reporter reporter)
    {
        var at = new DateTimeOffset(2026, 11, 20, 1, 0, 0, TimeSpan.Zero);
        var ticket = Ticket.Open(
            new TicketOrigin("KU-2026-000001", "email", "email", "email", "1"),
            new Submission { Title = "t", Body = "b", ReceivedAt = at, Reporter = reporter },
            Route(),
            at);
        await using var db = database.Open();
        db.Tickets.Add(ticket);
        await db.SaveChangesAsync();
        await vault.KeepAsync(db, ticket, reporter, Token);
        await db.SaveChangesAsync();

        return ticket.Id;
    }

    private static RoutingDecision Route() => new() { Kind = SubmissionKind.Complaint, Bureau = "kesra", Score = 1, Triage = false, Why = [] };

    private static CurrentUser As(string role, string? bureau = null) => new(role, new HashSet<string>([role]), bureau);

    private async Task<AuditEntry> OnlyEntryAsync()
    {
        await using var db = database.Open();
        return await db.Audit.SingleAsync();
    }
}
