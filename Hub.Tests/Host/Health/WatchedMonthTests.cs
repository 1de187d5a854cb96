using Hub.Domain;
using Hub.Host.Watch;

namespace Hub.Tests.Host.Health;

/// <summary>Months of a moved clock: the watchdog says nothing of ordinary life, and does not miss the real thing.</summary>
public sealed class WatchedMonthTests
{
    private static readonly DateOnly First = new(2026, 3, 2);
    private static readonly DateOnly[] Holidays = [new(2026, 3, 19), new(2026, 3, 20), new(2026, 3, 23), new(2026, 3, 24)];
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData(3, "a quiet office")]
    [InlineData(12, "an ordinary one")]
    [InlineData(60, "a busy one")]
    public void Two_months_with_a_first_backlog_weekends_holidays_and_a_late_backlog_give_no_alarm(int aDay, string office)
    {
        var arrivals = Life(aDay, days: 60);

        Alarms(arrivals, First, days: 60).ShouldBeEmpty(office);
    }

    [Fact]
    public void A_source_that_falls_silent_is_told_within_an_office_day_and_before_the_end_of_the_next()
    {
        var silentFrom = First.AddDays(43);
        silentFrom.DayOfWeek.ShouldBe(DayOfWeek.Tuesday);
        var arrivals = Life(aDay: 24, days: 43);

        var told = Alarms(arrivals, silentFrom, days: 7).First();

        told.ShouldBeLessThan(Wita.StartOf(silentFrom.AddDays(2)));
    }

    [Fact]
    public void Nothing_is_usual_before_two_whole_weeks()
    {
        var arrivals = Life(aDay: 40, days: 9);

        Alarms(arrivals, First.AddDays(9), days: 4).ShouldBeEmpty();
    }

    /// <summary>Sixty items at once on the first evening, then some on each office day between 8 and 16, and a backlog of forty on the thirtieth day.</summary>
    private static List<DateTimeOffset> Life(int aDay, int days)
    {
        var random = new Random(5);
        var arrivals = Enumerable.Range(0, 60).Select(i => Wita.StartOf(First).AddHours(17).AddSeconds(i / 6.0)).ToList();
        for (var day = First.AddDays(1); day < First.AddDays(days); day = day.AddDays(1))
        {
            var many = IsOfficeDay(day) ? random.Next((2 * aDay / 3) + 1, (4 * aDay / 3) + 2) : 0;
            arrivals.AddRange(Enumerable.Range(0, many).Select(_ => Wita.StartOf(day).AddHours(8 + (8 * random.NextDouble()))));
            if (day == First.AddDays(30))
            {
                arrivals.AddRange(Enumerable.Range(0, 40).Select(i => Wita.StartOf(day).AddHours(9).AddSeconds(i)));
            }
        }

        arrivals.Sort();
        return arrivals;
    }

    private static IEnumerable<DateTimeOffset> Alarms(List<DateTimeOffset> arrivals, DateOnly from, int days)
    {
        for (var now = Wita.StartOf(from); now < Wita.StartOf(from.AddDays(days)); now += Step)
        {
            var seen = arrivals.Where(at => at <= now).ToList();
            if (seen.Count == 0)
            {
                continue;
            }

            var usual = new Usual(seen, now, IsOfficeDay);
            var source = new SourceSigns
            {
                Name = "sihab", Interval = Step, LastRunAt = now, LastSuccessAt = now, LastItemAt = seen[^1], UsualSince = usual.Between(seen[^1], now), MostMissed = usual.MostMissed,
            };
            if (Watchdog.Look(new Signs { Now = now, StartedAt = now.AddDays(-2), Sources = [source] }).Count > 0)
            {
                yield return now;
            }
        }
    }

    private static bool IsOfficeDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Holidays.Contains(day);
}
