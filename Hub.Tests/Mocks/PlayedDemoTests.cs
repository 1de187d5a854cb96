using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Work;
using Hub.Mocks.Demo;
using Hub.Mocks.Demo.Year;
using Hub.Tests.Host.Pages;
using Hub.Tests.Journeys;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Mocks;

/// <summary>What the demo makes while it plays its year: the whole scene of the fakes and, in a short run, a part of the older matters of each bureau.</summary>
public sealed class PlayedDemoTests : IAsyncLifetime
{
    private const int Older = 6;

    private readonly TemporaryFolder folder = new();
    private RoomsFixture rooms = null!;
    private IReadOnlyList<Ticket> tickets = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var choices = new DemoChoices { Port = Ports.FreeRow(10), Data = folder.File("demo"), Fresh = false, FakesOnly = false };
        var clock = new DemoClock();
        var demo = DemoFolder.Open(choices, clock);
        await using (var world = await FakeWorld.StartAsync(choices, demo, clock))
        {
            await DemoRun.PlayYearAsync(Plan(), choices, demo, world, HubSettings.Of(world, demo), clock, Token);
        }

        rooms = new RoomsFixture { Clock = new FakeTimeProvider(demo.StartedAt), Settings = new Dictionary<string, string?> { ["Hub:Data"] = Path.Combine(choices.Data, "hub") } };
        await rooms.InitializeAsync();
        await using var db = rooms.Database.Open();
        tickets = await db.Tickets.AsNoTracking().Include(t => t.Events.OrderBy(e => e.Sequence)).Include(t => t.Clocks).AsSplitQuery().OrderBy(t => t.Id).ToListAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await rooms.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Nobody_is_late_who_owes_nothing_nobody_reopened_what_stays_closed_and_the_overview_is_what_a_clerk_would_count()
    {
        var now = rooms.Clock.GetUtcNow();
        tickets.Count.ShouldBeGreaterThan(250);

        tickets.Where(t => t.IsLate(now)).Where(t => !IsOwed(t)).Select(Tell).ShouldBeEmpty("late, and nobody has to answer it");
        tickets.Where(t => t.Events.Any(e => e.Kind == TicketEventKind.Reopened && !WasOpenedByPeople(t, e))).Select(Tell).ShouldBeEmpty("no person reopened it");
        tickets.Where(t => (t.ResolvedAt ?? t.ClosedAt) is { } end && IsImport(t, end)).Select(Tell).ShouldBeEmpty("it ended when it was seen to have ended");
        tickets.Count(t => t.Status == TicketStatus.Closed && t.ClosedAt is null).ShouldBeGreaterThan(0, "a source that does not say when leaves it unknown");
        TimelineCount.Check(await rooms.GetAsync("/"), tickets, rooms.Running.Get<LawInForce>(), now);

        Directory.EnumerateFiles(folder.File("demo/backup"), "hub-*.backup").ShouldNotBeEmpty("the office has set up what it needs");
        await using var db = rooms.Database.Open();
        (await db.Marks.Where(m => (m.Name == "mail-round" || m.Name == "setup-clock") && m.Value != "").CountAsync(Token)).ShouldBe(2);
        await ComebackCheck.HoldsAsync(db, Plan().Silent, Token);
    }

    /// <summary>The whole year in a long run; else the older matters of each bureau are few.</summary>
    private static YearPlan Plan()
    {
        var plan = YearPlan.Load();
        return Need.IsLong ? plan : plan with { Bureaus = plan.Bureaus.ToDictionary(b => b.Key, b => b.Value with { Items = Math.Min(b.Value.Items, Older) }) };
    }

    /// <summary>Somebody asked, a bureau, an office or the triage has it, it is not over where it came from, and its term binds.</summary>
    private static bool IsOwed(Ticket ticket) =>
        ticket is { IsOpen: true, MergedInto: null, IsStub: false } && ticket.Kind != SubmissionKind.Report
        && ticket.SourceState is not (SourceState.Closed or SourceState.Archived or SourceState.Returned)
        && ticket.Clocks.Single(c => c.Binding) is { Informational: false, IsOpen: true, PausedSince: null };

    /// <summary>In the hub by whoever signed in or wrote; at a source by whoever works there, who left it in another state than we did.</summary>
    private static bool WasOpenedByPeople(Ticket ticket, TicketEvent reopened) =>
        reopened.Actor != "hub" && (reopened.Actor != "source" || ticket.Events.Any(e => e.Kind == TicketEventKind.SourceChanged && e.At == reopened.At && !IsOwn(ticket, e)));

    /// <summary>It says again what an answer of ours had just written there.</summary>
    private static bool IsOwn(Ticket ticket, TicketEvent said) => ticket.Events.Any(e => e.IsAnswer && e.At <= said.At && said.At - e.At < TimeSpan.FromMinutes(5));

    private static bool IsImport(Ticket ticket, DateTimeOffset end) =>
        end == ticket.OpenedAt || ticket.Events.Any(e => e.Actor == "source" && e.At == end && e.Kind is TicketEventKind.Closed or TicketEventKind.NotOurs);

    private static string Tell(Ticket ticket) => $"{ticket.Number} {ticket.System} {ticket.Kind} {ticket.Status} {ticket.LateAt:u}";
}
