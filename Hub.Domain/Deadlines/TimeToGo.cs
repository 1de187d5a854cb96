using System.Runtime.InteropServices;

namespace Hub.Domain.Deadlines;

/// <summary>How a date stands at an hour, in working days: what lists, pages and mails word, each for its reader.</summary>
/// <param name="Days">Working days that are left, or since.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TimeToGo(Urgency Urgency, int Days)
{
    private const int Near = 3;

    /// <param name="lateAt">First instant at which it is late.</param>
    public static TimeToGo Of(DateOnly dueOn, DateTimeOffset lateAt, WorkingCalendar calendar, DateTimeOffset now)
    {
        var today = Wita.DateOf(now);
        if (lateAt <= now)
        {
            return new(Urgency.Late, calendar.CountWorkingDays(dueOn.AddDays(1), today));
        }

        var left = calendar.CountWorkingDays(today.AddDays(1), dueOn);
        return new(left switch { 0 => Urgency.Today, <= Near => Urgency.Soon, _ => Urgency.Calm }, left);
    }
}

/// <summary>How much it presses.</summary>
public enum Urgency
{
    Done,

    /// <summary>Somebody outside has the next word.</summary>
    Paused,
    Calm,
    Soon,

    /// <summary>No working day is left after this one.</summary>
    Today,
    Late,
}
