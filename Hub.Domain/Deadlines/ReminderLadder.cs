using System.Globalization;

namespace Hub.Domain.Deadlines;

/// <summary>
/// Who hears of a clock, and when (R26): staff at half of the term, three and one working days before, on the due day and on every working day
/// after it; the bureau's head on the due day, Biro Organisasi one working day after it, the Sekda three.
/// </summary>
/// <remarks>
/// Pure: given the clock, the calendar, the hour and what was sent, it says what must go out now. A rung is sent once per version of the clock and role;
/// when several were missed (the hub stood still), only the highest goes out, which says the same with more urgency.
/// </remarks>
public static class ReminderLadder
{
    /// <summary>What must be sent now; empty outside office hours and in breaks, so that nothing rings at night or during prayers.</summary>
    /// <param name="sentKeys">Keys that were sent before, of this clock at least.</param>
    public static IReadOnlyList<Reminder> Now(RemindedClock clock, WorkingCalendar calendar, DateTimeOffset now, IReadOnlySet<string> sentKeys) =>
        IsOfficeHour(calendar, now) ? Unsent(clock, calendar, now, sentKeys) : [];

    /// <summary>What should have gone out by then and did not, at any hour: the watchdog asks this with a time in the past.</summary>
    public static IReadOnlyList<Reminder> Unsent(RemindedClock clock, WorkingCalendar calendar, DateTimeOffset by, IReadOnlySet<string> sentKeys)
    {
        if (!clock.Speaks)
        {
            return [];
        }

        var unsent = new List<Reminder>(4);
        foreach (var role in Enum.GetValues<ReminderRole>())
        {
            var reached = Rungs(clock, calendar, by).LastOrDefault(rung => rung.Role == role && rung.PlannedAt <= by);
            if (reached is not null && !sentKeys.Contains(reached.Key))
            {
                unsent.Add(reached);
            }
        }

        return unsent;
    }

    /// <summary>Every rung up to an hour that lies ahead or behind, in the order of time.</summary>
    public static IEnumerable<Reminder> Rungs(RemindedClock clock, WorkingCalendar calendar, DateTimeOffset until)
    {
        var due = calendar.RollBack(clock.Deadline.DueOn);
        return clock.Kind switch
        {
            ClockKind.Statute => StatuteRungs(clock, calendar, due),
            ClockKind.Triage => DueRungs(clock, calendar, due).Where(r => r.Role == ReminderRole.Staff).Concat(LateRungs(clock, calendar, until).Where(r => r.Role == ReminderRole.Staff)),
            ClockKind.Waiting => WaitingRungs(clock, calendar, due, until),
            ClockKind.Promise or ClockKind.Class or ClockKind.Channel or ClockKind.Custody or ClockKind.Stage => Before(clock, calendar, due).Select(rung => clock.Reminder(rung.Level, ReminderRole.Staff, Opening(calendar, rung.Day)))
                .Concat(DueRungs(clock, calendar, due))
                .Concat(LateRungs(clock, calendar, until)),
        };
    }

    /// <summary>R8, R15: a statute runs beside the headline and is told apart: three working days before to staff and head, on the last working day before, and once when it has passed.</summary>
    private static IEnumerable<Reminder> StatuteRungs(RemindedClock clock, WorkingCalendar calendar, DateOnly due)
    {
        var earliest = Wita.DateOf(clock.Since > clock.StartedAt ? clock.Since : clock.StartedAt);
        var warn = calendar.WorkingDayBefore(clock.Deadline.DueOn);
        if (DaysBefore(calendar, due, 3) is var early && early > earliest)
        {
            yield return clock.Reminder("before-3", ReminderRole.Staff, Opening(calendar, early));
            yield return clock.Reminder("before-3", ReminderRole.Head, Opening(calendar, early));
        }

        if (warn > earliest)
        {
            yield return clock.Reminder("before-1", ReminderRole.Staff, Opening(calendar, warn));
        }

        yield return clock.Reminder("late-1", ReminderRole.Organisation, Opening(calendar, calendar.AddWorkingDays(clock.Deadline.DueOn, 1)));
    }

    /// <summary>Ask the other authority again: on the day its answer is expected, on the working day after it and every fifth from there.</summary>
    private static IEnumerable<Reminder> WaitingRungs(RemindedClock clock, WorkingCalendar calendar, DateOnly due, DateTimeOffset until) =>
        DueRungs(clock, calendar, due).Concat(LateRungs(clock, calendar, until)).Where(r => r.Role == ReminderRole.Staff)
            .Where((_, day) => day == 0 || day % WaitingEvery == 1);

    private static IEnumerable<Reminder> DueRungs(RemindedClock clock, WorkingCalendar calendar, DateOnly due)
    {
        var at = clock.Deadline.DueAt ?? Opening(calendar, due);
        return [clock.Reminder(DueLevel, ReminderRole.Staff, at), clock.Reminder(DueLevel, ReminderRole.Head, at)];
    }

