using Hub.Host.Foundation.Loops;
using Quartz;

namespace Hub.Host.Intake;

/// <summary>Cron expressions in office time.</summary>
public static class CronTimes
{
    /// <summary>The coming runs of a cron, for the schedule editor.</summary>
    public static IReadOnlyList<DateTimeOffset> Next(string cron, DateTimeOffset from, int count)
    {
        var expression = new CronExpression(cron, Pace.Zone);
        var runs = new List<DateTimeOffset>(count);
        while (runs.Count < count && expression.GetNextValidTimeAfter(runs.LastOrDefault(from)) is { } next)
        {
            runs.Add(next);
        }

        return runs;
    }
}
