using Hub.Host.Intake;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Watch;

/// <summary>Looks every minute, on a timer of its own: it does not depend on the scheduler it watches (P4, P25).</summary>
public sealed partial class WatchdogWorker : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    private readonly Database database;
    private readonly AlarmBook book;
    private readonly PollRun run;
    private readonly PollTriggers polls;
    private readonly TimeProvider clock;
    private readonly ILogger<WatchdogWorker> log;
    private readonly SignReader signs;

    public WatchdogWorker(Database database, ConfiguredConnectors connectors, AlarmBook book, PollRun run, PollTriggers polls, TimeProvider clock, ILogger<WatchdogWorker> log)
    {
        (this.database, this.book, this.run, this.polls, this.clock, this.log) = (database, book, run, polls, clock, log);
        signs = new SignReader(database, connectors, clock);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    /// <summary>Looks once: writes alarms, and lets missed runs take place.</summary>
    public async Task LookAsync(CancellationToken token)
    {
        await book.WriteAsync(Watchdog.Look(await signs.ReadAsync(token)), clock.GetUtcNow(), token);
        await RecoverAsync(token);
    }

    private async Task TryAsync(CancellationToken token)
    {
        try
        {
            await LookAsync(token);
        }
        catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
        {
            LogBroken(e);
        }
    }

    /// <summary>A missed slot runs once, a run that died is run again, and a failed source is tried at the time its back-off names. Slow sources are not waited for.</summary>
    private async Task RecoverAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var now = clock.GetUtcNow();
        var health = await db.SourceHealth.AsNoTracking().ToDictionaryAsync(h => h.Source, token);
        foreach (var source in await db.Sources.AsNoTracking().Where(s => s.Cron != null && s.PausedAt == null).ToListAsync(token))
        {
            var state = health.GetValueOrDefault(source.Name);
            var last = await db.Runs.AsNoTracking().Where(r => r.Source == source.Name).OrderByDescending(r => r.StartedAt).FirstOrDefaultAsync(token);
            if (last is { Outcome: RunOutcome.Running } || state?.RetryAt > now)
            {
                continue;
            }

            if (SignReader.Slots(source, state, now).LastMissed is { } missed)
            {
                LogMissed(source.Name);
                await polls.RenewAsync(source.Name, token);
                var begun = await db.Runs.AnyAsync(r => r.Source == source.Name && r.PlannedAt == missed, token);
                Start(source.Name, begun ? now : missed, token);
            }
            else if (last is { Outcome: RunOutcome.Died } || state?.RetryAt <= now)
            {
                Start(source.Name, now, token);
            }
        }
    }

    private void Start(string source, DateTimeOffset slot, CancellationToken token) => _ = RunAsync(source, slot, token);

    private async Task RunAsync(string source, DateTimeOffset slot, CancellationToken token)
    {
        try
        {
            await run.RunAsync(source, slot, "recovery", token);
        }
        catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
        {
            LogBroken(e);
        }
    }

    [LoggerMessage(150, LogLevel.Error, "The watchdog broke off and goes on")]
    private partial void LogBroken(Exception exception);

    [LoggerMessage(151, LogLevel.Warning, "Source {Source} missed its slot; it runs now and its trigger is renewed")]
    private partial void LogMissed(string source);
}
