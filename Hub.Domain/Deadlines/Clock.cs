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

    /// <summary>The class was not known, or nothing promises a time: counted by the rule that is assumed meanwhile.</summary>
    public bool Assumed { get; init; }

    /// <summary>When it stopped for good; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it stopped; null while it runs.</summary>
    public ClockOutcome? Outcome { get; init; }

    /// <summary>Since when it stands still because the reporter was asked to complete the file (R19); null when it runs.</summary>
    public DateOnly? PausedSince { get; init; }

    /// <summary>The day on which a statute is to be warned about: the last working day before the due date (R8); null for other clocks.</summary>
    public DateOnly? WarnOn { get; init; }

    public bool IsOpen => EndedAt is null;

    /// <summary>The rule's key in the standards: <see cref="Rule"/> without the mark of an assumption.</summary>
    public string RuleKey => KeyOf(Rule);

    /// <inheritdoc cref="RuleKey"/>
    public static string KeyOf(string rule) => rule.EndsWith(AssumedMark, StringComparison.Ordinal) ? rule[..^AssumedMark.Length] : rule;

    /// <summary>What is appended to the key of a rule that is assumed meanwhile.</summary>
    public const string AssumedMark = "/assumed";

    /// <summary>Late at that instant, or ended late. Informational clocks never are, nor what was given back or withdrawn, nor what nobody knows the end of.</summary>
    public bool IsLate(DateTimeOffset at) =>
        !Informational && Outcome is not (ClockOutcome.Returned or ClockOutcome.Withdrawn or ClockOutcome.Unknown) && (EndedAt ?? at) >= Deadline.LateAt;
}

/// <summary>How a clock ended.</summary>
public enum ClockOutcome
{
    /// <summary>What it waited for was done, in time or late.</summary>
    Done,

    /// <summary>The item was given back as not ours (R18).</summary>
    Returned,

    /// <summary>The reporter withdrew.</summary>
    Withdrawn,

    /// <summary>The ticket was closed, there or here, before this clock's own end was recorded (R22: finished).</summary>
    Closed,

    /// <summary>The source ended the item and does not say when; the recorded end is only when that was seen.</summary>
    Unknown,
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

    /// <summary>The end that the source itself set to a stage: a day and an hour, not counted.</summary>
    Stage,

    /// <summary>The answer that is expected of another authority; reminds to ask again, never the headline while a term of ours runs.</summary>
    Waiting,

    /// <summary>Time for a person of Biro Organisasi to decide a route that the hub left open.</summary>
    Triage,
}
