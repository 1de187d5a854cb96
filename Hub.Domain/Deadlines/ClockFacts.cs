using Hub.Domain.Submissions;

namespace Hub.Domain.Deadlines;

/// <summary>What a ticket's clocks are computed from: recorded instants and intervals, never an earlier date (R15-R21).</summary>
public sealed record ClockFacts
{
    /// <summary>Where it came from: <c>lapor</c>, <c>spse</c>, <c>email</c> …</summary>
    public required string System { get; init; }

    public required SubmissionKind Kind { get; init; }

    public int? Service { get; init; }

    /// <summary>Complaint class code; null or unknown is counted as <c>tidak-berkadar-pengawasan</c> and marked assumed.</summary>
    public string? Class { get; init; }

    /// <summary>The start of our clocks (R3).</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The day that H-n counts back from.</summary>
    public DateOnly? EventOn { get; init; }

    /// <summary>Recorded requests for completion (R19).</summary>
    public IReadOnlyList<Pause> Pauses { get; init; } = [];

    /// <summary>A visit to the counter: service 19's 60 minutes hold only then.</summary>
    public bool CounterVisit { get; init; }

    /// <summary>A request under the freedom-of-information act, handled by the PPID (R28).</summary>
    public bool Ppid { get; init; }

    /// <summary>The PPID used its one extension (R28).</summary>
    public bool PpidExtended { get; init; }

    /// <summary>The letter went to the ministry (service 10); null before.</summary>
    public DateTimeOffset? SentOutAt { get; init; }

    /// <summary>The route is open: since then it waits for triage; null when routed.</summary>
    public DateTimeOffset? TriageSince { get; init; }

    /// <summary>Since when the present bureau holds it; null when none does (R18).</summary>
    public DateTimeOffset? CustodySince { get; init; }

    /// <summary>When the present bureau accepted it; ends the custody clock.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>First time that the reporter was told what is missing: the reply of UU 25/2009 art. 44(3).</summary>
    public DateTimeOffset? RepliedAt { get; init; }

    /// <summary>First substantive text to the reporter by a person (R20).</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Final follow-up posted (R21); cleared by a re-opening.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Closed: nothing runs any more.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Seen to have ended at its source, which does not say when: nothing runs any more, and nobody knows what was met.</summary>
    public DateTimeOffset? SeenEndedAt { get; init; }

    /// <summary>Given back to Admin Pusat or the right government; ends everything (R18).</summary>
    public DateTimeOffset? ReturnedAt { get; init; }

    /// <summary>A person confirmed that the reporter withdrew, or is deemed to have (R19).</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>The last reply that opened it again inside the window (R21).</summary>
    public DateTimeOffset? ReopenedAt { get; init; }

    /// <summary>First substantive answer after the last re-opening.</summary>
    public DateTimeOffset? AnsweredAgainAt { get; init; }

    public int Reopenings { get; init; }
}
