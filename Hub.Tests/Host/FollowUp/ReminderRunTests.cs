using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.FollowUp;
using Hub.Host.Mailing.Notices;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Host.Work;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.FollowUp;

/// <summary>Reminders through the real store, with a clock that the test moves.</summary>
public sealed class ReminderRunTests
{
    private static readonly Dictionary<string, string?> People = new()
    {
        ["Hub:Contacts:kesra:Head:0"] = "kepala.kesra@setda.contoh",
        ["Hub:Contacts:sekda:Staff:0"] = "sekda@setda.contoh",
    };

    [Fact]
    public async Task Six_weeks_of_a_forgotten_ticket_reach_everyone_once()
    {
        var time = new FakeTimeProvider(At("2026-11-02 09:05"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);

        await LiveAsync(hub, time, until: "2026-11-26 18:00");

        (await ToldAsync(hub)).ShouldBe(
        [
            "11-11 10:30 Escalation kepala.kesra: batas undang-undang, sisa 3 hari kerja, jatuh tempo Sen, 16 Nov 2026",
            "11-11 10:30 Reminder staf.kesra: batas undang-undang, sisa 3 hari kerja, jatuh tempo Sen, 16 Nov 2026",
            "11-11 10:30 Reminder staf.kesra: sisa 7 hari kerja, jatuh tempo Jum, 20 Nov 2026",
            "11-13 10:30 Reminder staf.kesra: batas undang-undang, sisa 1 hari kerja, jatuh tempo Sen, 16 Nov 2026",
            "11-17 10:30 Escalation staf.organisasi: batas undang-undang, terlambat 1 hari kerja, jatuh tempo Sen, 16 Nov 2026",
            "11-17 10:30 Reminder staf.kesra: sisa 3 hari kerja, jatuh tempo Jum, 20 Nov 2026",
            "11-19 10:30 Reminder staf.kesra: sisa 1 hari kerja, jatuh tempo Jum, 20 Nov 2026",
            "11-20 10:30 Escalation kepala.kesra: jatuh tempo hari ini, Jum, 20 Nov 2026",
            "11-20 10:30 Reminder staf.kesra: jatuh tempo hari ini, Jum, 20 Nov 2026",
            "11-23 10:30 Escalation staf.organisasi: terlambat 1 hari kerja, jatuh tempo Jum, 20 Nov 2026",
            "11-23 10:30 Reminder staf.kesra: terlambat 1 hari kerja, jatuh tempo Jum, 20 Nov 2026",
            "11-24 10:30 Reminder staf.kesra: terlambat 2 hari kerja, jatuh tempo Jum, 20 Nov 2026",
            "11-25 10:30 Escalation sekda: terlambat 3 hari kerja, jatuh tempo Jum, 20 Nov 2026",
            "11-25 10:30 Reminder staf.kesra: terlambat 3 hari kerja, jatuh tempo Jum, 20 Nov 2026",
            "11-26 10:30 Reminder staf.kesra: terlambat 4 hari kerja, jatuh tempo Jum, 20 Nov 2026",
        ]);
    }

    /// <summary>They hold the ticket, and look after every one that is late: one mail for both.</summary>
    [Fact]
    public async Task Staff_of_the_bureau_that_looks_after_late_tickets_hear_of_their_own_once_a_day()
    {
        var time = new FakeTimeProvider(At("2026-11-02 09:05"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub, "KU-2026-000001", At("2026-11-02 09:00"), "organisasi");

        await LiveAsync(hub, time, until: "2026-11-26 18:00");

        (await ToldAsync(hub)).Where(told => told.StartsWith("11-23", StringComparison.Ordinal)).ShouldBe(["11-23 10:30 Reminder staf.organisasi: terlambat 1 hari kerja, jatuh tempo Jum, 20 Nov 2026"]);
        await using var db = hub.Database.Open();
        (await db.TicketEvents.AnyAsync(e => e.Kind == TicketEventKind.Escalated)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_answered_ticket_is_left_in_peace()
    {
        var time = new FakeTimeProvider(At("2026-11-02 09:05"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);
        await ChangeAsync(hub, t => t.Resolve("kesra", "Selesai.", At("2026-11-04 10:00")));

        await LiveAsync(hub, time, until: "2026-11-26 18:00");

        (await ToldAsync(hub)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_became_due_while_the_hub_stood_still_waits_for_the_office_to_open()
    {
        var time = new FakeTimeProvider(At("2026-11-02 09:05"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);

        foreach (var closed in (string[])["2026-11-13 22:30", "2026-11-14 10:30", "2026-11-16 06:00", "2026-11-16 12:15"])
        {
            time.SetUtcNow(At(closed));
            (await hub.Get<ReminderRun>().RunAsync(CancellationToken.None)).ShouldBe(0, closed);
        }

        time.SetUtcNow(At("2026-11-16 13:30"));
        (await hub.Get<ReminderRun>().RunAsync(CancellationToken.None)).ShouldBePositive();
    }

    /// <summary>Between the search and the writing somebody asks the reporter for data, or the calendar moves the date: that reminder would say what is no longer so.</summary>
    [Fact]
    public async Task A_clock_that_moves_between_search_and_writing_is_not_reminded_by_its_old_date()
    {
        var time = new FakeTimeProvider(At("2026-11-20 10:30"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);
        var found = await hub.Get<ReminderSearch>().UnsentAsync(time.GetUtcNow(), CancellationToken.None);
        found.ShouldNotBeEmpty();

        await using (var db = hub.Database.Open())
        {
            await db.Clocks.ExecuteUpdateAsync(c => c.SetProperty(x => x.Version, x => x.Version + 1));
        }

        (await hub.Get<ReminderRun>().WriteAsync(found[0].TicketId, found, time.GetUtcNow(), CancellationToken.None)).ShouldBe(0);
        (await ToldAsync(hub)).ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_reporter_is_asked_for_data_nobody_is_reminded()
    {
        var time = new FakeTimeProvider(At("2026-11-02 09:05"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);
        await ChangeAsync(hub, t => t.AskReporter("kesra", "KTP?", At("2026-11-04 10:00")));

        await LiveAsync(hub, time, until: "2026-11-26 18:00");

        (await ToldAsync(hub)).ShouldAllBe(t => t.Contains("batas undang-undang", StringComparison.Ordinal), "the statute does not pause (R19); everything else does");
    }

    [Fact]
    public async Task A_first_answer_ends_the_reminders_of_the_clock_that_it_stops_and_no_others()
    {
        var time = new FakeTimeProvider(At("2026-11-02 09:05"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);
        await ChangeAsync(hub, t => t.Answer("kesra", "Sedang kami periksa.", At("2026-11-04 10:00")));

        await LiveAsync(hub, time, until: "2026-11-19 18:00");

        var told = await ToldAsync(hub);
        told.ShouldNotContain(t => t.Contains("Sen, 16 Nov", StringComparison.Ordinal));
        told.ShouldContain(t => t.EndsWith("sisa 1 hari kerja, jatuh tempo Jum, 20 Nov 2026", StringComparison.Ordinal));
        (await hub.Get<ReminderWatch>().LookAsync(CancellationToken.None)).ShouldBe(0, "nor does the watchdog miss them");
    }

    /// <summary>Half of the term had passed and was told; then the date moves by a day. Half of the new term is past as well, and it was told already in other words.</summary>
    [Fact]
    public async Task A_moved_date_does_not_repeat_the_rungs_that_lie_behind_it()
    {
        var time = new FakeTimeProvider(At("2026-11-02 09:05"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);
        await LiveAsync(hub, time, until: "2026-11-12 18:00");
        var before = await HalvesAsync(hub);
        before.ShouldBe(1);
        time.SetUtcNow(At("2026-11-13 08:00"));
        var amendments = hub.Get<Amendments>();
        var leave = new CalendarAmendment(new CalendarAct
        {
            Id = "uji-1", Number = "SKB uji", SignedOn = new(2026, 11, 12), About = "uji", Adds = [new(new(2026, 11, 18), "Cuti bersama uji", HolidayKind.JointLeave)],
        });
        await amendments.ApplyAsync(leave, (await amendments.PreviewAsync(leave, CancellationToken.None)).BasedOn, "uji", null, CancellationToken.None);

        time.SetUtcNow(At("2026-11-13 10:30"));
        await hub.Get<ReminderRun>().RunAsync(CancellationToken.None);
        (await HalvesAsync(hub)).ShouldBe(before);

        time.SetUtcNow(At("2026-11-20 10:30"));
        await hub.Get<ReminderRun>().RunAsync(CancellationToken.None);
        (await ToldAsync(hub)).ShouldContain("11-20 10:30 Reminder staf.kesra: sisa 1 hari kerja, jatuh tempo Sen, 23 Nov 2026", "and the new date reminds anew");
    }

    [Fact]
    public async Task An_address_that_bounces_is_not_written_to()
    {
        var time = new FakeTimeProvider(At("2026-11-20 10:30"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);
        await using (var db = hub.Database.Open())
        {
            await db.Contacts.Where(c => c.Address == "kepala.kesra@setda.contoh").ExecuteUpdateAsync(c => c.SetProperty(x => x.BouncingSince, time.GetUtcNow()));
        }

        await hub.Get<ReminderRun>().RunAsync(CancellationToken.None);

        var told = await ToldAsync(hub);
        told.ShouldContain(t => t.Contains("staf.kesra", StringComparison.Ordinal));
        told.ShouldNotContain(t => t.Contains("kepala.kesra", StringComparison.Ordinal));
    }

    /// <summary>The follower came first, so its reporter's term ends first; the leader's own reminders would come a day too late for it.</summary>
    [Fact]
    public async Task A_merged_ticket_that_is_due_before_its_leader_still_reminds_and_names_the_leader()
    {
        var time = new FakeTimeProvider(At("2026-11-02 09:05"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);
        await OpenAsync(hub, "KU-2026-000002", At("2026-11-04 09:00"), "hukum");
        await OpenAsync(hub, "KU-2026-000003", At("2026-11-05 09:00"));
        await hub.ChangeAsync("KU-2026-000001", new TicketChange.Merge("KU-2026-000002", "sama"), "uji");
        await hub.ChangeAsync("KU-2026-000003", new TicketChange.Merge("KU-2026-000002", "sama"), "uji");

        time.SetUtcNow(At("2026-11-20 10:30"));
        await hub.Get<ReminderRun>().RunAsync(CancellationToken.None);

        var told = await ToldAsync(hub);
        told.ShouldContain("11-20 10:30 Reminder staf.hukum: jatuh tempo hari ini, Jum, 20 Nov 2026; tiket ini digabung, kerjakan KU-2026-000002");
        told.ShouldNotContain(t => t.Contains("staf.kesra", StringComparison.Ordinal));
        await using (var db = hub.Database.Open())
        {
            (await db.Outbox.CountAsync(o => o.TicketId == 3)).ShouldBe(0, "the other follower is due after its leader, which reminds by itself");
        }

        await hub.ChangeAsync("KU-2026-000002", new TicketChange.Resolve("Selesai."), "uji");
        time.SetUtcNow(At("2026-11-24 10:30"));
        (await hub.Get<ReminderRun>().RunAsync(CancellationToken.None)).ShouldBe(0, "the leader's answer ends the followers' clocks");
    }

    [Fact]
    public async Task The_watchdog_finds_what_the_job_did_not_write_and_rests_when_it_did()
    {
        var time = new FakeTimeProvider(At("2026-11-02 09:05"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);

        time.SetUtcNow(At("2026-11-11 09:29"));
        (await hub.Get<ReminderWatch>().LookAsync(CancellationToken.None)).ShouldBe(0);
        time.SetUtcNow(At("2026-11-11 09:31"));
        (await hub.Get<ReminderWatch>().LookAsync(CancellationToken.None)).ShouldBe(3);
        await using (var db = hub.Database.Open())
        {
            (await db.Alarms.SingleAsync(a => a.EndedAt == null)).Cause.ToString().ShouldContain("KU-2026-000001");
        }

        (await hub.Get<ReminderRun>().RunAsync(CancellationToken.None)).ShouldBe(3);
        (await hub.Get<ReminderRun>().RunAsync(CancellationToken.None)).ShouldBe(0);
        time.SetUtcNow(At("2026-11-11 09:42"));
        (await hub.Get<ReminderWatch>().LookAsync(CancellationToken.None)).ShouldBe(0);
        await using var after = hub.Database.Open();
        (await after.Alarms.CountAsync(a => a.EndedAt == null)).ShouldBe(0);
    }

    /// <summary>The head's rung is the due day's, and the hub stood still for three weeks: what counts is how late the ticket is, for everybody alike.</summary>
    [Fact]
    public async Task Whoever_is_told_late_reads_how_late_it_is_and_not_which_rung_it_was()
    {
        var time = new FakeTimeProvider(At("2026-12-11 10:30"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);

        await hub.Get<ReminderRun>().RunAsync(CancellationToken.None);

        var told = (await ToldAsync(hub)).Where(t => !t.Contains("undang-undang", StringComparison.Ordinal)).ToList();
        told.ShouldContain(t => t.Contains("kepala.kesra", StringComparison.Ordinal));
        told.ShouldContain(t => t.Contains("sekda", StringComparison.Ordinal));
        told.ShouldAllBe(t => t.EndsWith(": terlambat 15 hari kerja, jatuh tempo Jum, 20 Nov 2026", StringComparison.Ordinal));
    }

    /// <summary>Quiet hours or a mail server that is away keep a notice for days.</summary>
    [Fact]
    public async Task A_reminder_that_waited_says_how_it_stands_when_it_leaves_and_none_leaves_of_what_has_ended()
    {
        var time = new FakeTimeProvider(At("2026-11-20 10:30"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);
        await hub.Get<ReminderRun>().RunAsync(CancellationToken.None);
        await using var db = hub.Database.Open();
        var row = (await db.Outbox.AsNoTracking().Where(o => o.Recipient.StartsWith("kepala")).ToListAsync()).Single(o => o.Key.Contains("/due/", StringComparison.Ordinal));

        var later = await WrittenAsync(hub, row, At("2026-11-24 08:00"));

        later.Lead.ShouldEndWith(": terlambat 2 hari kerja, jatuh tempo Jum, 20 Nov 2026");
        later.Subject.ShouldStartWith("[KU-2026-000001] Jatuh tempo Jum, 20 Nov 2026 ·");
        await ChangeAsync(hub, t => t.Resolve("kesra", "Selesai.", At("2026-11-24 10:00")));
        (await hub.Get<NoticeComposer>().ComposeAsync(db, row, CancellationToken.None)).Held?.Code.ShouldBe("HeldTexts.ClockEnded");
    }

    /// <summary>A statute's reminder names the statute's day everywhere, and the ticket's own deadline only as such.</summary>
    [Fact]
    public async Task Each_date_in_a_reminder_says_which_deadline_it_is()
    {
        var time = new FakeTimeProvider(At("2026-11-11 10:30"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);
        await hub.Get<ReminderRun>().RunAsync(CancellationToken.None);
        await using var db = hub.Database.Open();

        var written = await WrittenAsync(hub, (await db.Outbox.AsNoTracking().ToListAsync()).First(o => o.Purpose == NoticePurpose.Escalation), time.GetUtcNow());

        written.Subject.ShouldContain("Sen, 16 Nov 2026");
        written.Lead.ShouldContain("Sen, 16 Nov 2026");
        written.Facts.ShouldContain(new KeyValuePair<string, string>("Batas undang-undang", "Sen, 16 Nov 2026"));
        written.Facts.ShouldContain(new KeyValuePair<string, string>("Tenggat", "Jum, 20 Nov 2026"));
    }

    [Theory]
    [InlineData("2026-11-11 07:00", "before the office opens")]
    [InlineData("2026-11-11 09:25", "the job has not had its two hours")]
    [InlineData("2026-11-14 11:00", "a Saturday")]
    public async Task The_watchdog_misses_nothing_that_may_not_be_written_yet(string now, string because)
    {
        var time = new FakeTimeProvider(At("2026-11-02 09:05"));
        await using var hub = await StartAsync(time);
        await OpenAsync(hub);
        time.SetUtcNow(At(now));

        (await hub.Get<ReminderWatch>().LookAsync(CancellationToken.None)).ShouldBe(0, because);
    }

    private static async Task ChangeAsync(HubFixture hub, Action<Ticket> change)
    {
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).SingleAsync();
        change(ticket);
        hub.Get<LawInForce>().SetClocks(ticket);
        await db.SaveChangesAsync();
    }

    private static Task<HubFixture> StartAsync(FakeTimeProvider time) =>
        HubFixture.StartAsync(People, builder => builder.Services.AddSingleton<TimeProvider>(time));

    private static DateTimeOffset At(string local) => new(DateTime.Parse(local), TimeSpan.FromHours(8));

    private static Task OpenAsync(HubFixture hub) => OpenAsync(hub, "KU-2026-000001", At("2026-11-02 09:00"));

    private static async Task OpenAsync(HubFixture hub, string number, DateTimeOffset receivedAt, string bureau = "kesra")
    {
        var route = new RoutingDecision { Bureau = bureau, Kind = SubmissionKind.Complaint, Class = "tidak-berkadar-pengawasan", Score = 1, Triage = false, Why = [new("inbox", [])] };
        var submission = new Submission { Title = "Uji", Body = "…", ReceivedAt = receivedAt };
        var ticket = Ticket.Open(new TicketOrigin(number, "email", bureau, bureau, number), submission, route, receivedAt.AddMinutes(5));
        hub.Get<LawInForce>().SetClocks(ticket);
        await using var db = hub.Database.Open();
        db.Tickets.Add(ticket);
        await db.SaveChangesAsync();
    }

    /// <summary>Four times a day, at 10.30, 16.30, 22.30 and 04.30; two of them outside office hours.</summary>
    private static async Task LiveAsync(HubFixture hub, FakeTimeProvider time, string until)
    {
        for (var now = At("2026-11-02 10:30"); now < At(until); now = now.AddHours(6))
        {
            time.SetUtcNow(now);
            await hub.Get<ReminderRun>().RunAsync(CancellationToken.None);
        }
    }

    private static async Task<int> HalvesAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        return (await db.TicketEvents.AsNoTracking().Where(e => e.Kind == TicketEventKind.Reminded).ToListAsync()).Count(e => e.Of<Happening.Reminded>()!.Level == "half");
    }

    /// <summary>What each mail says when it leaves at once.</summary>
    private static async Task<List<string>> ToldAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        var told = new List<string>();
        foreach (var row in await db.Outbox.AsNoTracking().ToListAsync())
        {
            told.Add($"{Wita.At(row.CreatedAt):MM-dd HH:mm} {row.Purpose} {row.Recipient.Split('@')[0]}: {(await WrittenAsync(hub, row, row.CreatedAt)).Lead.Split(": ", 2)[1]}");
        }

        return [.. told.Order(StringComparer.Ordinal)];
    }

    /// <summary>The words of a notice for a hub whose clock shows that hour.</summary>
    private static async Task<Notice> WrittenAsync(HubFixture hub, OutboxMessage row, DateTimeOffset at)
    {
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().Include(t => t.Clocks).Include(t => t.Attachments).Include(t => t.Events).SingleAsync(t => t.Id == row.TicketId);
        var composer = ActivatorUtilities.CreateInstance<NoticeComposer>(hub.Get<IServiceProvider>(), new FakeTimeProvider(at));
        return composer.Write(ticket, row.Purpose, NoticePayload.Read(row.Payload));
    }
}
