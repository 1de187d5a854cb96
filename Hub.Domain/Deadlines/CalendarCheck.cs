namespace Hub.Domain.Deadlines;

/// <summary>What must hold in a calendar before a date may rest on it. There is no fall-back: a calendar that fails is refused.</summary>
internal static class CalendarCheck
{
    /// <summary>A decreed year has 237 to 242 working days (2023-2027); a file far below that has lost its sense.</summary>
    private const int FewestWorkingDays = 200;

    /// <returns>One sentence that names the place, or null when all is well.</returns>
    public static string? FirstFault(IReadOnlyList<CalendarAct> acts, IReadOnlyList<OfficeHours> hours) =>
        Each(acts) ?? Years(acts) ?? Days(acts) ?? Hours(hours);

    private static string? Each(IReadOnlyList<CalendarAct> acts)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var act in acts)
        {
            if (string.IsNullOrWhiteSpace(act.Id) || !ids.Add(act.Id))
            {
                return CalendarException.Say("ActId", act.Id);
            }

            if (string.IsNullOrWhiteSpace(act.Number) || act.SignedOn == default)
            {
                return CalendarException.Say("ActUnsigned", act.Id);
            }

            if (act.Adds.Count == 0 && (act.Establishes is not null || act.Removes.Count == 0))
            {
                return CalendarException.Say("ActEmpty", act.Id);
            }

            if (act.Adds.FirstOrDefault(d => string.IsNullOrWhiteSpace(d.Name)) is Holiday nameless)
            {
                return CalendarException.Say("DayNameless", act.Id, nameless.Date);
            }

            if (act.Adds.FirstOrDefault(d => act.Establishes is int year && d.Date.Year != year) is Holiday astray)
            {
                return CalendarException.Say("DayAstray", act.Id, astray.Date, act.Establishes);
            }
        }

        return null;
    }

    private static string? Years(IReadOnlyList<CalendarAct> acts)
    {
        var years = acts.Where(a => a.Establishes is not null).Select(a => a.Establishes!.Value).Order().ToList();
        if (years.Count == 0)
        {
            return CalendarException.Say("NoYear");
        }

        for (var i = 1; i < years.Count; i++)
        {
            if (years[i] != years[i - 1] + 1)
            {
                return years[i] == years[i - 1]
                    ? CalendarException.Say("YearTwice", years[i])
                    : CalendarException.Say("YearMissing", years[i - 1] + 1, years[i]);
            }
        }

        return years[0] < 2001 || years[^1] > 2200 ? CalendarException.Say("YearsOutside", years[0], years[^1]) : null;
    }

    private static string? Days(IReadOnlyList<CalendarAct> acts)
    {
        var decreed = acts.Where(a => a.Establishes is not null).Select(a => a.Establishes!.Value).ToHashSet();
        var off = new HashSet<DateOnly>();
        foreach (var act in acts)
        {
            if (act.Removes.FirstOrDefault(d => !off.Remove(d)) is var unknown && unknown != default)
            {
                return CalendarException.Say("RevokedNoHoliday", act.Id, unknown);
            }

            if (act.Adds.FirstOrDefault(d => !decreed.Contains(d.Date.Year)) is Holiday stray)
            {
                return CalendarException.Say("DayBeforeYear", act.Id, stray.Date.Year, stray.Date);
            }

            if (act.Adds.FirstOrDefault(d => !off.Add(d.Date)) is Holiday twice)
            {
                return CalendarException.Say("DayTwice", act.Id, twice.Date);
            }
        }

        foreach (var year in decreed.Order())
        {
            var working = WorkingDays(year, off);
            if (working < FewestWorkingDays)
            {
                return CalendarException.Say("FewWorkingDays", year, working, FewestWorkingDays);
            }
        }

        return null;
    }

    private static int WorkingDays(int year, HashSet<DateOnly> off)
    {
        var count = 0;
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
        {
            count += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || off.Contains(day) ? 0 : 1;
        }

        return count;
    }

    private static string? Hours(IReadOnlyList<OfficeHours> hours)
    {
        if (hours.Count(h => h.During.Count == 0) != 1)
        {
            return CalendarException.Say("OrdinaryHours");
        }

        foreach (var set in hours)
        {
            if ((Spans(set.MondayToThursday) ?? Spans(set.Friday)) is string fault)
            {
                return CalendarException.Say("HoursFault", set.Id, fault);
            }

            if (set.During.Any(d => d.To < d.From))
            {
                return CalendarException.Say("DuringBackwards", set.Id);
            }
        }

        var dated = hours.SelectMany(h => h.During).OrderBy(d => d.From).ToList();
        return dated.Zip(dated.Skip(1)).Any(pair => pair.Second.From <= pair.First.To)
            ? CalendarException.Say("DuringOverlaps")
            : null;
    }

    private static string? Spans(IReadOnlyList<OfficeSpan> spans)
    {
        if (spans.Count == 0)
        {
            return CalendarException.Say("NoHours");
        }

        return spans.Any(s => s.To <= s.From) || spans.Zip(spans.Skip(1)).Any(pair => pair.Second.From < pair.First.To)
            ? CalendarException.Say("HoursOverlap")
            : null;
    }
}
