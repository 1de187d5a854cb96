using Hub.Host.Foundation.Leases;
using Hub.Host.Intake;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Mocks;
using Hub.Mocks.Sihab;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Health;

public sealed class WatchdogWorkerTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider clock = new(Start);
    private SihabFake fake = null!;
    private HubFixture hub = null!;

    public async ValueTask InitializeAsync()
    {
        fake = SihabFake.Start(new FakeOptions { Now = Start, Clock = clock }, "kunci-uji");
        var settings = Scenes.Sihab(address: fake.Address.ToString());
        settings["Hub:Administrators:0"] = "admin@setda.contoh";
        hub = await HubFixture.StartAsync(settings, builder => builder.Services.AddSingleton<TimeProvider>(clock));
        _ = hub.Get<WatchdogWorker>();
    }

    [Fact]
    public async Task A_missed_slot_runs_once_on_recovery()
    {
        clock.Advance(TimeSpan.FromMinutes(50));

        await LookAsync();
        await LookAsync();

        var runs = await RunsAsync();
        runs.ShouldHaveSingleItem().Trigger.ShouldBe("recovery");
        runs[0].PlannedAt.ShouldBe(Start.AddMinutes(45), "the latest slot of the quarter-hourly schedule");
        runs[0].Taken.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_failing_source_gives_one_alarm_with_cause_and_next_step_and_one_mail()
    {
        fake.Faults.Play(Fault.Unavailable);
        for (var quarter = 0; quarter < 4; quarter++)
        {
            clock.Advance(TimeSpan.FromMinutes(15));
            await hub.Get<PollRun>().RunAsync("sihab", clock.GetUtcNow(), "schedule", Token);
            await hub.Get<AlarmBook>().WriteAsync("watchdog", Watchdog.Look(await SignsAsync()), clock.GetUtcNow(), Token);
        }

        await using var db = hub.Database.Open();
        var alarm = await db.Alarms.SingleAsync(a => a.Code == "source-failing");
        alarm.Subject.ShouldBe("sihab");
        alarm.Cause.ShouldContain("kali berturut-turut");
        alarm.Count.ShouldBeGreaterThan(1);
        var mail = await db.Outbox.SingleAsync(m => m.Purpose == NoticePurpose.Alarm);
        (mail.Recipient, mail.TicketId).ShouldBe(("admin@setda.contoh", null));
    }

    [Fact]
    public async Task An_alarm_ends_only_after_ten_quiet_minutes_and_does_not_flap()
    {
        var book = hub.Get<AlarmBook>();
        var finding = new Finding("silence", "sihab", "sepi", "lihat", Start);

        (await book.WriteAsync("uji", [finding], Start, Token)).Count.ShouldBe(1);
        await book.WriteAsync("uji", [], Start.AddMinutes(9), Token);
        (await book.WriteAsync("uji", [finding], Start.AddMinutes(9.5), Token)).ShouldBeEmpty("it is the same trouble");
        await book.WriteAsync("uji", [], Start.AddMinutes(19.4), Token);
        (await OpenAsync()).ShouldBe(1);
        await book.WriteAsync("uji", [], Start.AddMinutes(19.6), Token);
        (await OpenAsync()).ShouldBe(0);
        (await book.WriteAsync("uji", [finding], Start.AddMinutes(30), Token)).Count.ShouldBe(1, "a new trouble");
    }

    [Fact]
    public async Task Whoever_raises_an_alarm_alone_ends_it()
    {
        var book = hub.Get<AlarmBook>();
        var overdue = new Finding("reminders-unsent", "hub", "tiga pengingat", "lihat", Start);
        await book.WriteAsync("reminders", [overdue], Start, Token);

        await book.WriteAsync("watchdog", [], Start.AddMinutes(11), Token);

        (await OpenAsync()).ShouldBe(1);
        await using (var db = hub.Database.Open())
        {
            (await db.Outbox.CountAsync(m => m.Purpose == NoticePurpose.Alarm, Token)).ShouldBe(1, "it was mailed");
        }

        await book.WriteAsync("reminders", [], Start.AddMinutes(11), Token);
        (await OpenAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_run_whose_process_is_gone_is_closed_when_the_next_one_takes_over()
    {
        await using (var db = hub.Database.Open())
        {
            db.Runs.Add(new Run { Source = "sihab", PlannedAt = Start, StartedAt = Start, Trigger = "schedule" });
            db.Leases.Add(new Lease { Name = "run:sihab", Holder = $"{hub.Get<HubStart>().Id}:x", Token = 4, Beat = 0 });
            await db.SaveChangesAsync(Token);
        }

        (await hub.Get<PollRun>().RunAsync("sihab", Start.AddSeconds(5), "recovery", Token)).ShouldBe(RunOutcome.Succeeded);

        (await RunsAsync()).Select(r => r.Outcome).ShouldBe([RunOutcome.Died, RunOutcome.Succeeded]);
    }

    [Fact]
    public async Task A_lease_of_a_living_process_is_respected()
    {
        await using (var db = hub.Database.Open())
        {
            db.Leases.Add(new Lease { Name = "run:sihab", Holder = "mulai-lain:x", Token = 4, Beat = 0 });
            await db.SaveChangesAsync(Token);
        }

        (await hub.Get<PollRun>().RunAsync("sihab", Start.AddSeconds(5), "schedule", Token)).ShouldBe(RunOutcome.Skipped);
    }

    private async Task LookAsync()
    {
        await hub.Get<WatchdogWorker>().LookAsync(Token);
        for (var i = 0; i < 100 && (await RunsAsync()).All(r => r.EndedAt is null); i++)
        {
            await Task.Delay(50, Token);
        }
    }

    private Task<Signs> SignsAsync() => hub.Get<SignReader>().ReadAsync(Token);

    private async Task<List<Run>> RunsAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Runs.AsNoTracking().OrderBy(r => r.Id).ToListAsync(Token);
    }

    private async Task<int> OpenAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Alarms.CountAsync(a => a.EndedAt == null, Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        fake.Dispose();
    }
}
