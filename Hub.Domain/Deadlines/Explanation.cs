using System.Runtime.InteropServices;

namespace Hub.Domain.Deadlines;

/// <summary>Why a deadline is what it is: every day or stretch between the start and the date, counted or not, with its name.</summary>
/// <remarks>The date is the last step's; an explanation that would not end on the engine's date is never made.</remarks>
public sealed record Explanation
{
    public required Term Term { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The day that H-n counts back from; null for other units.</summary>
    public DateOnly? EventOn { get; init; }

    /// <summary>In the order of the walk: forward in time, backward for H-n.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }

    public required Deadline Deadline { get; init; }
}

/// <summary>One day of a walk, or for minute terms one stretch of a day.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Step(DateOnly On, StepKind Kind)
{
    /// <summary>Running number of a counted day; for a stretch, the minutes counted so far, rounded down; 0 when not counted.</summary>
    public int Number { get; init; }

    /// <summary>The name of a day off.</summary>
    public string? Name { get; init; }

    /// <summary>Where a stretch begins, office time; null for whole days.</summary>
    public TimeOnly? From { get; init; }

    /// <summary>Where it ends; null for whole days.</summary>
    public TimeOnly? To { get; init; }

    /// <summary>True where the term's date falls.</summary>
    public bool IsDue { get; init; }

    public bool IsCounted => Kind == StepKind.Counted;
}

/// <summary>Why a day or stretch counts or does not.</summary>
public enum StepKind
{
    /// <summary>The day of the receipt: never counted (R5).</summary>
    Start,
    Counted,
    Weekend,
    National,
    JointLeave,
    Election,

    /// <summary>The reporter was completing the file (R19).</summary>
    Paused,

    /// <summary>Break, evening, night: outside office hours (R11).</summary>
    Closed,

    /// <summary>The first working day after a date that fell on a day off (R9), or before it (R12).</summary>
    Rolled,
}
