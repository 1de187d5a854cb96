using Hub.Domain;

namespace Hub.Host.Watch;

/// <summary>How many items are usual by weekday and hour of the office's clock, and how long it was ever quiet.</summary>
public sealed class Usual
{
    private const int HoursOfWeek = 7 * 24;
    private readonly double[] hourly = new double[HoursOfWeek];

    /// <param name="arrivals">In order of time, within the weeks before <paramref name="now"/>.</param>
    /// <param name="weeks">So many weeks count; fewer when the first arrival is younger.</param>
    public Usual(IReadOnlyList<DateTimeOffset> arrivals, DateTimeOffset now, int weeks)
    {
        if (arrivals.Count == 0)
        {
            return;
        }

        // Less than a week of history says nothing about a weekday: the share is then taken of a whole week, which errs towards silence being normal.
        var lived = Math.Clamp((now - arrivals[0]).TotalDays / 7, 1, weeks);
        foreach (var at in arrivals)
        {
            hourly[HourOf(at)] += 1 / lived;
        }

        for (var i = 1; i < arrivals.Count; i++)
        {
            var quiet = arrivals[i] - arrivals[i - 1];
            LongestQuiet = quiet > LongestQuiet ? quiet : LongestQuiet;
        }
    }

    /// <summary>The longest time between two items; zero when there were fewer than two.</summary>
    public TimeSpan LongestQuiet { get; }

    /// <summary>The number of items that usually come between two instants.</summary>
    public double Between(DateTimeOffset from, DateTimeOffset to)
    {
        var whole = Math.Floor((to - from).TotalDays / 7);
        var sum = whole * hourly.Sum();
        for (var at = from.AddDays(7 * whole); at < to;)
        {
            var end = at.AddTicks(TimeSpan.TicksPerHour - (at.UtcTicks % TimeSpan.TicksPerHour));
            end = end < to ? end : to;
            sum += hourly[HourOf(at)] * (end - at).TotalHours;
            at = end;
        }

        return sum;
    }

    private static int HourOf(DateTimeOffset at)
    {
        var office = Wita.At(at);
        return ((int)office.DayOfWeek * 24) + office.Hour;
    }
}
