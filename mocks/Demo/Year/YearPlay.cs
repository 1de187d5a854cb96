using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Host;
using Hub.Host.Foundation.Backups;
using Hub.Host.FollowUp;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Watch;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Mocks.Demo.Year;

/// <summary>Plays the year before the start through a hub that serves nobody yet: fakes and hub share a clock that goes from day to day, and all goes the ways that it goes in earnest.</summary>
internal sealed class YearPlay(WebApplication hub, FakeWorld world, YearPlan plan, YearItems items, DemoClock clock, YearDays days)
{
    private readonly Database database = hub.Services.GetRequiredService<Database>();
    private readonly PollRun poll = hub.Services.GetRequiredService<PollRun>();
    private readonly ProcessWorker intake = hub.Services.GetRequiredService<ProcessWorker>();
    private readonly ReminderRun reminders = hub.Services.GetRequiredService<ReminderRun>();
    private readonly ClosingRun closing = hub.Services.GetRequiredService<ClosingRun>();
    private readonly DispatchWorker dispatch = hub.Services.GetRequiredService<DispatchWorker>();
    private readonly SignReader signs = hub.Services.GetRequiredService<SignReader>();
    private readonly AlarmBook alarms = hub.Services.GetRequiredService<AlarmBook>();
    private readonly FaultSwitch silent = world.Fakes.Single(f => f.Name == plan.Silent).Faults;

    private readonly YearStaff staff = new(
        hub.Services.GetRequiredService<Database>(), hub.Services.GetRequiredService<TicketRoad>(), plan, items, clock, days);

    /// <returns>How many tickets there are.</returns>
    public async Task<int> RunAsync(CancellationToken token)
    {
        var (before, moments) = (DateTimeOffset.MinValue, days.Moments);
        foreach (var (now, next) in moments.Zip(moments.Skip(1).Append(days.Start)))
        {
            clock.Set(now);
            await PlayAsync(before, now, next, token);
            before = now;
        }

        clock.Set(days.Start);
        world.Ill.Faults.Play(Fault.Unavailable);
        await FetchAsync(world.Sources, days.Start, token);
        await PlayAsync(before, days.Start, days.Start.AddDays(1), token);
        await FinishSetupAsync(token);
        await using var db = database.Open();
        return await db.Tickets.CountAsync(token);
    }

    /// <summary>What an office does on the page of setup; the address alone stays that of this machine.</summary>
    private async Task FinishSetupAsync(CancellationToken token)
    {
        await hub.Services.GetRequiredService<SetupCheck>().AgreeClockAsync(DemoUsers.Administrator, token);
        await hub.Services.GetRequiredService<BackupBook>().KeepAsync(token);
        if (await hub.Services.GetRequiredService<MailRound>().RunAsync(DemoUsers.Administrator, token) is { Ok: false } lost)
        {
            throw new DemoRefusal("MailLost", lost.Detail);
        }
    }

    private async Task PlayAsync(DateTimeOffset before, DateTimeOffset now, DateTimeOffset next, CancellationToken token)
    {
        SetHealth(now);
        var arrived = world.Arrive(items, before, now);
        await FetchAsync(now > days.SceneAt && now < days.Start ? world.Sources : arrived, now, token);
        await WatchAsync(now, token);
        await intake.DrainAllAsync(token);
        await staff.WorkAsync(now, next, token);
        await reminders.RunAsync(token);
        await closing.RunAsync(token);
        while (await dispatch.DispatchAsync(token))
        {
            token.ThrowIfCancellationRequested();
        }
    }

    private Task FetchAsync(IEnumerable<string> sources, DateTimeOffset now, CancellationToken token) =>
        Task.WhenAll(sources.Select(s => poll.RunAsync(s, now, "schedule", token)));

    /// <summary>One source answers nobody for a while.</summary>
    private void SetHealth(DateTimeOffset now)
    {
        if (days.IsSilent(now, plan))
        {
            silent.Play(Fault.Unavailable);
        }
        else
        {
            silent.Reset();
        }
    }

    /// <summary>
    /// The hub's own alarms are raised, mailed and ended; before anybody works, which takes the clock on, and no longer than until the hub is
    /// connected: it would miss the runs that its schedule plans between two days that are played.
    /// </summary>
    private async Task WatchAsync(DateTimeOffset now, CancellationToken token)
    {
        if (now > days.SceneAt && now < days.ConnectedAt)
        {
            var read = await signs.ReadAsync(token);
            await alarms.WriteAsync(WatchdogWorker.Family, Watchdog.Look(read), read.Now, token);
        }
    }
}
