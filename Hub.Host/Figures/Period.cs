using Hub.Domain;

namespace Hub.Host.Figures;

/// <summary>Days of a report, both included, in office time.</summary>
public sealed record Period(DateOnly From, DateOnly To)
{
    /// <summary>Longer questions are cut to this, so that nobody asks for a century by accident.</summary>
    public const int MostDays = 3_660;

    public DateTimeOffset Start => Wita.StartOf(From).ToUniversalTime();

    public DateTimeOffset End => Wita.StartOf(To.AddDays(1)).ToUniversalTime();

    public bool Holds(DateTimeOffset at) => at >= Start && at < End;

    public bool IsWholeMonth => From.Day == 1 && To == From.AddMonths(1).AddDays(-1);

    public bool IsWholeYear => From is { Day: 1, Month: 1 } && To == From.AddYears(1).AddDays(-1);

    /// <summary>The period of the same length just before: the month before a month, the year before a year.</summary>
    public Period Before => IsWholeYear ? new(From.AddYears(-1), From.AddDays(-1))
        : IsWholeMonth ? new(From.AddMonths(-1), From.AddDays(-1))
        : new(From.AddDays(From.DayNumber - To.DayNumber - 1), From.AddDays(-1));

    public static Period MonthOf(DateOnly day) => new(new DateOnly(day.Year, day.Month, 1), new DateOnly(day.Year, day.Month, 1).AddMonths(1).AddDays(-1));

    /// <summary>Monday to Sunday.</summary>
    public static Period WeekOf(DateOnly day)
    {
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return new(monday, monday.AddDays(6));
    }

    /// <summary>What was asked for, or the month of today; turned round and cut where it makes no sense.</summary>
    public static Period Of(DateOnly? from, DateOnly? to, DateOnly today)
    {
        if (from is null && to is null)
        {
            return MonthOf(today);
        }

        var first = from ?? new DateOnly(to!.Value.Year, to.Value.Month, 1);
        var last = to ?? (first > today ? first : today);
        (first, last) = first <= last ? (first, last) : (last, first);
        return last.DayNumber - first.DayNumber > MostDays ? new(last.AddDays(-MostDays), last) : new(first, last);
    }
}
