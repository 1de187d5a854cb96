using Hub.Host.Foundation.Loops;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Host.Intake;

/// <summary>One trigger for each source that is polled; kept in line with the sources as they are configured.</summary>
public sealed class PollTriggers(ISchedulerFactory schedulers, Database database, TimeProvider clock) : IDisposable
{
    private readonly Dictionary<string, int> versions = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1, 1);

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

    /// <summary>Under this name a source's runs stand among the loops.</summary>
    internal static string LoopOf(string source) => $"poll:{source}";

    /// <summary>Sets every trigger anew: the clock was set, and what was to fire by the old one never would.</summary>
    public async Task RenewAllAsync(CancellationToken token)
    {
        await gate.WaitAsync(token);
        try
        {
            versions.Clear();
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
                    .WithCronSchedule(source.Cron, c => c.InTimeZone(Pace.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
                    .Build(),
                cancellationToken: token);
        }
    }
}
