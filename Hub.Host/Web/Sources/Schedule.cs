using System.Globalization;
using Hub.Host.Foundation.Loops;
using Hub.Host.Intake;
using Hub.Host.People.Visits;
using Quartz;

namespace Hub.Host.Web.Sources;

/// <summary>Reads schedules: Quartz cron expressions in office time.</summary>
public static class Schedule
{
    /// <summary>The minutes of the next runs after an instant; empty when the expression cannot be read.</summary>
    public static IReadOnlyList<DateTimeOffset> Next(string cron, DateTimeOffset after, int count)
    {
        if (!CronExpression.TryParse(cron, out var parsed))
        {
            return [];
        }

        var expression = parsed.WithTimeZone(Pace.Zone);
        var runs = new List<DateTimeOffset>(count);
        for (var next = expression.GetNextValidTimeAfter(after); next is { } at && runs.Count < count; next = expression.GetNextValidTimeAfter(at))
        {
            if (runs.Count == 0 || at.UtcTicks / TimeSpan.TicksPerMinute > runs[^1].UtcTicks / TimeSpan.TicksPerMinute)
            {
                runs.Add(at);
            }
        }

        return runs;
    }

    /// <returns>How often, in words; null for what is said more shortly by its times.</returns>
    public static string? Words(string cron, Words say) => cron.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var second, "*", "*", "*" or "?", "*", "*" or "?"] when Step(second) is { } seconds => say["schedule.seconds", seconds],
        [var at, "*", "*", "*" or "?", "*", "*" or "?"] when Number(at) is not null => say["schedule.minutes", 1],
        [var at, var minute, "*", "*" or "?", "*", "*" or "?"] when Number(at) is not null && Step(minute) is { } minutes => say["schedule.minutes", minutes],
        [var at, var minute, "*", "*" or "?", "*", "*" or "?"] when Number(at) is not null && Number(minute) is { } past => say["schedule.hourly", past],
        [var at, var minute, var hour, "*" or "?", "*", "*" or "?"] when Number(at) is not null && Number(minute) is { } past && Number(hour) is { } daily => say["schedule.daily", $"{daily:00}.{past:00}"],
        _ => null,
    };

    private static int? Number(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? Step(string part) => part.Split('/') is ["*" or "0", var step] ? Number(step) : null;
}
