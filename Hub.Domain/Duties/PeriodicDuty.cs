using Hub.Domain.Deadlines;

namespace Hub.Domain.Duties;

/// <summary>A report that offices hand in again and again. One that does not come is a debt of the office that owes it, never of the bureau that collects.</summary>
public sealed record PeriodicDuty
{
    /// <summary>In the place of names of debtors: every office of the register.</summary>
    public const string EveryOffice = "*";

    /// <summary>The latest day of a month that every month has.</summary>
    public const int LatestDueDay = 28;

    /// <summary>Stable kebab-case key.</summary>
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required DutyCycle Cycle { get; init; }

    /// <summary>The day of the month after the period on which it is due; on a day off the next working day (R9).</summary>
    public required int DueDay { get; init; }

    /// <summary>Any day of the first period that is owed.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>Codes of offices and bureaus, or <see cref="EveryOffice"/>.</summary>
    public required IReadOnlyList<string> Debtors { get; init; }

    /// <summary>The bureau that collects it.</summary>
    public required string Keeper { get; init; }

    /// <summary>The outside system in which it is handed in; null where it comes by letter.</summary>
    public string? System { get; init; }

    /// <summary>How letters call it, where it comes by letter; all of them stand in it.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The rule that it rests on.</summary>
    public string? Basis { get; init; }

    /// <summary>The duties that the hub knows from its first start.</summary>
    public static IReadOnlyList<PeriodicDuty> Shipped()
    {
        using var stream = DataFile.Embedded("duties.json");
        return DataFile.Read<List<PeriodicDuty>>(stream, "duties.json");
    }

    /// <summary>The periods that are over and owed, oldest first, each by its first day.</summary>
    public IEnumerable<DateOnly> Owed(DateOnly today)
    {
        for (var period = Cycle.StartOf(Since); Cycle.Next(period) <= today; period = Cycle.Next(period))
        {
            yield return period;
        }
    }

    public DateOnly DueOn(DateOnly period, WorkingCalendar calendar) => calendar.RollForward(Cycle.Next(period).AddDays(DueDay - 1));
}

/// <summary>How often a report is owed.</summary>
public enum DutyCycle
{
    Month,
    Quarter,
    HalfYear,
    Year,
}

/// <summary>The periods of a cycle, each known by its first day.</summary>
public static class DutyCycles
{
    public static DateOnly StartOf(this DutyCycle cycle, DateOnly day) => new(day.Year, ((day.Month - 1) / cycle.Months() * cycle.Months()) + 1, 1);

    public static DateOnly Next(this DutyCycle cycle, DateOnly period) => period.AddMonths(cycle.Months());

    /// <summary>Its number within its year, from 1.</summary>
    public static int NumberOf(this DutyCycle cycle, DateOnly period) => ((period.Month - 1) / cycle.Months()) + 1;

    private static int Months(this DutyCycle cycle) => cycle switch
    {
        DutyCycle.Month => 1,
        DutyCycle.Quarter => 3,
        DutyCycle.HalfYear => 6,
        DutyCycle.Year => 12,
    };
}
