using Hub.Domain;
using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Mocks;
using Hub.Mocks.Certify;
using Hub.Tests.Certify;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Intake;

/// <summary>What a source no longer shows is closed by the rule of the source, on evidence only, and opened again when it is back.</summary>
[Collection(OnPostgres.Name)]
public sealed class WithdrawnAtSourceTests(PostgresServer postgres)
{
    private const string Name = "sihab";
    private const int Items = 20;

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Hidden_for_two_nights_it_is_closed_staff_are_told_and_back_it_is_open_again(StoreKind store)
    {
        await using var world = await World.OpenAsync(postgres, store, nights: 2);
        await world.NightAsync(Fault.None);
        var reporters = await world.MailsAsync(NoticePurpose.Receipt, NoticePurpose.Question, NoticePurpose.Answer, NoticePurpose.WriteBack);

        await world.NightAsync(Fault.ItemHidden);
        (await world.ClosedAsync()).ShouldBeEmpty("one night proves nothing");
        await world.NightAsync(Fault.ItemHidden);

        var closed = (await world.ClosedAsync()).ShouldHaveSingleItem();
        closed.Events.Single(e => e.Kind == TicketEventKind.Withdrawn).ShouldSatisfyAllConditions(
            e => e.Actor.ShouldBe("source"),
            e => e.Of<Happening.Withdrawn>()!.AtSource.ShouldBe(true),
            e => Said.Read(e.Text!).ToString().ShouldContain("selama 2 malam"));
        closed.Clocks.ShouldAllBe(c => !c.IsOpen);
        await using (var db = world.Hub.Database.Open())
        {
            (await db.Outbox.CountAsync(m => m.TicketId == closed.Id && m.Purpose == NoticePurpose.Changed, Token)).ShouldBe(await db.Contacts.CountAsync(c => c.Bureau == closed.Bureau, Token));
            (await db.Outbox.Where(m => m.TicketId == closed.Id && m.Purpose == NoticePurpose.Changed).Select(m => m.Payload).FirstAsync(Token)).ShouldContain("malam");
        }

        (await world.MailsAsync(NoticePurpose.Receipt, NoticePurpose.Question, NoticePurpose.Answer, NoticePurpose.WriteBack)).ShouldBe(reporters, "the reporter is not told");

        await world.NightAsync(Fault.None);

        (await world.ClosedAsync()).ShouldBeEmpty();
        var back = await world.TicketAsync(closed.Number);
        (back.IsOpen, back.Reopened, back.Clocks.Any(c => c.IsOpen)).ShouldBe((true, 1, true));
        (await world.UnseenAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Half_of_a_source_hidden_closes_nothing_and_calls_a_person(StoreKind store)
    {
        await using var world = await World.OpenAsync(postgres, store, nights: 2);

        for (var night = 0; night < 3; night++)
        {
            (await world.NightAsync(Fault.HalfHidden)).Balances.ShouldBeTrue("it counts what it shows");
        }

        (await world.ClosedAsync()).ShouldBeEmpty();
        (await world.UnseenAsync()).ShouldBeEmpty("such a night is no evidence");
        (await world.AlarmsAsync()).ShouldContain("shows-less");
        await world.NightAsync(Fault.None);
        (await world.AlarmsAsync()).ShouldNotContain("shows-less");
    }

    [Fact]
    public async Task Hidden_for_one_night_or_looked_at_twice_in_one_night_it_stays_open()
    {
        await using var world = await World.OpenAsync(postgres, StoreKind.Sqlite, nights: 2);

        await world.NightAsync(Fault.ItemHidden);
        await world.AgainAsync(Fault.ItemHidden);
        (await world.UnseenAsync()).ShouldHaveSingleItem().Nights.ShouldBe(1);
        await world.NightAsync(Fault.None);
        await world.NightAsync(Fault.ItemHidden);

        (await world.ClosedAsync()).ShouldBeEmpty();
        (await world.UnseenAsync()).ShouldHaveSingleItem().Nights.ShouldBe(1, "it begins anew");
    }

    [Fact]
    public async Task Without_the_rule_it_stays_open_for_ever()
    {
        await using var world = await World.OpenAsync(postgres, StoreKind.Sqlite, nights: null);

        for (var night = 0; night < 4; night++)
        {
            await world.NightAsync(Fault.ItemHidden);
        }

        (await world.ClosedAsync()).ShouldBeEmpty();
        (await world.UnseenAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task While_something_lies_in_quarantine_no_night_counts()
    {
        await using var world = await World.OpenAsync(postgres, StoreKind.Sqlite, nights: 2, poison: true);

        for (var night = 0; night < 3; night++)
        {
            (await world.NightAsync(Fault.ItemHidden)).Quarantined.ShouldBe(1);
        }

        (await world.ClosedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task On_the_protected_road_it_stays_with_people()
    {
        await using var world = await World.OpenAsync(postgres, StoreKind.Sqlite, nights: 2);
        await using (var db = world.Hub.Database.Open())
        {
            await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(t => t.Protection, ProtectionGround.WhistleBlowing), Token);
        }

        for (var night = 0; night < 3; night++)
        {
            await world.NightAsync(Fault.ItemHidden);
        }

        (await world.ClosedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_rule_is_set_in_the_form_and_takes_no_single_night()
    {
        await using var world = await World.OpenAsync(postgres, StoreKind.Sqlite, nights: null);
        var desk = world.Hub.Get<SourceDesk>();

        (await desk.SaveAsync(Name, "SIHAB", "0 0 6 * * ?", OldItems.Quiet, "1", new Dictionary<string, string>(), "uji", Token)).ShouldContain(f => f.Field == "unseen");
        (await desk.SaveAsync(Name, "SIHAB", "0 0 6 * * ?", OldItems.Quiet, "x", new Dictionary<string, string>(), "uji", Token)).ShouldContain(f => f.Field == "unseen");
        (await desk.SaveAsync(Name, "SIHAB", "0 0 6 * * ?", OldItems.Quiet, "3", new Dictionary<string, string>(), "uji", Token)).ShouldBeEmpty();

        await using var db = world.Hub.Database.Open();
        (await db.Sources.Where(s => s.Name == Name).Select(s => s.ClosesUnseenAfter).SingleAsync(Token)).ShouldBe(3);
    }

    /// <summary>SIHAB with its items, a hub that polled it once, and nights that pass.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly Stand stand;

        private World(Stand stand, HubFixture hub) => (this.stand, Hub) = (stand, hub);

        public HubFixture Hub { get; }

        private Lane Lane => stand.Lane;

        public static async Task<World> OpenAsync(PostgresServer postgres, StoreKind store, int? nights, bool poison = false)
        {
            var opened = await Stand.OpenAsync(Name);
            var lane = opened.Lane;
            lane.Begin(new Scene { Name = "banyak", About = "", Items = Items, Poison = poison });
            var settings = new Dictionary<string, string?>(lane.Settings, StringComparer.Ordinal);
            foreach (var (key, value) in await TestStore.SettingsAsync(store, postgres))
            {
                settings[key] = value;
            }

            settings[$"Hub:Sources:{Name}:ClosesUnseenAfter"] = nights?.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var started = await HubFixture.StartAsync(settings, b => b.Services.AddSingleton<TimeProvider>(lane.Clock));
            var world = new World(opened, started);
            lane.Clock.Move(TimeSpan.FromMinutes(2));
            await started.Get<PollRun>().RunAsync(Name, lane.Clock.GetUtcNow(), "schedule", Token);
            await started.Get<ProcessWorker>().DrainAllAsync(Token);
            return world;
        }

        /// <summary>A night passes, and its statement is made.</summary>
        public Task<Statement> NightAsync(Fault shows)
        {
            Lane.Clock.Move(TimeSpan.FromDays(1));
            return AgainAsync(shows);
        }

        /// <summary>One more statement of the same night.</summary>
        public Task<Statement> AgainAsync(Fault shows)
        {
            Lane.Stage.Play(new Scene { Name = "malam", About = "", Fault = shows });
            return Hub.Get<Reconciler>().StateAsync(Name, Token);
        }

        public async Task<List<Ticket>> ClosedAsync()
        {
            await using var db = Hub.Database.Open();
            return await db.Tickets.AsNoTracking().Include(t => t.Events).Include(t => t.Clocks).AsSplitQuery().Where(t => t.Status == TicketStatus.Closed).ToListAsync(Token);
        }

        public async Task<Ticket> TicketAsync(string number)
        {
            await using var db = Hub.Database.Open();
            return await db.Tickets.AsNoTracking().Include(t => t.Clocks).SingleAsync(t => t.Number == number, Token);
        }

        public async Task<List<UnseenItem>> UnseenAsync()
        {
            await using var db = Hub.Database.Open();
            return await db.UnseenItems.AsNoTracking().ToListAsync(Token);
        }

        public async Task<int> MailsAsync(params NoticePurpose[] purposes)
        {
            await using var db = Hub.Database.Open();
            return await db.Outbox.CountAsync(m => purposes.Contains(m.Purpose), Token);
        }

        public async Task<List<string>> AlarmsAsync() => [.. Watchdog.Look(await Hub.Get<SignReader>().ReadAsync(Token)).Select(f => f.Code)];

        public async ValueTask DisposeAsync()
        {
            await Hub.DisposeAsync();
            await stand.DisposeAsync();
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
