namespace Hub.Domain.Deadlines;

/// <summary>Counts as a person with a calendar on the wall would: day by day, stretch by stretch, writing down each.</summary>
public static class Walk
{
    /// <summary>The walk from the start to the date of the same question that <see cref="Reckoning.Due"/> answers by table.</summary>
    /// <exception cref="CalendarException">A date lies outside the calendar's tables, or an H-n term has no event.</exception>
    /// <exception cref="InvalidOperationException">Walk and table disagree: a fault of the hub; nothing may be explained by a wrong walk.</exception>
    public static Explanation Explain(in Term term, DateTimeOffset startedAt, WorkingCalendar calendar, Pauses pauses, DateOnly? eventOn = null)
    {
        var deadline = Reckoning.Due(term, startedAt, calendar, pauses, eventOn);
        var trail = new Trail(calendar, pauses);
        var end = Go(term, startedAt, eventOn, trail);
        return end == (deadline.DueAt?.DateTime ?? deadline.DueOn.ToDateTime(TimeOnly.MinValue))
            ? new Explanation { Term = term, StartedAt = startedAt, EventOn = eventOn, Steps = trail.Steps, Deadline = deadline }
            : throw new InvalidOperationException($"The walk ends on {end:O}, the table on {deadline.DueOn:O}: {term} from {startedAt:O}.");
    }

    /// <returns>The end in office time; midnight of the due date for terms in days.</returns>
    private static DateTime Go(in Term term, DateTimeOffset startedAt, DateOnly? eventOn, Trail trail)
    {
        var local = Wita.At(startedAt).DateTime;
        var start = DateOnly.FromDateTime(local);
        return term.Unit switch
        {
            TermUnit.Minute => Minutes(local, TimeSpan.FromMinutes(term.Amount), trail),
            TermUnit.Hour => Hours(local, TimeSpan.FromHours(term.Amount), trail),
            TermUnit.WorkingDay => Midnight(WorkingDays(start, term.Amount, trail)),
            TermUnit.BeforeEvent => Midnight(Back(eventOn!.Value, term.Amount, trail)),
            TermUnit.CalendarDay or TermUnit.Week or TermUnit.Month or TermUnit.Year => Midnight(CalendarDays(start, Days(term, start), term.Strict, trail)),
        };
    }

    private static DateTime Midnight(DateOnly date) => date.ToDateTime(TimeOnly.MinValue);

    private static int Days(in Term term, DateOnly start) => term.Unit switch
    {
        TermUnit.CalendarDay => term.Amount,
        TermUnit.Week => term.Amount * 7,
        TermUnit.Month => start.AddMonths(term.Amount).DayNumber - start.DayNumber,
        TermUnit.Year => start.AddYears(term.Amount).DayNumber - start.DayNumber,
        TermUnit.Minute or TermUnit.Hour or TermUnit.WorkingDay or TermUnit.BeforeEvent => throw new InvalidOperationException($"{term.Unit} is not counted in calendar days."),
    };

    private static DateOnly WorkingDays(DateOnly date, int days, Trail trail)
    {
        trail.Start(date);
        for (var counted = 0; counted < days;)
        {
            date = date.AddDays(1);
            if (trail.WhyNot(date) is Step free)
            {
                trail.Add(free);
            }
            else
            {
                trail.Count(date, ++counted, counted == days);
            }
        }

        return date;
    }

    private static DateOnly CalendarDays(DateOnly date, int days, bool strict, Trail trail)
    {
        trail.Start(date);
        for (var counted = 0; counted < days;)
        {
            date = date.AddDays(1);
            if (trail.IsPaused(date))
            {
                trail.Add(new(date, StepKind.Paused));
            }
            else
            {
                trail.Count(date, ++counted, counted == days && (strict || trail.WhyNot(date) is null));
            }
        }

        return strict || trail.WhyNot(date) is null ? date : Roll(date, 1, trail);
    }

    private static DateOnly Back(DateOnly eventOn, int days, Trail trail)
    {
        trail.Start(eventOn);
        var date = eventOn;
        for (var counted = 1; counted <= days; counted++)
        {
            date = date.AddDays(-1);
            trail.Count(date, counted, counted == days && trail.DayOff(date) is null);
        }

        return trail.DayOff(date) is null ? date : Roll(date, -1, trail);
    }

    /// <summary>The landing day keeps its number and gets its name; then on to the first day that is no day off.</summary>
    private static DateOnly Roll(DateOnly date, int direction, Trail trail)
    {
        trail.NameLast(date);
        date = date.AddDays(direction);
        while ((direction > 0 ? trail.WhyNot(date) : trail.DayOff(date)) is Step free)
        {
            trail.Add(free);
            date = date.AddDays(direction);
        }

        trail.Add(new(date, StepKind.Rolled) { IsDue = true });
        return date;
    }

    private static DateTime Hours(DateTime from, TimeSpan left, Trail trail)
    {
        var end = from + left;
        var counted = TimeSpan.Zero;
        for (var at = from; at < end;)
        {
            var midnight = at.Date.AddDays(1);
            var to = end < midnight ? end : midnight;
            counted += to - at;
            trail.Stretch(StepKind.Counted, at, to, counted, to == end);
            at = to;
        }

        return end;
    }

    private static DateTime Minutes(DateTime at, TimeSpan amount, Trail trail)
    {
        var left = amount;
        while (true)
        {
            var date = DateOnly.FromDateTime(at);
            if (trail.WhyNot(date) is Step free)
            {
                trail.Add(free);
                at = at.Date.AddDays(1);
                continue;
            }

            foreach (var span in trail.Spans(date))
            {
                var (opens, closes) = (date.ToDateTime(span.From), date.ToDateTime(span.To));
                if (at < opens)
                {
                    trail.Stretch(StepKind.Closed, at, opens, amount - left, due: false);
                    at = opens;
                }

                if (at >= closes)
                {
                    continue;
                }

                var to = left <= closes - at ? at + left : closes;
                left -= to - at;
                trail.Stretch(StepKind.Counted, at, to, amount - left, left == TimeSpan.Zero);
                at = to;
                if (left == TimeSpan.Zero)
                {
                    return at;
                }
            }

            trail.Stretch(StepKind.Closed, at, at.Date.AddDays(1), amount - left, due: false);
            at = at.Date.AddDays(1);
        }
    }
}
