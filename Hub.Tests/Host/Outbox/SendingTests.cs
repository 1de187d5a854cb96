using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Outbox;

/// <summary>Quiet hours, budget and digest through the real store, with a clock that the test moves.</summary>
public sealed class SendingTests
{
    private const string Staff = "staf.kesra@setda.contoh";
    private readonly FakeTimeProvider time = new(At("2026-03-11 10:00"));
    private readonly Caught caught = new();
    private int number;

    [Fact]
    public async Task News_in_the_quiet_hours_wait_for_the_morning_and_receipts_and_reminders_do_not()
    {
        await using var hub = await StartAsync(("QuietFrom", "20:00"), ("QuietUntil", "06:00"));
        time.SetUtcNow(At("2026-03-11 22:00"));
        await TellAsync(hub, NoticePurpose.Assigned, NoticePurpose.Reminder, NoticePurpose.Receipt);

        await SendAsync(hub);
        caught.Purposes.ShouldBe(["Receipt", "Reminder"]);
        time.SetUtcNow(At("2026-03-12 06:00"));
        await SendAsync(hub);

        caught.Purposes.ShouldBe(["Receipt", "Reminder", "Assigned"]);
    }

    [Fact]
    public async Task What_cannot_wait_for_the_morning_leaves_in_the_night()
    {
        await using var hub = await StartAsync(("QuietFrom", "20:00"), ("QuietUntil", "06:00"));
        time.SetUtcNow(At("2026-03-11 22:00"));
        await TellAsync(hub, [NoticePurpose.Assigned], receivedAt: At("2026-01-05 09:00"));

        await SendAsync(hub);

        caught.Purposes.ShouldBe(["Assigned"]);
    }

    [Fact]
    public async Task What_is_over_the_budget_of_a_bureau_comes_in_one_digest_and_nothing_is_missing()
    {
        await using var hub = await StartAsync(("DailyBudget", "50"), ("Budgets:kesra", "2"));
        for (var i = 0; i < 5; i++)
        {
            await TellAsync(hub, NoticePurpose.Assigned);
        }

        await TellAsync(hub, NoticePurpose.Reminder, NoticePurpose.Escalation);
        await SendAsync(hub);
        caught.Purposes.ShouldBe(["Reminder", "Escalation", "Assigned", "Assigned"]);

        time.SetUtcNow(At("2026-03-12 07:30"));
        await SendAsync(hub);
        await SendAsync(hub);

        var digest = caught.Mails[^1];
        caught.Mails.Count.ShouldBe(5);
        digest.Headers.ShouldContain(h => h.Value == "Digest");
        digest.Subject.ShouldBe("Ringkasan: 3 tiket menunggu Anda");
        digest.To.ShouldHaveSingleItem().Address.ShouldBe(Staff);
        foreach (var gathered in new[] { "KU-2026-000003", "KU-2026-000004", "KU-2026-000005" })
        {
            digest.Text.ShouldContain(gathered);
            digest.Html!.ShouldContain(gathered);
        }

        await using var db = hub.Database.Open();
        (await db.Outbox.Where(m => m.State == OutboxState.Folded).ToListAsync()).Count(m => m.Answer!.ToString().StartsWith("digest/kesra/", StringComparison.Ordinal)).ShouldBe(3);
    }

