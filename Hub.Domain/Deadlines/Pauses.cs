namespace Hub.Domain.Deadlines;

/// <summary>A recorded request for completion (R19): the days after it, up to and including the day the reporter completed, are not counted.</summary>
/// <param name="From">The day on which completion was asked; still counted.</param>
/// <param name="To">The day on which it was given; null while we wait.</param>
/// <param name="Longest">The last day that it takes out while nobody answers; null for <see cref="Pauses.LongestOpen"/> days.</param>
public sealed record Pause(DateOnly From, DateOnly? To, DateOnly? Longest = null);

/// <summary>A recorded wait for another authority.</summary>
/// <param name="Authority">The key of its standard.</param>
/// <param name="Since">When it was asked.</param>
/// <param name="Until">When it answered; null while we wait.</param>
public sealed record Wait(string Authority, DateTimeOffset Since, DateTimeOffset? Until);

/// <summary>All that stands a ticket's clocks still.</summary>
public sealed record Standstills(IReadOnlyList<Pause> Pauses, IReadOnlyList<Wait> Waits)
{
    public static readonly Standstills None = new([], []);

    /// <summary>The days that a term does not count: the reporter's, and those of authorities that the term stops for, while they do not answer no longer than they are expected to take.</summary>
    public Pauses For(ServiceStandard standard, DateOnly receivedOn, Standards standards, WorkingCalendar calendar)
    {
        var stops = Stopping(standard);
        return Pauses.Count == 0 && stops.Count == 0 ? Deadlines.Pauses.None : Deadlines.Pauses.Of([
            .. standard.Pausable ? Pauses : [],
            .. stops.Select(wait => new Pause(
                Wita.DateOf(wait.Since),
                wait.Until is { } until ? Wita.DateOf(until) : null,
                Longest: calendar.AddWorkingDays(Wita.DateOf(wait.Since), standards.Get(wait.Authority, receivedOn).Amount))),
        ]);
    }

    /// <summary>Since when the term stands still now; null when it runs.</summary>
    public DateOnly? Since(ServiceStandard standard) =>
        (standard.Pausable ? Pauses : []).Where(p => p.To is null).Select(p => (DateOnly?)p.From).Concat(Stopping(standard).Where(w => w.Until is null).Select(w => (DateOnly?)Wita.DateOf(w.Since))).Min();

    private IReadOnlyList<Wait> Stopping(ServiceStandard standard) => Waits.Count == 0 ? [] : [.. Waits.Where(w => standard.StopsFor.Contains(w.Authority))];
}

/// <summary>The days that pauses take out of a count, in order and without overlap.</summary>
public sealed class Pauses
{
    /// <summary>
    /// How long an open pause can hold a clock: the reporter has 30 calendar days to complete (UU 25/2009 art. 44(4); R19).
    /// After that the count goes on until a person decides, so that a forgotten request never hides a ticket.
    /// </summary>
    public const int LongestOpen = 30;

    public static readonly Pauses None = new([]);

    private readonly DateSpan[] spans;

    private Pauses(DateSpan[] spans) => this.spans = spans;

    /// <summary>The uncounted days.</summary>
    public ReadOnlySpan<DateSpan> Spans => spans;

    /// <summary>Overlapping requests are counted once; a request answered on its own day takes nothing.</summary>
    public static Pauses Of(IReadOnlyList<Pause> pauses)
    {
        if (pauses.Count == 0)
        {
            return None;
        }

        var merged = new List<DateSpan>(pauses.Count);
        foreach (var span in pauses.Select(Uncounted).Where(s => s.From <= s.To).OrderBy(s => s.From))
        {
            if (merged.Count > 0 && span.From <= merged[^1].To.AddDays(1))
            {
                merged[^1] = merged[^1] with { To = span.To > merged[^1].To ? span.To : merged[^1].To };
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged.Count == 0 ? None : new([.. merged]);
    }

    public bool Contains(DateOnly date) => Find(date) is not null;

    /// <returns>The uncounted stretch around the date, or null.</returns>
    public DateSpan? Find(DateOnly date)
    {
        foreach (var span in spans)
        {
            if (span.Contains(date))
            {
                return span;
            }
        }

        return null;
    }

    private static DateSpan Uncounted(Pause pause) => new(pause.From.AddDays(1), pause.To ?? pause.Longest ?? pause.From.AddDays(LongestOpen));
}
