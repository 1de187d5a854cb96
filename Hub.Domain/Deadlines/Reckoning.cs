namespace Hub.Domain.Deadlines;

/// <summary>From a term and its start to a date: the one place where time is counted. Pure; without pauses it allocates nothing.</summary>
public static class Reckoning
{
    /// <param name="term">What is counted.</param>
    /// <param name="startedAt">The receipt or other start; its office date is never counted (R5).</param>
    /// <param name="eventOn">The day that H-n counts back from; ignored by other units.</param>
    /// <exception cref="CalendarException">A date lies outside the calendar's tables, or an H-n term has no event.</exception>
    public static Deadline Due(in Term term, DateTimeOffset startedAt, WorkingCalendar calendar, Pauses pauses, DateOnly? eventOn = null) =>
        term.Unit switch
        {
            TermUnit.Minute => ByMinute(term, startedAt, calendar, pauses),
            TermUnit.Hour => ByInstant(startedAt.AddHours(term.Amount)),
            TermUnit.WorkingDay or TermUnit.CalendarDay or TermUnit.Week or TermUnit.Month or TermUnit.Year or TermUnit.BeforeEvent => ByDay(term, startedAt, calendar, pauses, eventOn),
        };

    private static Deadline ByDay(in Term term, DateTimeOffset startedAt, WorkingCalendar calendar, Pauses pauses, DateOnly? eventOn)
    {
        var start = Wita.DateOf(startedAt);
        var due = DateOf(term, term.Unit, term.Amount, start, calendar, pauses, eventOn);
        return new Deadline
        {
            DueOn = due,
            LateAt = Wita.StartOf(due.AddDays(1)),
            TargetOn = term.Target is int target ? DateOf(term, term.Unit, target, start, calendar, pauses, eventOn) : null,
            AlternativeOn = term.Otherwise is TermUnit other ? DateOf(term, other, term.Amount, start, calendar, pauses, eventOn) : null,
            Provisional = !calendar.IsDecreed(due) || !calendar.IsDecreed(start),
        };
    }

    private static DateOnly DateOf(in Term term, TermUnit unit, int amount, DateOnly start, WorkingCalendar calendar, Pauses pauses, DateOnly? eventOn) =>
        unit switch
        {
            TermUnit.WorkingDay => AddWorkingDays(start, amount, calendar, pauses),
            TermUnit.CalendarDay => Roll(AddDays(start, amount, pauses), term.Strict, calendar, pauses),
            TermUnit.Week => Roll(AddDays(start, amount * 7, pauses), term.Strict, calendar, pauses),
            TermUnit.Month => Roll(AddMonths(start, amount, pauses), term.Strict, calendar, pauses),
            TermUnit.Year => Roll(AddMonths(start, amount * 12, pauses), term.Strict, calendar, pauses),
            TermUnit.BeforeEvent when eventOn is DateOnly day => calendar.RollBack(day.AddDays(-amount)),
            TermUnit.BeforeEvent => throw CalendarException.Of("NeedsEvent"),
            TermUnit.Minute or TermUnit.Hour => throw CalendarException.Of("NotByDay", unit),
        };

    /// <summary>The n-th working day that no pause takes out: by rank in the calendar's table, once more for each pause that begins before the date found.</summary>
    private static DateOnly AddWorkingDays(DateOnly start, int days, WorkingCalendar calendar, Pauses pauses)
    {
        var rank = calendar.WorkingDaysUpTo(start) + days - 1;
        var due = calendar.WorkingDayAt(rank);
        foreach (var span in pauses.Spans)
        {
            if (span.From > due)
            {
                break;
            }

            rank += calendar.CountWorkingDays(Later(span.From, start.AddDays(1)), span.To);
            due = calendar.WorkingDayAt(rank);
        }

        return due;
    }

    private static DateOnly AddDays(DateOnly start, int days, Pauses pauses)
    {
        var end = start.AddDays(days);
        foreach (var span in pauses.Spans)
        {
            if (span.From > end)
            {
                break;
            }

            end = end.AddDays(Math.Max(0, span.To.DayNumber - Later(span.From, start.AddDays(1)).DayNumber + 1));
        }

        return end;
    }

    /// <summary>Months have no days of their own to take out: the pause moves the end by as many days as it lasted.</summary>
    private static DateOnly AddMonths(DateOnly start, int months, Pauses pauses) =>
        AddDays(start, start.AddMonths(months).DayNumber - start.DayNumber, pauses);

    /// <summary>R9; a day inside a pause is no day to be due on either.</summary>
    private static DateOnly Roll(DateOnly date, bool strict, WorkingCalendar calendar, Pauses pauses)
    {
        if (strict)
        {
            return date;
        }

        var rolled = calendar.RollForward(date);
        while (pauses.Find(rolled) is DateSpan span)
        {
            rolled = calendar.RollForward(span.To.AddDays(1));
        }

        return rolled;
    }

    private static Deadline ByMinute(in Term term, DateTimeOffset startedAt, WorkingCalendar calendar, Pauses pauses)
    {
        var end = AddOfficeTime(Wita.At(startedAt), TimeSpan.FromMinutes(term.Amount), calendar, pauses);
        return ByInstant(end) with { Provisional = !calendar.IsDecreed(Wita.DateOf(end)) || !calendar.IsDecreed(Wita.DateOf(startedAt)) };
    }

    private static DateTimeOffset AddOfficeTime(DateTimeOffset local, TimeSpan left, WorkingCalendar calendar, Pauses pauses)
    {
        var date = DateOnly.FromDateTime(local.DateTime);
        var from = TimeOnly.FromDateTime(local.DateTime);
        while (true)
        {
            foreach (var span in pauses.Contains(date) ? [] : calendar.SpansOn(date))
            {
                var open = from > span.From ? from : span.From;
                if (open >= span.To)
                {
                    continue;
                }

                if (left <= span.To - open)
                {
                    return new DateTimeOffset(date, open, Wita.Offset) + left;
                }

                left -= span.To - open;
            }

            date = calendar.RollForward(date.AddDays(1));
            from = TimeOnly.MinValue;
        }
    }

    private static Deadline ByInstant(DateTimeOffset end) => new()
    {
        DueOn = Wita.DateOf(end),
        DueAt = Wita.At(end),
        LateAt = end,
    };

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
