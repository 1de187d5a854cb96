using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Host;
using Hub.Host.FollowUp;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Mocks.Demo.Year;

/// <summary>Plays the year before the start through a hub that serves nobody yet: fakes and hub share a clock that goes from day to day, and all goes the ways that it goes in earnest.</summary>
internal sealed class YearPlay(WebApplication hub, FakeWorld world, YearPlan plan, YearItems items, DemoClock clock, DateTimeOffset start)
{
    /// <summary>So long ago the scene of the other fakes begins, and every working day is played; before it every second or third.</summary>
    private const int SceneDays = 26;

    /// <summary>So long ago the hub was connected. What is older was taken in without a word to anybody; from then on everybody is written to.</summary>
    private const int ConnectedDays = 10;

    private static readonly TimeOnly Morning = new(9, 30);

    private readonly Database database = hub.Services.GetRequiredService<Database>();
    private readonly PollRun poll = hub.Services.GetRequiredService<PollRun>();
    private readonly ProcessWorker intake = hub.Services.GetRequiredService<ProcessWorker>();
    private readonly ReminderRun reminders = hub.Services.GetRequiredService<ReminderRun>();
    private readonly ClosingRun closing = hub.Services.GetRequiredService<ClosingRun>();
    private readonly DispatchWorker dispatch = hub.Services.GetRequiredService<DispatchWorker>();

    private readonly YearStaff staff = new(
        hub.Services.GetRequiredService<Database>(), hub.Services.GetRequiredService<TicketRoad>(), plan, items, clock, start, start.AddDays(-SceneDays), ConnectedAt(start));

    /// <summary>To which the clock is set while the hub is prepared.</summary>
    public static DateTimeOffset ConnectedAt(DateTimeOffset start) => start.AddDays(-ConnectedDays);

    private DateTimeOffset FirstMoment => start.AddDays(-YearItems.Days - 2);

    /// <returns>How many tickets there are.</returns>
    public async Task<int> RunAsync(CancellationToken token)
    {
        var before = FirstMoment;
        foreach (var now in Moments())
        {
            clock.Set(now);
            await PlayAsync(before, now, token);
            before = now;
        }

        clock.Set(start);
        world.Ill.Faults.Play(Fault.Unavailable);
        await FetchAsync(world.Sources, start, token);
        await PlayAsync(before, start, token);
        await using var db = database.Open();
        return await db.Tickets.CountAsync(token);
    }

    private IEnumerable<DateTimeOffset> Moments()
    {
        var calendar = hub.Services.GetRequiredService<WorkingCalendar>();
        var (today, left) = (Wita.DateOf(start), 0);
        for (var day = Wita.DateOf(FirstMoment); day <= today; day = day.AddDays(1))
        {
            var at = Wita.StartOf(day).Add(Morning.ToTimeSpan()).ToUniversalTime();
            var inScene = today.DayNumber - day.DayNumber < SceneDays;
            if (at < start && calendar.IsWorking(day) && (inScene || ++left % 2 == 0))
            {
                yield return at;
            }
        }
    }

    private readonly double[] t = new double[7]; private long w; private void L(int i){ t[i]+=System.Diagnostics.Stopwatch.GetElapsedTime(w).TotalSeconds; w=System.Diagnostics.Stopwatch.GetTimestamp(); }
    private async Task PlayAsync(DateTimeOffset before, DateTimeOffset now, CancellationToken token)
    {
        w=System.Diagnostics.Stopwatch.GetTimestamp();
        var arrived = world.Arrive(items, before, now); L(0);
        await FetchAsync(now > start.AddDays(-SceneDays) && now < start ? world.Sources : arrived, now, token); L(1);
        await intake.DrainAllAsync(token); L(2);
        await staff.WorkAsync(now, token); L(3);
        await RemindAsync(now, token); L(4);
        await closing.RunAsync(token); L(5);
        while (await dispatch.DispatchAsync(token))
        {
            token.ThrowIfCancellationRequested();
        }
        L(6); Console.WriteLine($"{now:yyyy-MM-dd} arrive {t[0]:0.0} fetch {t[1]:0.0} intake {t[2]:0.0} staff {t[3]:0.0} remind {t[4]:0.0} close {t[5]:0.0} dispatch {t[6]:0.0}");
    }

    private Task RemindAsync(DateTimeOffset now, CancellationToken token) => now < ConnectedAt(start) ? Task.CompletedTask : reminders.RunAsync(token);

    private Task FetchAsync(IEnumerable<string> sources, DateTimeOffset now, CancellationToken token) =>
        Task.WhenAll(sources.Select(s => poll.RunAsync(s, now, "schedule", token)));
}
