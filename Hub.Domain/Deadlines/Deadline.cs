namespace Hub.Domain.Deadlines;

/// <summary>By when, and what else must be known about that date.</summary>
public readonly record struct Deadline
{
    /// <summary>The last day on which it is on time, in office time (R6).</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>The first instant at which it is late: 00:00 WITA of the day after <see cref="DueOn"/>, or the exact end of a minute term (R11).</summary>
    public required DateTimeOffset LateAt { get; init; }

    /// <summary>For minute terms the local instant that is promised; null for terms in days.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The lower end of a range (R13); null when there is none.</summary>
    public DateOnly? TargetOn { get; init; }

    /// <summary>The other reading of a bare "hari" (R7); null when the text is clear.</summary>
    public DateOnly? AlternativeOn { get; init; }

    /// <summary>The count entered a year whose holidays are not yet decreed (R24).</summary>
    public bool Provisional { get; init; }
}