    /// <summary>Whose ticket went to another bureau in the night read its new words next morning, under "waits for you".</summary>
    [Fact]
    public async Task A_digest_names_what_still_calls_and_none_is_sent_where_nothing_does()
    {
        await using var hub = await StartAsync(("DailyBudget", "1"), ("Budgets:hukum", "1"));
        for (var i = 0; i < 5; i++)
        {
            await TellAsync(hub, NoticePurpose.Assigned);
        }

        await TellAsync(hub, [NoticePurpose.Assigned], bureau: "hukum");
        await TellAsync(hub, [NoticePurpose.Assigned], bureau: "hukum");
        await SendAsync(hub);
        await hub.ChangeAsync("KU-2026-000002", new TicketChange.Assign("umum", null, "bukan kami"), "siti");
        await hub.ChangeAsync("KU-2026-000003", new TicketChange.Resolve("Sudah."), "siti");
        await hub.ChangeAsync("KU-2026-000004", new TicketChange.GiveBack("bukan kami"), "siti");
        await hub.ChangeAsync("KU-2026-000007", new TicketChange.Withdraw("dobel"), "siti");
        time.SetUtcNow(At("2026-03-12 07:30"));

        await SendAsync(hub);

        var digest = caught.Mails.Where(m => m.Headers.Any(h => h.Value == "Digest")).ShouldHaveSingleItem();
        (digest.Subject, digest.To[0].Address).ShouldBe(("Ringkasan: 1 tiket menunggu Anda", Staff));
        digest.Text.ShouldContain("KU-2026-000005");
        digest.Text.ShouldNotContain("KU-2026-000002");
        await using var db = hub.Database.Open();
        (await db.Outbox.AnyAsync(m => m.State == OutboxState.Gathered)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_budget_is_new_every_day_and_that_of_another_bureau_is_its_own()
    {
        await using var hub = await StartAsync(("DailyBudget", "1"));
        await TellAsync(hub, NoticePurpose.Assigned);
        await TellAsync(hub, [NoticePurpose.Assigned], bureau: "hukum");
        await TellAsync(hub, NoticePurpose.Assigned);
        time.SetUtcNow(At("2026-03-12 00:00"));
        await TellAsync(hub, NoticePurpose.Assigned);

        await using var db = hub.Database.Open();
        (await db.Outbox.OrderBy(m => m.Id).Select(m => m.State).ToListAsync()).ShouldBe([OutboxState.Pending, OutboxState.Pending, OutboxState.Gathered, OutboxState.Pending]);
    }

    [Fact]
    public async Task A_secret_ticket_stands_in_the_digest_by_its_number_only()
    {
        await using var hub = await StartAsync(("DailyBudget", "1"));
        await TellAsync(hub, NoticePurpose.Assigned);
        await TellAsync(hub, [NoticePurpose.Assigned], reporter: new Reporter { Name = "Siti", Secret = true });
        time.SetUtcNow(At("2026-03-12 07:30"));

        await SendAsync(hub);

        caught.Mails[^1].Text.ShouldContain("KU-2026-000002");
        caught.Mails[^1].Text.ShouldNotContain("Pungutan");
    }

    [Fact]
    public async Task A_receipt_carries_the_tracking_code_and_the_way_to_follow()
    {
        await using var hub = await StartAsync();
        await TellAsync(hub, NoticePurpose.Receipt);

        await SendAsync(hub);

        var receipt = caught.Mails.ShouldHaveSingleItem();
        receipt.Text.ShouldContain(hub.Get<TrackingCode>().Of("KU-2026-000001"));
        receipt.Text.ShouldContain("/track?nomor=KU-2026-000001");
    }

    [Fact]
    public async Task When_mail_to_all_staff_bounces_the_head_hears_and_then_biro_organisasi()
    {
        await using var hub = await StartAsync();
        await using (var db = hub.Database.Open())
        {
            await db.Contacts.Where(c => c.Address == Staff).ExecuteUpdateAsync(set => set.SetProperty(c => c.BouncingSince, time.GetUtcNow()));
        }

        await OpenAsync(hub);
        (await RecipientsAsync(hub)).ShouldBe(["kepala.kesra@setda.contoh"]);
        await using (var db = hub.Database.Open())
        {
            await db.Contacts.Where(c => c.Bureau == "kesra").ExecuteUpdateAsync(set => set.SetProperty(c => c.BouncingSince, time.GetUtcNow()));
        }

        await OpenAsync(hub);
        (await RecipientsAsync(hub)).ShouldBe(["kepala.kesra@setda.contoh", "staf.organisasi@setda.contoh"]);
    }

    [Fact]
    public async Task Settings_that_cannot_be_meant_stop_the_start_by_name()
    {
        var unknown = await Should.ThrowAsync<StartupRefusal>(() => StartAsync(("Budgets:kesara", "2")));
        var half = await Should.ThrowAsync<StartupRefusal>(() => StartAsync(("QuietFrom", "20:00")));

        unknown.Message.ShouldContain("Hub:Sending:Budgets:kesara");
        half.Message.ShouldContain("Hub:Sending:QuietFrom");
    }

    [Theory]
    [InlineData(null, null, OutboxState.Pending)]
    [InlineData(NoticeChoice.Daily, null, OutboxState.Gathered)]
    [InlineData(NoticeChoice.Daily, "siti.staf", OutboxState.Gathered)]
    [InlineData(NoticeChoice.OnlyMine, null, OutboxState.Gathered)]
    [InlineData(NoticeChoice.OnlyMine, "siti.staf", OutboxState.Pending)]
    public async Task A_person_chooses_how_news_come_and_what_presses_comes_at_once(NoticeChoice? choice, string? takenBy, OutboxState expected)
    {
        await using var hub = await StartAsync();
        await using (var db = hub.Database.Open())
        {
            db.Users.Add(new User { Id = "siti", UserName = "siti.staf", NormalizedUserName = "SITI.STAF", Email = Staff, NormalizedEmail = Staff.ToUpperInvariant(), Notices = choice, CreatedAt = time.GetUtcNow() });
            await db.SaveChangesAsync();
        }

        await TellAsync(hub, [NoticePurpose.Reminder], bureau: "kesra");
        if (takenBy is not null)
        {
            await hub.ChangeAsync("KU-2026-000001", new TicketChange.Take(), takenBy);
        }

        await using (var db = hub.Database.Open())
        {
            var ticket = await db.Tickets.Include(t => t.Events).SingleAsync();
            await hub.Get<OutboxWriter>().TicketChangedAsync(db, ticket, ticket.Events.MaxBy(e => e.Sequence)!, time.GetUtcNow(), CancellationToken.None);
            await db.SaveChangesAsync();
            (await db.Outbox.OrderBy(m => m.Id).Select(m => m.State).ToListAsync()).ShouldBe([OutboxState.Pending, expected]);
        }
    }

    [Fact]
    public async Task What_cannot_be_written_down_of_one_mail_does_not_let_the_others_leave_again()
    {
        Need.SqliteFile();
        await using var hub = await StartAsync();
        await TellAsync(hub, NoticePurpose.Reminder);
        await TellAsync(hub, NoticePurpose.Reminder);
        await TellAsync(hub, NoticePurpose.Reminder);
        await using (var db = hub.Database.Open())
        {
            await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER stuck BEFORE UPDATE ON outbox WHEN NEW.id = 2 AND NEW.state = 'Sent' BEGIN SELECT RAISE(ABORT, 'stuck'); END");
        }

        await SendAsync(hub);

        await using var after = hub.Database.Open();
        (await after.Outbox.OrderBy(m => m.Id).Select(m => m.State).ToListAsync()).ShouldBe([OutboxState.Sent, OutboxState.Pending, OutboxState.Sent]);
        (await after.Outbox.Where(m => m.State == OutboxState.Pending).Select(m => m.HandedOverAt).SingleAsync()).ShouldNotBeNull("it is asked about before it goes again");
    }

    private async Task<HubFixture> StartAsync(params (string Name, string Value)[] sending)
    {
        var settings = sending.ToDictionary(s => "Hub:Sending:" + s.Name, s => (string?)s.Value);
        settings["Hub:Contacts:kesra:Head:0"] = "kepala.kesra@setda.contoh";
        HubFixture.SendMail(settings);
        return await HubFixture.StartAsync(settings, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddSingleton<IMailTransport>(caught);
        });
    }

    private Task TellAsync(HubFixture hub, params NoticePurpose[] purposes) => TellAsync(hub, purposes, bureau: "kesra");

    private async Task TellAsync(HubFixture hub, NoticePurpose[] purposes, string bureau = "kesra", DateTimeOffset? receivedAt = null, Reporter? reporter = null)
    {
        await using var db = hub.Database.Open();
        var ticket = Make(hub, bureau, receivedAt, reporter);
        db.Tickets.Add(ticket);
        await db.SaveChangesAsync();
        foreach (var purpose in purposes)
        {
            var toReporter = purpose == NoticePurpose.Receipt;
            await hub.Get<OutboxWriter>().AddAsync(
                db, ticket, purpose, toReporter ? "warga@contoh.id" : $"staf.{bureau}@setda.contoh", toReporter ? null : bureau, new NoticePayload(), time.GetUtcNow(), CancellationToken.None);
        }

        await db.SaveChangesAsync();
    }

    private async Task OpenAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        var ticket = Make(hub, "kesra", null, null);
        db.Tickets.Add(ticket);
        await db.SaveChangesAsync();
        await hub.Get<OutboxWriter>().TicketAssignedAsync(db, ticket, time.GetUtcNow(), CancellationToken.None);
        await db.SaveChangesAsync();
    }

