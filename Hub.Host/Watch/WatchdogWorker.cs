using Hub.Host.Foundation.Loops;
using Hub.Host.Intake;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Watch;

/// <summary>Looks at the signs on a timer of its own: it does not depend on the scheduler it watches (P4, P25).</summary>
public sealed partial class WatchdogWorker
{
    /// <summary>What every copy of the hub sees alike.</summary>
    internal const string Family = "watchdog";

    private readonly Database database;
    private readonly AlarmBook book;
    private readonly PollRun run;
    private readonly PollTriggers polls;
    private readonly LoopBook loops;
    private readonly TimeProvider clock;
    private readonly ILogger<WatchdogWorker> log;
    private readonly SignReader signs;
    private readonly ClockWatch clocks;

    /// <summary>What only this process knows of itself has a family of its own: another copy of the hub must not end it.</summary>
    private readonly string ownFamily = $"hub:{Environment.MachineName}";

    public WatchdogWorker(Database database, SignReader signs, ClockWatch clocks, AlarmBook book, PollRun run, PollTriggers polls, LoopBook loops, TimeProvider clock, ILogger<WatchdogWorker> log) =>
        (this.database, this.signs, this.clocks, this.book, this.run, this.polls, this.loops, this.clock, this.log) = (database, signs, clocks, book, run, polls, loops, clock, log);

    /// <summary>Looks once: writes alarms, and lets missed runs take place.</summary>
    public async Task LookAsync(CancellationToken token)
    {
        await clocks.LookAsync(token);
        var read = await signs.ReadAsync(token);
        await book.WriteAsync(Family, Watchdog.Look(read), read.Now, token);
        await book.WriteAsync(ownFamily, Watchdog.LookAtHub(read.Hub, read.Now), read.Now, token);
        await RecoverAsync(token);
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

    private void Start(string source, DateTimeOffset slot, CancellationToken stopping) =>
        _ = loops.TakeAsync(PollTriggers.LoopOf(source), token => run.RunAsync(source, slot, "recovery", token), stopping);

    [LoggerMessage(151, LogLevel.Warning, "Source {Source} missed its slot; it runs now and its trigger is renewed")]
    private partial void LogMissed(string source);
}
