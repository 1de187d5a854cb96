using System.Globalization;
using Hub.Domain.Deadlines;

namespace Hub.Domain.Duties;

/// <summary>When a debtor is reminded: three working days before, on the day, and every fifth working day after it.</summary>
public static class DebtReminder
{
    private const int Before = 3;
    private const int Pace = 5;

    /// <returns>The rung that was reached last, by its name; null before the first.</returns>
    public static string? Rung(DateOnly dueOn, DateOnly today, WorkingCalendar calendar)
    {
        if (today > dueOn)
        {
            var late = calendar.CountWorkingDays(dueOn.AddDays(1), today);
            return late < Pace ? "late-1" : $"late-{(late / Pace * Pace).ToString(CultureInfo.InvariantCulture)}";
        }

        return today == dueOn ? "due"
            : calendar.CountWorkingDays(today.AddDays(1), dueOn) <= Before ? "before"
            : null;
    }
}
