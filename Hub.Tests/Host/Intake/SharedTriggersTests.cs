using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hub.Host.Intake;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Quartz;

namespace Hub.Tests.Host.Intake;

/// <summary>Two hubs on one PostgreSQL share their poll triggers: a slot fires in one of them, an edit by one holds for both, and what a killed hub was at another takes over.</summary>
[Collection(OnPostgres.Name)]
public sealed class SharedTriggersTests(PostgresServer postgres) : IAsyncDisposable
{
    private const string Name = "kesra";

    /// <summary>A poll that fails at once.</summary>
    private const int NobodyThere = 9;

    private static readonly JobKey Key = new(Name, PollTriggers.Group);

    private readonly TemporaryFolder folder = new();

    /// <summary>Takes the call and says nothing.</summary>
    private readonly TcpListener silent = new(IPAddress.Loopback, 0);

    [Fact]
    public async Task Each_slot_fires_once_over_both()
    {
        var settings = await SettingsAsync("* * * * * ?", NobodyThere);
        await using var near = await HubFixture.StartAsync(settings, folder: folder);
        await using var far = await HubFixture.StartAsync(settings, folder: folder);
        var fired = new Fired();
        await near.Get<PollTriggers>().SyncAsync(Token);
        await using var nearRuns = await StartAsync(near, fired);
        await far.Get<PollTriggers>().SyncAsync(Token);
        await using var farRuns = await StartAsync(far, fired);

        await fired.UntilAsync(static slots => slots.Count >= 6, TimeSpan.FromMinutes(2));

        fired.Slots.Select(static s => s.Slot).ShouldBeUnique();
    }