    private Ticket Make(HubFixture hub, string bureau, DateTimeOffset? receivedAt, Reporter? reporter)
    {
        var route = new RoutingDecision { Bureau = bureau, Kind = SubmissionKind.Complaint, Class = "tidak-berkadar-pengawasan", Score = 1, Triage = false, Why = [new("inbox", [])] };
        var submission = new Submission { Title = "Pungutan liar", Body = "…", ReceivedAt = receivedAt ?? At("2026-03-11 09:00"), Reporter = reporter ?? Reporter.Unknown };
        var ticket = Ticket.Open(new TicketOrigin($"KU-2026-{++number:D6}", "email", "kesra", "kesra", $"{number}"), submission, route, time.GetUtcNow());
        hub.Get<LawInForce>().SetClocks(ticket);
        return ticket;
    }

    private static async Task SendAsync(HubFixture hub)
    {
        await hub.Get<DigestRun>().RunAsync(CancellationToken.None);
        await hub.Get<DispatchWorker>().DispatchAsync(CancellationToken.None);
    }

    private static async Task<List<string>> RecipientsAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        return await db.Outbox.OrderBy(m => m.Id).Select(m => m.Recipient).ToListAsync();
    }

    private static DateTimeOffset At(string local) => new(DateTime.Parse(local), Wita.Offset);

    /// <summary>Takes every mail and keeps it.</summary>
    private sealed class Caught : IMailTransport
    {
        public List<OutgoingMail> Mails { get; } = [];

        public IEnumerable<string> Purposes => Mails.Select(m => m.Headers.Single(h => h.Key == "X-Hub-Notice").Value);

        public bool KeepsSent => false;

        public Task<IReadOnlyList<DeliveryResult>> SendAsync(IReadOnlyList<OutgoingMail> mails, CancellationToken token)
        {
            Mails.AddRange(mails);
            return Task.FromResult<IReadOnlyList<DeliveryResult>>([.. mails.Select(m => new DeliveryResult(m.MessageId, m.To[0].Address, DeliveryState.Delivered))]);
        }

        public Task<bool?> WasTakenAsync(string messageId, CancellationToken token) => Task.FromResult<bool?>(null);

        public Task<Probe> ProbeAsync(CancellationToken token) => Task.FromResult(new Probe(true, Said.Quote("")));
    }
}
