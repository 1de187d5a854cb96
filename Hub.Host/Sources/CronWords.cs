using Quartz;

namespace Hub.Host.Sources;

/// <summary>Says what is wrong with a schedule in one sentence a clerk can act on.</summary>
public static class CronWords
{
    private static readonly (string Name, int Least, int Most)[] Parts =
        [("Second", 0, 59), ("Minute", 0, 59), ("Hour", 0, 23), ("DayOfMonth", 1, 31), ("Month", 1, 12), ("DayOfWeek", 1, 7), ("Year", 1970, 2299)];

    /// <returns>Null when the schedule can be used.</returns>
    public static string? Fault(string cron)
    {
        var parts = cron.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 6 or > 7)
        {
            return SourceFaults.Say("CronParts", cron, parts.Length, SourceFaults.Say("CronSample"));
        }

        for (var i = 0; i < parts.Length; i++)
        {
            if (Numbers(parts[i]).Any(n => n < Parts[i].Least || n > Parts[i].Most))
            {
                return SourceFaults.Say("CronPart", cron, SourceFaults.Say(Parts[i].Name), Parts[i].Least, Parts[i].Most, SourceFaults.Say("CronSample"));
            }
        }

        return CronExpression.TryParse(cron, out _) ? null : SourceFaults.Say("CronUnread", cron, SourceFaults.Say("CronSample"));
    }

    /// <summary>Numbers that name a place on the clock; a step after a slash does not.</summary>
    private static IEnumerable<int> Numbers(string part) =>
        part.Split(',').Select(piece => piece.Split('/')[0]).SelectMany(piece => piece.Split('-')).Where(text => int.TryParse(text, out _)).Select(int.Parse);
}
