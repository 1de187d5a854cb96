using Hub.Host.Foundation.Loops;
using Hub.Host.Intake;
using Quartz;

namespace Hub.Host.Web.Sources;

/// <summary>Reads schedules: Quartz cron expressions in office time.</summary>
public static class Schedule
{
    /// <summary>The next runs after an instant; empty when the expression cannot be read.</summary>
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
            runs.Add(at);
        }

        return runs;
    }
}
