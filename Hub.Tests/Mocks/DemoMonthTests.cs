using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Host;
using Hub.Host.Foundation.Loops;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Host.Work.Tickets;
using Hub.Mocks;
using Hub.Mocks.Demo;
using Hub.Mocks.Demo.Year;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Mocks;

/// <summary>A month of the demo's office, weekends and nights with it: its own fakes, inboxes and people, every loop of the hub in turn, and the watchdog at each step.</summary>
public sealed class DemoMonthTests : IAsyncDisposable
{
    /// <summary>Two weeks before the month nothing is usual yet.</summary>
    private const int Days = 45;

    private static readonly DateTimeOffset Start = new(2026, 11, 27, 2, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromHours(12);

    /// <summary>Its mailbox is read by a connection that stays open, which no step needs; its copy is made once a day below.</summary>
    private static readonly string[] Elsewhere = ["listening", "backup"];

    private readonly TemporaryFolder folder = new();
    private readonly DemoClock clock = new();
    private FakeWorld world = null!;
    private YearItems items = null!;
    private YearStaff staff = null!;
    private WebApplication hub = null!;
    private YearPlan plan = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task StartAsync()
    {
        clock.Set(Start);
        var choices = new DemoChoices { Port = Ports.FreeRow(10), Data = folder.File("demo"), Fresh = false, FakesOnly = false };
        var demo = DemoFolder.Open(choices, clock);
        world = await FakeWorld.StartAsync(choices, demo, clock);
        var days = new YearDays(Start);
        plan = YearPlan.Load();
        items = new YearItems(plan, ServiceCatalogue.Embedded(), days);
        items.Fill(world.Fakes.OfType<Hub.Mocks.Lapor.LaporFake>().Single());
        clock.Set(Start.AddDays(-Days));
        hub = HubApp.Build([], builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Configuration.AddInMemoryCollection(HubSettings.Of(world, demo));
            builder.Configuration.AddInMemoryCollection(Own(choices));
        });
        await DemoUsers.EnsureAsync(hub, demo.UserPassword, Token);
        await hub.PrepareAsync(Token);
        staff = new YearStaff(hub.Services.GetRequiredService<Database>(), hub.Services.GetRequiredService<TicketRoad>(), plan, items, clock, days);
    }

    public async ValueTask DisposeAsync()
    {
        if (hub is not null)
        {
            await hub.DisposeAsync();
        }

        if (world is not null)
        {
            await world.DisposeAsync();
        }

        folder.Dispose();
    }

    [Fact]
    public async Task Nobody_is_alarmed_but_by_the_source_that_was_ill_once_and_that_alarm_ends()
    {
        Need.Time();
        await StartAsync();
        var before = DateTimeOffset.MinValue;
        var looks = 0;
        for (var now = Start.AddDays(-Days); now < Start; now += Step, looks++)
        {
            clock.Set(now > clock.GetUtcNow() ? now : clock.GetUtcNow());
            await LiveAsync(before, now);
            before = now;
        }

        await using var db = hub.Services.GetRequiredService<Database>().Open();
        var alarms = await db.Alarms.AsNoTracking().OrderBy(a => a.Id).ToListAsync(Token);
        alarms.Select(Tell).ShouldBe([$"source-failing:{plan.Silent} ended"], string.Join('\n', alarms.Select(a => $"{a.FirstSeenAt:u} {a.Cause}")));
        (await db.Outbox.CountAsync(m => m.Purpose == NoticePurpose.Alarm, Token)).ShouldBe(1);
        looks.ShouldBe((int)(TimeSpan.FromDays(Days) / Step));
        (await db.Tickets.CountAsync(Token)).ShouldBeGreaterThan(100, "an office without work alarms nobody");
    }

    private async Task LiveAsync(DateTimeOffset before, DateTimeOffset now)
    {
        world.Arrive(items, before, now);
        SetHealth(now);
        foreach (var source in await SourcesAsync())
        {
            await hub.Services.GetRequiredService<PollRun>().RunAsync(source, now, "schedule", Token);
        }

        foreach (var loop in hub.Services.GetRequiredService<IReadOnlyList<Loop>>().Where(l => !Elsewhere.Contains(l.Name, StringComparer.Ordinal)))
        {
            await loop.Turn(Token);
            await loop.Rest();
        }

        if (Wita.At(now).Hour < Step.TotalHours)
        {
            await hub.Services.GetRequiredService<IReadOnlyList<Loop>>().Single(l => l.Name == "backup").Turn(Token);
        }

        if (Wita.At(now).Hour is >= 8 and < 16)
        {
            await staff.WorkAsync(clock.GetUtcNow(), now + Step, Token);
            await hub.Services.GetRequiredService<DispatchWorker>().SendAllAsync(Token);
        }
    }

    /// <summary>Those of the settings, and the sending account's own mailbox.</summary>
    private async Task<List<string>> SourcesAsync()
    {
        await using var db = hub.Services.GetRequiredService<Database>().Open();
        return await db.Sources.Where(s => s.Cron != null).Select(s => s.Name).ToListAsync(Token);
    }

    /// <summary>Where the story of the year says that nobody could reach it.</summary>
    private void SetHealth(DateTimeOffset now)
    {
        var faults = world.Fakes.Single(f => f.Name == plan.Silent).Faults;
        if (new YearDays(Start).IsSilent(now, plan))
        {
            faults.Play(Fault.Unavailable);
        }
        else
        {
            faults.Clear();
        }
    }

    private static string Tell(Alarm alarm) => $"{alarm.Key} {(alarm.EndedAt is null ? "open" : "ended")}";

    private IEnumerable<KeyValuePair<string, string?>> Own(DemoChoices choices) =>
    [
        new("Hub:Data", Path.Combine(choices.Data, "hub")),
        new("Hub:Backup:Folder", Path.Combine(choices.Data, "backup")),
        new("Hub:PublicAddress", "http://localhost"),
        new("Serilog:MinimumLevel:Default", "Error"),
        .. world.Sources.SelectMany(IEnumerable<KeyValuePair<string, string?>> (s) =>
        [
            new($"Hub:Sources:{s}:Cron", "0 0 10,22 * * ?"), new($"Hub:Sources:{s}:OldItems", "Quiet"),
        ]),
        // Its clock is skipped, its waits between tries are not.
        .. world.Fakes.Select(f => KeyValuePair.Create($"Hub:Sources:{f.Name}:Options:Attempts", (string?)"1")),
    ];
}
