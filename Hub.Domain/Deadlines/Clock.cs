namespace Hub.Domain.Deadlines;

/// <summary>One running term of a ticket (R15). Headline is the earliest open promise, class or channel clock.</summary>
public sealed record Clock
{
    public required ClockKind Kind { get; init; }

    /// <summary>Stable key of the rule: <c>service-18</c>, <c>lapor/tidak-berkadar-pengawasan</c>, <c>lapor-response</c>, <c>uu25-reply</c> …</summary>
    public required string Rule { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required Deadline Deadline { get; init; }

    /// <summary>True for the clock whose date is the ticket's headline date.</summary>
    public bool Binding { get; init; }

    /// <summary>Shown, never overdue (service 9).</summary>
    public bool Informational { get; init; }
}

/// <summary>What a clock measures.</summary>
public enum ClockKind
{
    /// <summary>The service's own promise (WAKTU PELAYANAN).</summary>
    Promise,

    /// <summary>The complaint class table.</summary>
    Class,

    /// <summary>A rule of the channel, such as LAPOR's 5 working days for a first response.</summary>
    Channel,

    /// <summary>A statute in calendar days; shown apart, warns before (R8, R15).</summary>
    Statute,

    /// <summary>How long the present bureau holds the ticket; restarts at each hand-over (R18).</summary>
    Custody,

    /// <summary>Time for a person of Biro Organisasi to decide a route that the hub left open.</summary>
    Triage,
}
