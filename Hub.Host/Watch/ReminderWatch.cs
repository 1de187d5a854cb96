using Hub.Domain.Deadlines;
using Hub.Host.FollowUp;
using Hub.Host.Foundation.Texts;
using Hub.Host.Storage;
using Hub.Host.Work.Deadlines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Watch;

/// <summary>The watchdog of deadlines: asks for rungs that are two office hours overdue, and keeps one alarm open while there are any.</summary>
public sealed class ReminderWatch(Database database, BasisInForce basis, ReminderSearch search, AlarmBook book, IStringLocalizer<ReminderTexts> texts, TimeProvider clock)
{
    private const string Family = "reminders";

    /// <summary>Long enough for a restart, short enough for the same morning.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(2);

    /// <returns>How many rungs are overdue; none in the first two hours of an office day and outside of it, when none may be written.</returns>
    public async Task<int> LookAsync(CancellationToken token)
    {
        var now = clock.GetUtcNow();
        if (!ReminderLadder.IsOfficeHour(basis.Calendar, now) || !ReminderLadder.IsOfficeHour(basis.Calendar, now - Grace))
        {
            return 0;
        }

        var overdue = await search.UnsentAsync(now - Grace, token);
        await book.WriteAsync(Family, overdue.Count == 0 ? [] : [await FindingAsync(overdue, now, token)], now, token);
        return overdue.Count;
    }

    private async Task<Finding> FindingAsync(IReadOnlyList<UnsentReminder> overdue, DateTimeOffset now, CancellationToken token)
    {
        await using var db = database.Open();
        var first = overdue[0].TicketId;
        var number = await db.Tickets.Where(t => t.Id == first).Select(t => t.Number).SingleAsync(token);
        return new Finding("reminders-unsent", "hub", texts["WatchCause", overdue.Count, OfficeDates.Instant(now - Grace), number], texts["WatchNext"], now);
    }
}
