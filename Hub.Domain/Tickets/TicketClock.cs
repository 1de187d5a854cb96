using Hub.Domain.Deadlines;

namespace Hub.Domain.Tickets;

/// <summary>A <see cref="Clock"/> as the ticket keeps it: with a version for reminders and its end.</summary>
public sealed class TicketClock
{
    private TicketClock() { }

    internal TicketClock(Clock clock)
    {
        Rule = clock.Rule;
        Kind = clock.Kind;
        Copy(clock);
    }

    public long Id { get; private set; }
    public long TicketId { get; private set; }
    public ClockKind Kind { get; private set; }
    public string Rule { get; private set; } = "";
    public DateTimeOffset StartedAt { get; private set; }
    public DateOnly DueOn { get; private set; }
    public DateTimeOffset LateAt { get; private set; }
    public DateTimeOffset? DueAt { get; private set; }
    public DateOnly? TargetOn { get; private set; }
    public DateOnly? AlternativeOn { get; private set; }
    public bool Provisional { get; private set; }
    public bool Binding { get; private set; }
    public bool Informational { get; private set; }

    /// <summary>Grows when the date moves; reminders are unique by clock, version, level and recipient (R26).</summary>
    public int Version { get; private set; } = 1;

    /// <summary>When what the clock waits for happened; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; private set; }
    public ClockOutcome? Outcome { get; private set; }

    /// <summary>The rule took a class for granted that nobody has stated.</summary>
    public bool Assumed { get; private set; }
    public DateOnly? PausedSince { get; private set; }

    /// <summary>The last working day before a statute's date (R8).</summary>
    public DateOnly? WarnOn { get; private set; }

    public bool IsOpen => EndedAt is null;

    /// <summary>Whether what it waited for happened in time; null while it runs, and where it ended without that.</summary>
    public bool? WasMet => EndedAt is null || Outcome is ClockOutcome.Returned or ClockOutcome.Withdrawn or ClockOutcome.Unknown ? null : EndedAt < LateAt;

    internal void Set(Clock clock)
    {
        if (clock.Deadline.DueOn != DueOn || clock.Deadline.LateAt != LateAt)
        {
            Version++;
        }

        Copy(clock);
    }

    private void Copy(Clock clock)
    {
        StartedAt = clock.StartedAt;
        DueOn = clock.Deadline.DueOn;
        LateAt = clock.Deadline.LateAt;
        DueAt = clock.Deadline.DueAt;
        TargetOn = clock.Deadline.TargetOn;
        AlternativeOn = clock.Deadline.AlternativeOn;
        Provisional = clock.Deadline.Provisional;
        Binding = clock.Binding;
        Informational = clock.Informational;
        EndedAt = clock.EndedAt;
        Outcome = clock.Outcome;
        Assumed = clock.Assumed;
        PausedSince = clock.PausedSince;
        WarnOn = clock.WarnOn;
    }
}
