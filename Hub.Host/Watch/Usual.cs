using Hub.Domain;

namespace Hub.Host.Watch;

/// <summary>How many items are usual by kind of day and hour of the office's clock, and how much was ever missed. Learned from whole days of ordinary intake; nothing is usual before two weeks of them.</summary>
public sealed class Usual
{
    private const int LeastDays = 14;
    private const int HoursOfDay = 24;

    /// <summary>A day with more than so many times the usual brought a backlog and says nothing about other days.</summary>
    private const int Extraordinary = 4;

    /// <summary>Where little comes, a few more are no backlog.</summary>
    private const int Few = 10;

    private readonly double[] hourly = new double[7 * HoursOfDay];
    private readonly Func<DateOnly, bool> isOfficeDay;

    /// <param name="arrivals">In order of time. The day of the first one is not whole, and may be the day on which all that was waiting came.</param>
    /// <param name="now">Today is not whole either.</param>
    /// <param name="isOfficeDay">A day off is as quiet as a Sunday, whatever its name.</param>
    public Usual(IReadOnlyList<DateTimeOffset> arrivals, DateTimeOffset now, Func<DateOnly, bool> isOfficeDay)
    {
        this.isOfficeDay = isOfficeDay;
        if (arrivals.Count > 0)
        {
            Learn(arrivals, Wita.DateOf(arrivals[0]).AddDays(1), Wita.DateOf(now));
        }

        for (var i = 1; i < arrivals.Count; i++)
        {
            MostMissed = Math.Max(MostMissed, Between(arrivals[i - 1], arrivals[i]));
        }
    }

    /// <summary>The longest silence so far, counted in the items that usually come in such a time: a week of holidays is none.</summary>
    public double MostMissed { get; }

    /// <summary>The number of items that usually come between two instants; zero while nothing is known.</summary>
    public double Between(DateTimeOffset from, DateTimeOffset to)
    {
        var sum = 0.0;
        for (var at = from; at < to;)
        {
            var end = at.AddTicks(TimeSpan.TicksPerHour - (at.UtcTicks % TimeSpan.TicksPerHour));
            end = end < to ? end : to;
            sum += hourly[HourOf(at)] * (end - at).TotalHours;
            at = end;
        }

        return sum;
    }

    private void Learn(IReadOnlyList<DateTimeOffset> arrivals, DateOnly first, DateOnly today)
    {
        if (today.DayNumber - first.DayNumber < LeastDays)
        {
            return;
        }

        var came = arrivals.GroupBy(Wita.DateOf).ToDictionary(day => day.Key, day => day.ToList());
        foreach (var kind in Enumerable.Range(0, today.DayNumber - first.DayNumber).Select(first.AddDays).GroupBy(KindOf))
        {
            var days = kind.Select(day => came.GetValueOrDefault(day, [])).OrderBy(day => day.Count).ToList();
            var most = (Extraordinary * days[days.Count / 2].Count) + Few;
            var ordinary = days.Where(day => day.Count <= most).ToList();
            foreach (var at in ordinary.SelectMany(day => day))
            {
                hourly[HourOf(at)] += 1.0 / ordinary.Count;
            }
        }
    }

    private int KindOf(DateOnly day) => (int)(isOfficeDay(day) ? day.DayOfWeek : DayOfWeek.Sunday);

    private int HourOf(DateTimeOffset at) => (KindOf(Wita.DateOf(at)) * HoursOfDay) + Wita.At(at).Hour;
}
