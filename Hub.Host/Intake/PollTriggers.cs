using Hub.Host.Foundation.Loops;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Host.Intake;

/// <summary>One trigger for each source that is polled; kept in line with the sources as they are configured.</summary>
/// <remarks>Several hubs on one PostgreSQL share the triggers: whichever looks first writes what changed, the others find it written.</remarks>
public sealed class PollTriggers(ISchedulerFactory schedulers, Database database, TimeProvider clock) : IDisposable
{
    /// <summary>Of the jobs and triggers of all sources.</summary>
    internal const string Group = "poll";

    private readonly Dictionary<string, int> versions = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Brings the triggers in line with the sources as they are configured now.</summary>
    public Task SyncAsync(CancellationToken token) => SyncAsync(static _ => false, token);

    /// <summary>Under this name a source's runs stand among the loops.</summary>
    internal static string LoopOf(string source) => $"poll:{source}";

    /// <summary>Sets every trigger anew: the clock was set, and what was to fire by the old one never would.</summary>
    public Task RenewAllAsync(CancellationToken token) => SyncAsync(static _ => true, token);

    /// <summary>Sets one source's trigger anew: it did not fire when it should have (P25).</summary>
    public Task RenewAsync(string source, CancellationToken token) => SyncAsync(name => string.Equals(name, source, StringComparison.Ordinal), token);

    public void Dispose() => gate.Dispose();

    private async Task SyncAsync(Func<string, bool> anew, CancellationToken token)
    {
        await gate.WaitAsync(token);
        try
        {
            var scheduler = await schedulers.GetScheduler(token);
            await using var db = database.Open();
            foreach (var source in await db.Sources.AsNoTracking().ToListAsync(token))
            {
                var isAnew = anew(source.Name);
                if (isAnew || !versions.TryGetValue(source.Name, out var version) || version != source.Version)
                {
                    await FollowAsync(scheduler, source, isAnew, token);
                    versions[source.Name] = source.Version;
                }
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task FollowAsync(IScheduler scheduler, Source source, bool isAnew, CancellationToken token)
    {
        var key = new JobKey(source.Name, Group);
        if (source.Cron is null || source.PausedAt is not null)
        {
            await scheduler.DeleteJob(key, token);
            return;
        }

        var standing = await scheduler.GetTrigger(new TriggerKey(source.Name, Group), token);
        if (isAnew || standing is not ICronTrigger { CronExpressionString: var cron } || !string.Equals(cron, source.Cron, StringComparison.Ordinal))
        {
            // Replaced in one go: another hub must find neither two triggers nor none.
            await scheduler.ScheduleJob(JobBuilder.Create<PollJob>().WithIdentity(key).RequestRecovery().Build(), TriggerOf(source), ScheduleJobOptions.Replacing, token);
        }
    }

    private ITrigger TriggerOf(Source source) => TriggerBuilder.Create().WithIdentity(source.Name, Group)
        .StartAt(clock.GetUtcNow())
        .WithCronSchedule(source.Cron!, c => c.InTimeZone(Pace.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
        .Build();
}
