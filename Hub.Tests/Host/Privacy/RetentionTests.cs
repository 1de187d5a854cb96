using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Privacy;

public sealed class RetentionTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(Start);
    private readonly Database database;
    private readonly ReporterVault vault;
    private readonly TicketSeal seal;
    private readonly Retention retention;
    private static readonly CurrentUser Verifier = new("siti", new HashSet<string> { Roles.Verifier }, null);
    private readonly SubjectRequests subjects;

    public RetentionTests()
    {
        var keys = new KeyFolder(folder.File("keys"));
        var ticketKeys = new TicketKeys(keys);
        var reporters = new ReporterSeal(ticketKeys, DataProtectionProvider.Create(keys.Create()));
        seal = new TicketSeal(ticketKeys, reporters, new ReporterMarks(keys));
        database = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")), seal);
        var audit = new AuditTrail(keys, clock);
        vault = new ReporterVault(database, reporters, ticketKeys, new ReporterMarks(keys), audit);
        retention = new Retention(database, new Erasure(ticketKeys, reporters, new PutAway(new HubOptions { Data = folder.Path }, clock)), new TicketDoor(seal, audit), audit, clock);
        subjects = new SubjectRequests(database, vault, new ReporterMarks(keys), seal, retention, audit);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await database.MigrateAsync(Token);

    [Fact]
    public async Task Nothing_is_erased_until_somebody_decides_on_a_period()
    {
        await StoreAsync("KU-2026-000001", closed: true);
        clock.Advance(TimeSpan.FromDays(5000));

        (await retention.EraseDueAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task An_identity_goes_when_its_time_is_over_and_the_ticket_stays()
    {
        await StoreAsync("KU-2026-000001", closed: true);
        await StoreAsync("KU-2026-000002", closed: false);
        await StoreAsync("KU-2026-000003", closed: true, system: "lapor");
        await retention.ChangeAsync(new RetentionRules(12, new Dictionary<string, int> { ["lapor"] = 60 }), "budi", Token);

        clock.Advance(TimeSpan.FromDays(364));
        (await retention.EraseDueAsync(Token)).ShouldBe(0);
        clock.Advance(TimeSpan.FromDays(2));
        (await retention.EraseDueAsync(Token)).ShouldBe(1);

        await using var db = database.Open();
        (await db.Reporters.CountAsync()).ShouldBe(2);
        (await db.Tickets.CountAsync()).ShouldBe(3);
        (await db.Audit.SingleAsync(e => e.Action == "retention.erased")).Subject.ShouldBe("KU-2026-000001");
    }

    [Fact]
    public async Task A_hold_keeps_an_identity_until_it_is_released()
    {
        await StoreAsync("KU-2026-000001", closed: true);
        await retention.ChangeAsync(new RetentionRules(1, new Dictionary<string, int>()), "budi", Token);
        (await retention.HoldAsync("KU-2026-000001", "perkara Budi Santoso di Ombudsman", Verifier, Token)).ShouldBeTrue();
        (await retention.HoldAsync("KU-2026-000009", "tidak ada", Verifier, Token)).ShouldBeFalse();
        (await retention.HoldsAsync(Verifier, Token)).ShouldHaveSingleItem().Reason.ShouldBe("perkara ▇▇▇▇ di Ombudsman");
        clock.Advance(TimeSpan.FromDays(60));

        (await retention.EraseDueAsync(Token)).ShouldBe(0);
        (await subjects.EraseAsync("budi@contoh.id", "permintaan pelapor", Verifier, Token)).Kept.ShouldBe(["KU-2026-000001"]);
        await retention.ReleaseAsync("KU-2026-000001", Verifier, Token);

        (await retention.EraseDueAsync(Token)).ShouldBe(1);
        await using var db = database.Open();
        (await db.Audit.SingleAsync(e => e.Action == "hold.placed")).Detail.ShouldBe("perkara ▇▇▇▇ di Ombudsman");
    }

    [Fact]
    public async Task A_data_subject_gets_everything_under_the_address_and_nothing_of_others()
    {
        await StoreAsync("KU-2026-000001", closed: true);
        await StoreAsync("KU-2026-000002", closed: false);
        await StoreAsync("KU-2026-000003", closed: true, email: "orang.lain@contoh.id");

        var file = await subjects.ExportAsync("Budi@Contoh.id", "permintaan pelapor", Verifier, Token);

        file.Items.Select(i => i.Number).ShouldBe(["KU-2026-000001", "KU-2026-000002"]);
        file.Items[0].Reporter.Name.ShouldBe("Budi Santoso");
        await using var db = database.Open();
        (await db.Audit.CountAsync(e => e.Action == "reporter.exported" && e.Actor == "siti")).ShouldBe(2);
    }

    [Fact]
    public async Task An_erasure_takes_finished_tickets_and_names_the_open_ones()
    {
        await StoreAsync("KU-2026-000001", closed: true);
        await StoreAsync("KU-2026-000002", closed: false);

        var done = await subjects.EraseAsync("budi@contoh.id", "permintaan pelapor", Verifier, Token);

        done.Erased.ShouldBe(["KU-2026-000001"]);
        done.Kept.ShouldBe(["KU-2026-000002"]);
        (await vault.OpenAsync(1, "memeriksa", Verifier, Token)).ShouldBe(Reporter.Unknown);
    }

    /// <summary>Whoever keeps a table by hand writes all that is known of a person into one cell.</summary>
    [Theory]
    [InlineData("6471 0102 0304 0009", new[] { "KU-2026-000001" })]
    [InlineData("Rina@contoh.id", new[] { "KU-2026-000001" })]
    [InlineData("ina@contoh.id", new string[0])]
    [InlineData("rina@contoh.i", new string[0])]
    [InlineData("3333647101020304", new string[0])]
    public async Task Who_stands_in_one_cell_with_everything_is_erased_by_address_and_by_nik_and_nobody_whose_is_only_like_it(string subject, string[] erased)
    {
        await StoreAsync("KU-2026-000001", closed: true, reporter: new Reporter { Name = "Rina Wqasanah, 0812-5551-3333 6471010203040009, <rina@contoh.id>" });
        await StoreAsync("KU-2026-000002", closed: true, reporter: new Reporter { Name = "Rina Wqasanah" });

        (await subjects.EraseAsync(subject, "permintaan pelapor", Verifier, Token)).Erased.ShouldBe(erased);
    }

    /// <summary>A table that was dropped names people without an address: nothing of them could be erased before their time was over.</summary>
    [Theory]
    [InlineData("6471-0102 0304 0001", new[] { "KU-2026-000001", "KU-2026-000002" })]
    [InlineData("ku 2026 3", new[] { "KU-2026-000003" })]
    [InlineData("Zubaidah", new string[0])]
    [InlineData("0812 5551 2222", new string[0])]
    public async Task Who_has_no_address_is_erased_by_the_number_of_the_person_or_of_the_ticket_and_by_nothing_that_others_share(string subject, string[] erased)
    {
        var zubaidah = new Reporter { Name = "Zubaidah", Phone = "0812 5551 2222", NationalId = "6471010203040001" };
        await StoreAsync("KU-2026-000001", closed: true, reporter: zubaidah);
        await StoreAsync("KU-2026-000002", closed: true, reporter: zubaidah with { Anonymous = true });
        await StoreAsync("KU-2026-000003", closed: true, reporter: new Reporter { Name = "Zubaidah", Phone = "0812 5551 2222" });

        (await subjects.EraseAsync(subject, "permintaan pelapor", Verifier, Token)).Erased.ShouldBe(erased);

        await using var db = database.Open();
        (await db.Reporters.CountAsync(Token)).ShouldBe(3 - erased.Length);
    }

    /// <summary>Whoever typed a guessed address read which open ticket is that person's, and nobody knew that it was asked.</summary>
    [Fact]
    public async Task Nobody_asks_whose_a_ticket_is_without_a_trace()
    {
        await StoreAsync("KU-2026-000002", closed: false, anonymous: true);

        (await subjects.EraseAsync("budi@contoh.id", "permintaan Budi Santoso", Verifier, Token)).Kept.ShouldBe(["KU-2026-000002"]);
        (await subjects.EraseAsync("orang.lain@contoh.id", "permintaan orang lain", Verifier, Token)).Kept.ShouldBeEmpty();
        (await subjects.ExportAsync("orang.lain@contoh.id", "permintaan orang lain", Verifier, Token)).Items.ShouldBeEmpty();

        await using var db = database.Open();
        var named = await db.Audit.AsNoTracking().SingleAsync(e => e.Action == "reporter.named", Token);
        (named.Actor, named.Subject, named.Detail).ShouldBe(("siti", "KU-2026-000002", "permintaan ▇▇▇▇"));
        (await db.Audit.AsNoTracking().Where(e => e.Action == "subject.asked").OrderBy(e => e.Id).Select(e => e.Detail).ToListAsync(Token)).ShouldBe(["1", "0", "0"]);
        (await db.Audit.AsNoTracking().AnyAsync(e => e.Detail!.Contains("orang"), Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_lies_open_of_an_anonymous_ticket_names_nobody_before_and_after_erasing()
    {
        const string text = "Jalan rusak. Hormat saya, Budi Santoso, 0812-3456-7890";
        await StoreAsync("KU-2026-000001", closed: true, anonymous: true, body: text);
        await using (var db = database.Open())
        {
            var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
            ticket.Body.ShouldBe("Jalan rusak. Hormat saya, ▇▇▇▇, ▇▇▇▇");
            seal.Whole(ticket).Body.ShouldBe(text);
        }

        await subjects.EraseAsync("budi@contoh.id", "permintaan pelapor", Verifier, Token);

        await using var after = database.Open();
        var erased = await after.Tickets.AsNoTracking().SingleAsync(Token);
        seal.Whole(erased).Body.ShouldBe("Jalan rusak. Hormat saya, ▇▇▇▇, ▇▇▇▇");
    }

    /// <summary>An office or body alone is no person of the compartment; sealed because a flag is up, it goes when its time is over.</summary>
    [Fact]
    public async Task The_body_that_sent_a_protected_ticket_goes_with_its_key_and_that_of_an_open_one_stays()
    {
        await StoreAsync("KU-2026-000001", closed: true, reporter: new Reporter { Organisation = "Yayasan Melati Putih", Anonymous = true }, body: "Kami, Yayasan Melati Putih, mengadu.");
        await StoreAsync("KU-2026-000002", closed: true, reporter: new Reporter { Organisation = "Dinas Kesehatan" });
        await using (var db = database.Open())
        {
            var ticket = await db.Tickets.AsNoTracking().SingleAsync(t => t.Anonymous, Token);
            (ticket.Organisation, ticket.Body, seal.Whole(ticket).Organisation).ShouldBe(("▇▇▇▇", "Kami, ▇▇▇▇, mengadu.", "Yayasan Melati Putih"));
        }

        await retention.ChangeAsync(new RetentionRules(12, new Dictionary<string, int>()), "budi", Token);
        clock.Advance(TimeSpan.FromDays(370));
        (await retention.EraseDueAsync(Token)).ShouldBe(1);
        (await retention.EraseDueAsync(Token)).ShouldBe(0, "once");

        await using var after = database.Open();
        var erased = await after.Tickets.AsNoTracking().SingleAsync(t => t.Anonymous, Token);
        (erased.Organisation, seal.Whole(erased).Organisation, seal.Whole(erased).Body).ShouldBe((null, null, "Kami, ▇▇▇▇, mengadu."));
        (await after.Tickets.AsNoTracking().SingleAsync(t => !t.Anonymous, Token)).Organisation.ShouldBe("Dinas Kesehatan");
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_its_source_ended_at_an_unknown_time_goes_by_the_day_on_which_that_was_seen()
    {
        var ticket = await StoreAsync("KU-2026-000001", closed: false);
        await using (var db = database.Open())
        {
            var stored = await db.Tickets.Include(t => t.Events).SingleAsync(t => t.Id == ticket.Id, Token);
            stored.Update(new Submission { Title = "t", Body = "b", ReceivedAt = Start, SourceState = SourceState.Closed, SourceStatus = "Ditutup oleh Sistem" }, Start.AddDays(10)).ShouldBeTrue();
            stored.ClosedAt.ShouldBeNull();
            await db.SaveChangesAsync(Token);
        }

        await retention.ChangeAsync(new RetentionRules(12, new Dictionary<string, int>()), "budi", Token);
        clock.Advance(TimeSpan.FromDays(370));
        (await retention.EraseDueAsync(Token)).ShouldBe(0);
        clock.Advance(TimeSpan.FromDays(8));

        (await retention.EraseDueAsync(Token)).ShouldBe(1);
    }

    /// <summary>Merged tickets, and doubtful replies that joined one, never close by themselves: whoever sent them was kept for good.</summary>
    [Fact]
    public async Task What_follows_another_ticket_goes_by_the_end_of_that_one()
    {
        var leader = await StoreAsync("KU-2026-000001", closed: false);
        await StoreAsync("KU-2026-000002", closed: false, email: "orang.lain@contoh.id");
        await StoreAsync("KU-2026-000003", closed: true, email: "orang.ketiga@contoh.id");
        await using var db = database.Open();
        foreach (var follower in await db.Tickets.Include(t => t.Events).Where(t => t.Id != leader.Id).ToListAsync(Token))
        {
            follower.MergeInto(leader, "siti", "laporan yang sama", Start);
        }

        await db.SaveChangesAsync(Token);
        await retention.ChangeAsync(new RetentionRules(12, new Dictionary<string, int>()), "budi", Token);
        clock.Advance(TimeSpan.FromDays(400));
        (await retention.EraseDueAsync(Token)).ShouldBe(0, "it is still worked on");

        await db.Tickets.Where(t => t.Id == leader.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Status, TicketStatus.Closed).SetProperty(t => t.ClosedAt, clock.GetUtcNow()), Token);
        clock.Advance(TimeSpan.FromDays(364));
        (await retention.EraseDueAsync(Token)).ShouldBe(0, "its own time counts from the leader's end");
        clock.Advance(TimeSpan.FromDays(3));

        (await retention.EraseDueAsync(Token)).ShouldBe(3);
        (await db.Reporters.AnyAsync(Token)).ShouldBeFalse();
    }

    /// <summary>A case before the Ombudsman is told of by everybody who sent it; whoever was merged into it was erased while it was held.</summary>
    [Theory]
    [InlineData("KU-2026-000001", "KU-2026-000001")]
    [InlineData("KU-2026-000002", "KU-2026-000001")]
    [InlineData("KU-2026-000001", "KU-2026-000002")]
    public async Task A_hold_keeps_all_tickets_of_one_matter(string leading, string held)
    {
        await using var db = database.Open();
        foreach (var number in (string[])["KU-2026-000001", "KU-2026-000002"])
        {
            await StoreAsync(number, closed: number == leading, email: $"{number}@contoh.id");
        }

        await FollowAsync(db, leading, Token);
        await retention.ChangeAsync(new RetentionRules(1, new Dictionary<string, int>()), "siti", Token);
        (await retention.HoldAsync(held, "perkara di Ombudsman", Verifier, Token)).ShouldBeTrue();
        clock.Advance(TimeSpan.FromDays(60));

        (await retention.EraseDueAsync(Token)).ShouldBe(0);
        (await subjects.EraseAsync("KU-2026-000002@contoh.id", "permintaan pelapor", Verifier, Token)).Kept.ShouldBe(["KU-2026-000002"]);
        await retention.ReleaseAsync(held, Verifier, Token);

        (await retention.EraseDueAsync(Token)).ShouldBe(2);
    }

    /// <summary>What follows a ticket that is worked on was taken for finished: its sender went, and heard nothing of the answer.</summary>
    [Fact]
    public async Task A_request_leaves_what_follows_an_open_ticket()
    {
        await using var db = database.Open();
        await StoreAsync("KU-2026-000001", closed: false, email: "lain@contoh.id");
        await StoreAsync("KU-2026-000002", closed: false);
        await FollowAsync(db, "KU-2026-000001", Token);

        (await subjects.EraseAsync("budi@contoh.id", "permintaan pelapor", Verifier, Token)).Kept.ShouldBe(["KU-2026-000002"]);
        await db.Tickets.Where(t => t.Number == "KU-2026-000001").ExecuteUpdateAsync(set => set.SetProperty(t => t.Status, TicketStatus.Resolved), Token);

        (await subjects.EraseAsync("budi@contoh.id", "permintaan pelapor", Verifier, Token)).Erased.ShouldBe(["KU-2026-000002"]);
    }

    private static async Task FollowAsync(HubDbContext db, string leading, CancellationToken token)
    {
        var leader = await db.Tickets.Include(t => t.Events).SingleAsync(t => t.Number == leading, token);
        foreach (var follower in await db.Tickets.Include(t => t.Events).Where(t => t.Id != leader.Id).ToListAsync(token))
        {
            follower.MergeInto(leader, "siti", "laporan yang sama", Start);
        }

        await db.SaveChangesAsync(token);
    }

    /// <summary>A page of SQLite that is divided keeps copies of the rows that moved, between those it has, and overwriting what is deleted does not reach them.</summary>
    [Fact]
    public async Task Copies_of_rows_that_moved_leave_the_file_with_what_was_erased()
    {
        const int Rows = 200;
        await using var db = database.Open();
        foreach (var words in (Func<int, string>[])[n => new string('x', n * 37 % 600), n => string.Concat(Enumerable.Repeat($"Tandiolak{n:00000} ", 1 + (n * 7 % 40))), _ => ""])
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            for (var n = 0; n < Rows; n++)
            {
                await db.KeepAsync($"words-{n}", words(n), Token);
            }

            await transaction.CommitAsync(Token);
        }

        await Erasure.NoteUnwipedAsync(db, Token);
        await retention.FinishAsync(Token);

        foreach (var file in Directory.EnumerateFiles(folder.Path, "hub.db*"))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(open, System.Text.Encoding.Latin1);
            (await reader.ReadToEndAsync(Token)).Contains("Tandiolak", StringComparison.Ordinal).ShouldBeFalse(Path.GetFileName(file));
        }
    }

    private async Task<Ticket> StoreAsync(string number, bool closed, string system = "email", string email = "budi@contoh.id", bool anonymous = false, string body = "b", Reporter? reporter = null)
    {
        reporter ??= new Reporter { Name = "Budi Santoso", Email = email, Anonymous = anonymous };
        var ticket = Ticket.Open(
            new TicketOrigin(number, system, system, system, number),
            new Submission { Title = "t", Body = body, ReceivedAt = Start, Reporter = reporter },
            new RoutingDecision { Kind = SubmissionKind.Complaint, Bureau = "kesra", Score = 1, Triage = false, Why = [] },
            Start);
        if (closed)
        {
            ticket.Resolve("siti", "selesai", Start);
            ticket.Close("siti", null, Start);
        }

        await using var db = database.Open();
        db.Tickets.Add(ticket);
        await db.SaveChangesAsync();
        await vault.KeepAsync(db, ticket, reporter, Token);
        await db.SaveChangesAsync();
        return ticket;
    }
}
