using Hub.Domain;
using Hub.Host.Foundation.Texts;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.FollowUp;

/// <summary>The watchdog of deadlines: asks for rungs that are two hours overdue, and keeps one alarm open while there are any.</summary>
public sealed class ReminderWatch(Database database, ReminderSearch search, TimeProvider clock)
{
    internal const string Key = "reminders-unsent:hub";

    /// <summary>Long enough for a restart, short enough for the same morning.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(2);

    /// <returns>How many rungs are overdue.</returns>
    public async Task<int> LookAsync(CancellationToken token)
    {
        var now = clock.GetUtcNow();
        var overdue = await search.UnsentAsync(now - Grace, token);
        await using var db = database.Open();
        var alarm = await db.Alarms.FirstOrDefaultAsync(a => a.Key == Key && a.EndedAt == null, token);
        if (overdue.Count == 0)
        {
            alarm?.EndedAt = now;
        }
        else
        {
            alarm ??= db.Alarms.Add(new Alarm
            {
                Key = Key,
                Code = "reminders-unsent",
                Subject = "hub",
                Cause = Said.Quote(""),
                NextStep = Said.Of<ReminderTexts>("WatchNext"),
                FirstSeenAt = now,
                LastSeenAt = now,
            }).Entity;
            (alarm.Cause, alarm.LastSeenAt, alarm.Count) = (await CauseAsync(db, overdue, now, token), now, alarm.Count + 1);
        }

        await db.SaveChangesAsync(token);
        return overdue.Count;
    }

    private static async Task<Said> CauseAsync(HubDbContext db, IReadOnlyList<UnsentReminder> overdue, DateTimeOffset now, CancellationToken token)
    {
        var first = overdue[0].TicketId;
        var number = await db.Tickets.Where(t => t.Id == first).Select(t => t.Number).SingleAsync(token);
        return Said.Of<ReminderTexts>("WatchCause", overdue.Count, now - Grace, number);
    }
}