    [Fact]
    public async Task An_edit_by_one_holds_for_both_and_is_written_once()
    {
        var settings = await SettingsAsync("0 0 * * * ?", NobodyThere);
        await using var near = await HubFixture.StartAsync(settings, folder: folder);
        await using var far = await HubFixture.StartAsync(settings, folder: folder);
        await near.Get<PollTriggers>().SyncAsync(Token);
        await far.Get<PollTriggers>().SyncAsync(Token);
        (await CronAsync(far)).ShouldBe("0 0 * * * ?");

        await EditAsync(near, static s => s.Cron = "0 0/7 * * * ?");
        await near.Get<PollTriggers>().SyncAsync(Token);
        (await CronAsync(far)).ShouldBe("0 0/7 * * * ?");
        var written = await WrittenAsync(near);
        await far.Get<PollTriggers>().SyncAsync(Token);
        (await WrittenAsync(near)).ShouldBe(written, "it stands there already");

        await EditAsync(near, static s => s.PausedAt = DateTimeOffset.UnixEpoch);
        await far.Get<PollTriggers>().SyncAsync(Token);
        (await CronAsync(near)).ShouldBeNull();
        await near.Get<PollTriggers>().SyncAsync(Token);
        (await CronAsync(far)).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_killed_hub_was_at_another_takes_over()
    {
        silent.Start();
        var settings = await SettingsAsync("0/2 * * * * ?", ((IPEndPoint)silent.LocalEndpoint).Port);
        await using var left = await HubFixture.StartAsync(settings, folder: folder);
        await left.Get<PollTriggers>().SyncAsync(Token);
        using var killed = new HubProcess(["serve", "--urls=http://127.0.0.1:0", $"--Hub:Data={folder.Path}", "--Serilog:MinimumLevel:Default=Fatal", .. settings.Select(static s => $"--{s.Key}={s.Value}")]);
        killed.Start();
        await killed.UntilAsync(() => IsPollingAsync(left), "it polls", TimeSpan.FromMinutes(3));
        killed.Kill();
        var fired = new Fired();
        await using var runs = await StartAsync(left, fired);

        await fired.UntilAsync(static slots => slots.Exists(static s => s.IsRecovered), TimeSpan.FromMinutes(2));
    }

    /// <summary>Quartz makes no column that was taken out, and of a trigger of which a part is left it makes nothing at all: no source was polled from then on, and the log filled with stack traces.</summary>
    [Theory]
    [InlineData("DROP TABLE qrtz_triggers CASCADE", "qrtz_triggers")]
    [InlineData("ALTER TABLE qrtz_cron_triggers DROP COLUMN cron_expression CASCADE", "qrtz_cron_triggers.cron_expression")]
    public async Task Tables_of_triggers_that_are_not_whole_are_made_again_from_the_sources(string taking, string missing)
    {
        var settings = await SettingsAsync("0 0 * * * ?", NobodyThere);
        await using (var before = await HubFixture.StartAsync(settings, folder: folder))
        {
            await before.Get<PollTriggers>().SyncAsync(Token);
            await using var db = before.Database.Open();
            (await TriggerTables.UnknownAsync(db, Token)).ShouldBeEmpty("this version of Quartz makes it too");
            (await TriggerTables.MissingAsync(db, Token)).ShouldBeEmpty();
            await db.Database.ExecuteSqlRawAsync(taking, Token);
            (await TriggerTables.MissingAsync(db, Token)).ShouldContain(missing);
        }

        await using (var ill = await HubFixture.StartAsync(settings, folder: folder))
        {
            await Should.ThrowAsync<Exception>(() => ill.Get<PollTriggers>().SyncAsync(Token), "else nothing is mended here");
            await new TriggerTables(ill.Database, TimeProvider.System, NullLogger<TriggerTables>.Instance).StartAsync(Token);
        }

        await using var after = await HubFixture.StartAsync(settings, folder: folder);
        await after.Get<PollTriggers>().SyncAsync(Token);
        (await CronAsync(after)).ShouldBe("0 0 * * * ?");
        await using var whole = after.Database.Open();
        (await TriggerTables.MissingAsync(whole, Token)).ShouldBeEmpty();
    }

    private async Task<Dictionary<string, string?>> SettingsAsync(string cron, int port) =>
        new(await postgres.SettingsAsync(), StringComparer.Ordinal)
        {
            ["Hub:AllowPrivateNetworks"] = "true",
            ["Hub:SecondFactorRequired"] = "false",
            [$"Hub:Sources:{Name}:Kind"] = "email",
            [$"Hub:Sources:{Name}:Cron"] = cron,
            [$"Hub:Sources:{Name}:Options:Host"] = "127.0.0.1",
            [$"Hub:Sources:{Name}:Options:Port"] = port.ToString(CultureInfo.InvariantCulture),
            [$"Hub:Sources:{Name}:Options:Security"] = "None",
            [$"Hub:Sources:{Name}:Options:User"] = "kesra@setda.contoh",
            [$"Hub:Sources:{Name}:Options:Password"] = "rahasia",
        };

    private static async Task<Running> StartAsync(HubFixture hub, Fired fired)
    {
        var scheduler = await hub.Get<ISchedulerFactory>().GetScheduler(Token);
        scheduler.ListenerManager.AddJobListener(fired);
        await scheduler.Start(Token);
        return new Running(scheduler);
    }

    private static async Task EditAsync(HubFixture hub, Action<Source> edit)
    {
        await using var db = hub.Database.Open();
        var source = await db.Sources.SingleAsync(s => s.Name == Name, Token);
        edit(source);
        source.Version++;
        await db.SaveChangesAsync(Token);
    }

    /// <summary>As the store holds it, by whichever hub asks; null while nothing fires.</summary>
    private static async Task<string?> CronAsync(HubFixture hub) =>
        await (await hub.Get<ISchedulerFactory>().GetScheduler(Token)).GetTrigger(new TriggerKey(Name, PollTriggers.Group), Token) is ICronTrigger trigger ? trigger.CronExpressionString : null;

    /// <summary>The transaction that wrote the trigger's row.</summary>
    private static async Task<string> WrittenAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        return await db.Database.SqlQuery<string>($"SELECT xmin::text AS \"Value\" FROM qrtz_triggers WHERE trigger_name = {Name}").SingleAsync(Token);
    }

    private static async Task<bool> IsPollingAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        return await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM qrtz_fired_triggers WHERE state = 'EXECUTING'").SingleAsync(Token) > 0;
    }

    public ValueTask DisposeAsync()
    {
        silent.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The hub of a test that does no work does not end its scheduler, which would ask the server for ever.</summary>
    private sealed class Running(IScheduler scheduler) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await scheduler.Shutdown(waitForJobsToComplete: false, CancellationToken.None);
    }

    /// <summary>Hears what fires in any of the hubs.</summary>
    private sealed class Fired : IJobListener
    {
        private readonly ConcurrentQueue<(DateTimeOffset? Slot, bool IsRecovered)> slots = new();

        public string Name => nameof(Fired);

        public List<(DateTimeOffset? Slot, bool IsRecovered)> Slots => [.. slots];

        public ValueTask JobToBeExecuted(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            if (context.JobDetail.Key.Equals(Key))
            {
                slots.Enqueue((context.ScheduledFireTimeUtc, context.Recovering));
            }

            return ValueTask.CompletedTask;
        }

        public async Task UntilAsync(Predicate<List<(DateTimeOffset? Slot, bool IsRecovered)>> enough, TimeSpan limit)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
            patience.CancelAfter(limit);
            while (!enough(Slots))
            {
                await Task.Delay(100, patience.Token);
            }
        }
    }
}
