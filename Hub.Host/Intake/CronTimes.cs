using Hub.Domain;
using Quartz;

namespace Hub.Host.Intake;

/// <summary>Cron expressions in office time.</summary>
public static class CronTimes
{
    /// <summary>Office time for every cron; WITA has no daylight saving.</summary>
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("WITA", Wita.Offset, "WITA", "WITA");

    /// <summary>The coming runs of a cron, for the schedule editor.</summary>
    public static IReadOnlyList<DateTimeOffset> Next(string cron, DateTimeOffset from, int count)
    {
        var expression = new CronExpression(cron, Zone);
        var runs = new List<DateTimeOffset>(count);
        while (runs.Count < count && expression.GetNextValidTimeAfter(runs.LastOrDefault(from)) is { } next)
        {
            runs.Add(next);
        }

        return runs;
    }
}
