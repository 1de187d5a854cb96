namespace Hub.Domain.Deadlines;

/// <summary>How long a reply to the final answer reopens a ticket (R21).</summary>
public static class ReplyWindow
{
    public const int WorkingDays = 10;

    /// <summary>The last day on which a reply reopens; on the day after it the ticket is closed.</summary>
    public static DateOnly LastDay(DateTimeOffset resolvedAt, WorkingCalendar calendar) => calendar.AddWorkingDays(Wita.DateOf(resolvedAt), WorkingDays);
}
