using Hub.Domain;
using Hub.Host.Deadlines;
using Hub.Host.FollowUp;
using Hub.Host.Health;
using Hub.Host.Intake;
using Hub.Host.Outbox;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Host;

/// <summary>Every recurring job and its time. The schedule is only an alarm clock: what ran is written in the database.</summary>
public sealed class Schedules(ISchedulerFactory schedulers, Database database, TimeProvider clock) : IHostedService, IDisposable
{
    /// <summary>Office time for every cron; WITA has no daylight saving.</summary>
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("WITA", Wita.Offset, "WITA", "WITA");

    private readonly Dictionary<string, int> versions = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1, 1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await SyncAsync(cancellationToken);
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await EveryAsync<ReminderJob>(scheduler, TimeSpan.FromMinutes(5), cancellationToken);
        await EveryAsync<RecountJob>(scheduler, TimeSpan.FromMinutes(5), cancellationToken);
        await EveryAsync<ReminderWatchJob>(scheduler, TimeSpan.FromMinutes(15), cancellationToken);
        await EveryAsync<CaretakerJob>(scheduler, TimeSpan.FromSeconds(20), cancellationToken);
        await EveryAsync<DropJob>(scheduler, TimeSpan.FromSeconds(10), cancellationToken);
        await EveryAsync<DigestJob>(scheduler, TimeSpan.FromMinutes(1), cancellationToken);
        await AtAsync<StatementJob>(scheduler, StatementJob.Cron, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Brings the triggers in line with the sources as they are configured now.</summary>
    public async Task SyncAsync(CancellationToken token)
    {
        await gate.WaitAsync(token);
        try
        {
            await SyncInTurnAsync(token);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Sets one source's trigger anew: it did not fire when it should have (P25).</summary>
    public async Task RenewAsync(string source, CancellationToken token)
    {
        await gate.WaitAsync(token);
        try
        {
            versions.Remove(source);
            await SyncInTurnAsync(token);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task SyncInTurnAsync(CancellationToken token)
    {
        var scheduler = await schedulers.GetScheduler(token);
        await using var db = database.Open();
        foreach (var source in await db.Sources.AsNoTracking().ToListAsync(token))
        {
            if (versions.TryGetValue(source.Name, out var version) && version == source.Version)
            {
                continue;
            }

            versions[source.Name] = source.Version;
            var key = new JobKey(source.Name, "poll");
            await scheduler.DeleteJob(key, token);
            if (source.Cron is null || source.PausedAt is not null)
            {
                continue;
            }

            await scheduler.ScheduleJob(
                JobBuilder.Create<PollJob>().WithIdentity(key).Build(),
                TriggerBuilder.Create().WithIdentity(source.Name, "poll")
                    .StartAt(clock.GetUtcNow())
                    .WithCronSchedule(source.Cron, c => c.InTimeZone(Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
                    .Build(),
                cancellationToken: token);
        }
    }

    /// <summary>The coming runs of a cron, for the schedule editor.</summary>
    public static IReadOnlyList<DateTimeOffset> Next(string cron, DateTimeOffset from, int count)
    {
        var expression = new CronExpression(cron, Zone);
        var runs = new List<DateTimeOffset>(count);
        while (runs.Count < count && expression.GetNextValidTimeAfter(runs.LastOrDefault(from)) is { } next)
        {
            runs.Add(next);
        }

        return runs;
    }

    private static async Task AtAsync<TJob>(IScheduler scheduler, string cron, CancellationToken token) where TJob : IJob
    {
        var name = typeof(TJob).Name;
        await scheduler.ScheduleJob(
            JobBuilder.Create<TJob>().WithIdentity(name).Build(),
            TriggerBuilder.Create().WithIdentity(name).WithCronSchedule(cron, c => c.InTimeZone(Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build(),
            cancellationToken: token);
    }

    private static async Task EveryAsync<TJob>(IScheduler scheduler, TimeSpan interval, CancellationToken token) where TJob : IJob
    {
        var name = typeof(TJob).Name;
        await scheduler.ScheduleJob(
            JobBuilder.Create<TJob>().WithIdentity(name).Build(),
            TriggerBuilder.Create().WithIdentity(name).StartNow().WithSimpleSchedule(s => s.WithInterval(interval).RepeatForever()).Build(),
            cancellationToken: token);
    }
}

internal static class SchedulesSetup
{
    /// <summary>Many slow sources at once must not keep deadlines or sending from running.</summary>
    private const int MostJobsAtOnce = 64;

    public static void AddSchedules(this WebApplicationBuilder builder, HubOptions options)
    {
        builder.Services.AddSingleton<Schedules>();
        builder.Services.AddQuartz(q => q.UseDefaultThreadPool(MostJobsAtOnce));
        if (options.Work)
        {
            builder.Services.AddHostedService(s => s.GetRequiredService<Schedules>());
            builder.Services.AddQuartzHostedService(q => q.WaitForJobsToComplete = true);
        }
    }
}
