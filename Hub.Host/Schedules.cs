using Hub.Host.FollowUp;
using Hub.Host.Foundation;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Watch;
using Hub.Host.Work.Deadlines;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Host;

/// <summary>Every recurring job and its time. The schedule is only an alarm clock: what ran is written in the database.</summary>
public sealed class Schedules(ISchedulerFactory schedulers, PollTriggers polls) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await polls.SyncAsync(cancellationToken);
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await EveryAsync<ReminderJob>(scheduler, TimeSpan.FromMinutes(5), cancellationToken);
        await EveryAsync<RecountJob>(scheduler, TimeSpan.FromMinutes(5), cancellationToken);
        await EveryAsync<ClosingJob>(scheduler, TimeSpan.FromMinutes(15), cancellationToken);
        await EveryAsync<ReminderWatchJob>(scheduler, TimeSpan.FromMinutes(15), cancellationToken);
        await EveryAsync<CaretakerJob>(scheduler, TimeSpan.FromSeconds(20), cancellationToken);
        await EveryAsync<DropJob>(scheduler, TimeSpan.FromSeconds(10), cancellationToken);
        await EveryAsync<DigestJob>(scheduler, TimeSpan.FromMinutes(1), cancellationToken);
        await AtAsync<StatementJob>(scheduler, StatementJob.Cron, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task AtAsync<TJob>(IScheduler scheduler, string cron, CancellationToken token) where TJob : IJob
    {
        var name = typeof(TJob).Name;
        await scheduler.ScheduleJob(
            JobBuilder.Create<TJob>().WithIdentity(name).Build(),
            TriggerBuilder.Create().WithIdentity(name).WithCronSchedule(cron, c => c.InTimeZone(CronTimes.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build(),
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
