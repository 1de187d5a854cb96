using Hub.Host.Intake;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Mocks;
using Hub.Mocks.Certify;
using Hub.Tests.Certify;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Intake;

/// <summary>A statement is worth something only when it can fail: each fake lies once.</summary>
public sealed class LyingSourceTests
{
    private const int Items = 20;

    [Theory]
    [InlineData("lapor", Fault.TotalTooHigh)]
    [InlineData("lapor", Fault.PageLeftOut)]
    [InlineData("sihab", Fault.TotalTooHigh)]
    [InlineData("sihab", Fault.PageLeftOut)]
    [InlineData("si-evgan", Fault.TotalTooHigh)]
    [InlineData("si-evgan", Fault.PageLeftOut)]
    [InlineData("e-bang", Fault.TotalTooHigh)]
    [InlineData("e-bang", Fault.PageLeftOut)]
    [InlineData("spse-grid", Fault.PageLeftOut)]
    public async Task A_count_too_high_and_a_page_left_out_do_not_balance(string connector, Fault lie)
    {
        await using var world = await World.OpenAsync(connector);
        (await world.StateAsync(Fault.None)).ShouldSatisfyAllConditions(s => s.Balances.ShouldBeTrue(s.Text), s => s.IsComparable.ShouldBeTrue(s.Text));

        var statement = await world.StateAsync(lie);

        statement.Balances.ShouldBeFalse(statement.Text);
        statement.Text.ShouldContain("Seimbang: TIDAK");
        (await world.AlarmsAsync()).ShouldContain("unbalanced");
    }

    [Theory]
    [InlineData("lapor")]
    [InlineData("sihab")]
    [InlineData("si-evgan")]
    [InlineData("e-bang")]
    [InlineData("spse")]
    [InlineData("spse-isb")]
    [InlineData("spse-grid")]
    public async Task An_item_hidden_for_an_hour_is_named_while_it_is_and_fetched_when_it_is_back(string connector)
    {
        await using var world = await World.OpenAsync(connector, Fault.ItemHidden);

        var hidden = await world.StateAsync(Fault.ItemHidden);
        var back = await world.StateAsync(Fault.None);

        hidden.Tickets.ShouldBe(Items - 1, hidden.Text);
        hidden.Text.ShouldContain("terlewati di antaranya: 1 (", Case.Sensitive, hidden.Text);
        (back.Fetched, back.Tickets).ShouldBe((1, Items), back.Text);
    }

    [Theory]
    [InlineData("spse")]
    [InlineData("spse-isb")]
    public async Task A_source_that_says_nothing_of_itself_is_not_said_to_balance(string connector)
    {
        await using var world = await World.OpenAsync(connector);

        var statement = await world.StateAsync(Fault.None);

        (statement.IsComparable, statement.Balances).ShouldBe((false, true));
        statement.Text.ShouldContain("Seimbang: tidak dapat dibandingkan");
    }

    [Fact]
    public async Task A_mail_that_a_box_counts_and_does_not_name_does_not_balance()
    {
        await using var world = await World.OpenAsync("email");
        (await world.StateAsync(Fault.None)).Balances.ShouldBeTrue();
        world.HideMails(1);

        var statement = await world.StateAsync(Fault.None);

        (statement.Claimed, statement.Listed, statement.Balances).ShouldBe((Items, Items - 1, false));
    }

    [Fact]
    public async Task An_item_that_the_source_no_longer_shows_is_named()
    {
        await using var world = await World.OpenAsync("sihab");

        (await world.StateAsync(Fault.ItemHidden)).Text.ShouldContain("tidak tampak lagi di sumber: 1 (SIHAB/2026/");
    }

    /// <summary>A source with its items, and a hub that polled it once.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly Stand stand;
        private readonly HubFixture hub;

        private World(Stand stand, HubFixture hub) => (this.stand, this.hub) = (stand, hub);

        private Lane Lane => stand.Lane;

        public static async Task<World> OpenAsync(string connector, Fault lie = Fault.None)
        {
            var opened = await Stand.OpenAsync(connector);
            var lane = opened.Lane;
            lane.Begin(new Scene { Name = "banyak", About = "", Items = Items });
            var started = await HubFixture.StartAsync(lane.Settings, b => b.Services.AddSingleton<TimeProvider>(lane.Clock));
            var world = new World(opened, started);
            world.Play(lie);
            lane.Clock.Move(TimeSpan.FromMinutes(2));
            await started.Get<PollRun>().RunAsync(connector, lane.Clock.GetUtcNow(), "schedule", Token);
            await started.Get<ProcessWorker>().DrainAllAsync(Token);
            return world;
        }

        /// <summary>The statement of a night in which the source lies so.</summary>
        public async Task<Statement> StateAsync(Fault lie)
        {
            Lane.Clock.Move(TimeSpan.FromMinutes(61));
            Play(lie);
            return await hub.Get<Reconciler>().StateAsync(Lane.Stage.Connector, Token);
        }

        public async Task<List<string>> AlarmsAsync() => [.. Watchdog.Look(await hub.Get<SignReader>().ReadAsync(Token)).Select(f => f.Code)];

        public void HideMails(int count) => Lane.HideMails(count);

        public async ValueTask DisposeAsync()
        {
            await hub.DisposeAsync();
            await stand.DisposeAsync();
        }

        private void Play(Fault lie) => Lane.Stage.Play(new Scene { Name = "dusta", About = "", Fault = lie });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