    private static IEnumerable<Reminder> LateRungs(RemindedClock clock, WorkingCalendar calendar, DateTimeOffset until)
    {
        for (var late = 1; ; late++)
        {
            var at = Opening(calendar, calendar.AddWorkingDays(clock.Deadline.DueOn, late));
            if (at > until)
            {
                yield break;
            }

            var level = string.Create(CultureInfo.InvariantCulture, $"late-{late}");
            yield return clock.Reminder(level, ReminderRole.Staff, at);
            if (late == 1)
            {
                yield return clock.Reminder(level, ReminderRole.Organisation, at);
            }

            if (late == 3)
            {
                yield return clock.Reminder(level, ReminderRole.Leadership, at);
            }
        }
    }

    private const int WaitingEvery = 5;

    /// <summary>The level of the due day.</summary>
    public const string DueLevel = "due";

    /// <summary>The rungs before the due day that lie after both the start and the birth of this version; two on one day are one, the nearer.</summary>
    private static IEnumerable<(string Level, DateOnly Day)> Before(RemindedClock clock, WorkingCalendar calendar, DateOnly due)
    {
        var start = Wita.DateOf(clock.StartedAt);
        var days = calendar.CountWorkingDays(start.AddDays(1), due);
        if (days < 2)
        {
            return [];
        }

        var half = calendar.AddWorkingDays(start, (days + 1) / 2);
        var earliest = Wita.DateOf(clock.Since > clock.StartedAt ? clock.Since : clock.StartedAt);
        return new[] { ("half", half), ("before-3", DaysBefore(calendar, due, 3)), ("before-1", DaysBefore(calendar, due, 1)) }
            .Where(rung => rung.Item2 > earliest && rung.Item2 < due)
            .GroupBy(rung => rung.Item2)
            .OrderBy(day => day.Key)
            .Select(day => day.Last());
    }

    private static DateOnly DaysBefore(WorkingCalendar calendar, DateOnly due, int days)
    {
        for (; days > 0; days--)
        {
            due = calendar.WorkingDayBefore(due);
        }

        return due;
    }

    private static DateTimeOffset Opening(WorkingCalendar calendar, DateOnly workingDay) =>
        new(workingDay, calendar.SpansOn(workingDay)[0].From, Wita.Offset);

    /// <summary>Inside the office's spans: not at night, not in a break, not on a day off.</summary>
    public static bool IsOfficeHour(WorkingCalendar calendar, DateTimeOffset now)
    {
        var local = Wita.At(now).DateTime;
        var time = TimeOnly.FromDateTime(local);
        foreach (var span in calendar.SpansOn(DateOnly.FromDateTime(local)))
        {
            if (span.From <= time && time < span.To)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A clock as the ladder needs it.</summary>
public sealed record RemindedClock
{
    /// <summary>The clock's own id; part of every key.</summary>
    public required long Id { get; init; }

    /// <summary>Grows when the date moves: a moved clock reminds anew.</summary>
    public required int Version { get; init; }
    public required ClockKind Kind { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When this version came to be; earlier rungs before the due day are not made up for.</summary>
    public required DateTimeOffset Since { get; init; }
    public required Deadline Deadline { get; init; }
    public bool Binding { get; init; }
    public bool Informational { get; init; }
    public bool IsOpen { get; init; } = true;

    /// <summary>True while the reporter is asked to complete the file (R19).</summary>
    public bool IsPaused { get; init; }

    /// <summary>Only the headline, statutes, waits for others and the triage queue remind; the others become the headline in their turn.</summary>
    public bool Speaks => IsOpen && !Informational && !IsPaused && (Binding || Kind is ClockKind.Statute or ClockKind.Triage or ClockKind.Waiting);

    internal Reminder Reminder(string level, ReminderRole role, DateTimeOffset at) =>
        new(string.Create(CultureInfo.InvariantCulture, $"clock-{Id}/v{Version}/{level}/{role}"), level, role, at);
}

/// <summary>One rung for one role.</summary>
/// <param name="Key">Unique by clock, version, level and role; with the address it makes the notice unique.</param>
/// <param name="Level"><c>half</c>, <c>before-3</c>, <c>before-1</c>, <c>due</c>, <c>late-1</c> …</param>
public sealed record Reminder(string Key, string Level, ReminderRole Role, DateTimeOffset PlannedAt);

/// <summary>In which capacity somebody is reminded.</summary>
public enum ReminderRole
{
    /// <summary>The bureau's staff.</summary>
    Staff,

    /// <summary>The bureau's head.</summary>
    Head,

    /// <summary>Biro Organisasi, which watches over all bureaus.</summary>
    Organisation,

    /// <summary>The Regional Secretary.</summary>
    Leadership,
}
