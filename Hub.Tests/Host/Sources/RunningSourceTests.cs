using Hub.Connectors;
using Hub.Host.Intake;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Hub.Tests.Host.Sources;

/// <summary>What an administrator does to a source while it runs: tried, set anew, given another schedule, told of news.</summary>
public sealed class RunningSourceTests : IAsyncLifetime
{
    private const string Name = "berpalang";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly GatedConnector.Gate gate = new();
    private HubFixture hub = null!;

    public async ValueTask InitializeAsync() => hub = await HubFixture.StartAsync(
        new Dictionary<string, string?>(),
        builder => builder.Services.AddSingleton(new ConnectorCatalog([.. ConnectorCatalog.Shipped.Kinds, gate.Kind])));

    [Fact]
    public async Task What_is_tried_while_a_run_goes_on_has_a_connector_of_its_own_and_writes_nothing()
    {
        await AddAsync();
        var run = hub.Get<PollRun>().RunAsync(Name, Now, "schedule", Token);
        await gate.Begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);

        var tried = await hub.Get<SourceDesk>().TryAsync(Name, Token);

        tried.Fault.ShouldBeNull();
        tried.Items.ShouldHaveSingleItem().Submission!.Title.ShouldBe("Loket tutup");
        gate.Fetched.ShouldBeUnique("the run's connector and another");
        await using (var db = hub.Database.Open())
        {
            (await db.Envelopes.CountAsync(Token)).ShouldBe(0);
        }

        gate.Opened.SetResult();
        (await run).ShouldBe(RunOutcome.Succeeded);
        (await StoredAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_began_under_old_settings_ends_under_them_and_the_next_one_has_the_new()
    {
        await AddAsync();
        var run = hub.Get<PollRun>().RunAsync(Name, Now, "schedule", Token);
        await gate.Begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);

        (await hub.Get<SourceDesk>().SaveAsync(Name, "Nama baru", "0 0 6 * * ?", OldItems.Tell, null, new Dictionary<string, string>(), "admin", Token)).ShouldBeEmpty();
        gate.Opened.SetResult();

        (await run).ShouldBe(RunOutcome.Succeeded);
        (await hub.Get<PollRun>().RunAsync(Name, Now.AddMinutes(1), "schedule", Token)).ShouldBe(RunOutcome.Succeeded);
        gate.Fetched.ShouldBeUnique();
        (await StoredAsync()).ShouldBe(1, "the same item");
    }

    [Fact]
    public async Task A_schedule_that_is_changed_paused_or_removed_is_so_at_the_next_look()
    {
        await AddAsync();
        var desk = hub.Get<SourceDesk>();

        (await ScheduleAsync()).ShouldBe("0 0 * * * ?");
        await desk.SaveAsync(Name, "Nama", "0 0/7 * * * ?", OldItems.Leave, null, new Dictionary<string, string>(), "admin", Token);
        (await ScheduleAsync()).ShouldBe("0 0/7 * * * ?");
        await desk.PauseAsync(Name, "admin", Token);
        (await ScheduleAsync()).ShouldBeNull();
        await desk.ResumeAsync(Name, "admin", Token);
        (await ScheduleAsync()).ShouldBe("0 0/7 * * * ?");
        await desk.SaveAsync(Name, "Nama", "", OldItems.Leave, null, new Dictionary<string, string>(), "admin", Token);
        (await ScheduleAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task News_that_a_source_tells_of_are_fetched_without_waiting_for_the_schedule()
    {
        await AddAsync();
        gate.Opened.SetResult();
        gate.HasNews = true;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var listener = hub.Get<ListenWorker>();

        await listener.TurnAsync(stop.Token);

        (await Eventually(() => StoredAsync(), stored => stored == 1)).ShouldBe(1);
        await using (var db = hub.Database.Open())
        {
            (await db.Runs.SingleAsync(r => r.Source == Name, Token)).Trigger.ShouldBe("listen");
        }

        await stop.CancelAsync();
        await listener.RestAsync();
    }

    [Fact]
    public async Task A_change_whose_audit_cannot_be_written_does_not_happen()
    {
        Need.SqliteFile();
        await AddAsync();
        var desk = hub.Get<SourceDesk>();
        await using (var db = hub.Database.Open())
        {
            await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END", Token);
        }

        await Should.ThrowAsync<DbUpdateException>(() => desk.PauseAsync(Name, "admin", Token));
        await Should.ThrowAsync<DbUpdateException>(() => desk.SaveAsync(Name, "Lain", "0 0 6 * * ?", OldItems.Tell, null, new Dictionary<string, string>(), "admin", Token));
        await Should.ThrowAsync<DbUpdateException>(() => desk.AddAsync("kedua", "email", "Kedua", "admin", Token));
        await Should.ThrowAsync<DbUpdateException>(() => desk.RunNowAsync(Name, "admin", Token));

        await using var after = hub.Database.Open();
        var source = await after.Sources.SingleAsync(s => s.Kind == "gated", Token);
        (source.PausedAt, source.Title, source.OldItems).ShouldBe((null, "Sumber berpalang", OldItems.Leave));
        (await after.Sources.AnyAsync(s => s.Name == "kedua", Token)).ShouldBeFalse();
        gate.Fetched.ShouldBeEmpty();
    }

    private async Task AddAsync()
    {
        (await hub.Get<SourceDesk>().AddAsync(Name, "gated", "", "admin", Token)).ShouldBeEmpty();
        await hub.Get<SourceDesk>().ResumeAsync(Name, "admin", Token);
    }

    private async Task<int> StoredAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Envelopes.CountAsync(e => e.Source == Name, Token);
    }

    /// <summary>The cron expression of its trigger; null while nothing fires.</summary>
    private async Task<string?> ScheduleAsync()
    {
        await hub.Get<PollTriggers>().SyncAsync(Token);
        var scheduler = await hub.Get<ISchedulerFactory>().GetScheduler(Token);
        return await scheduler.GetTrigger(new TriggerKey(Name, "poll"), Token) is ICronTrigger trigger ? trigger.CronExpressionString : null;
    }

    private static async Task<T> Eventually<T>(Func<Task<T>> look, Func<T, bool> enough)
    {
        for (var looks = 0; looks < 300; looks++)
        {
            if (await look() is var seen && enough(seen))
            {
                return seen;
            }

            await Task.Delay(100, Token);
        }

        return await look();
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
