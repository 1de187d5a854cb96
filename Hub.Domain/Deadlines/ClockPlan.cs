namespace Hub.Domain.Deadlines;

/// <summary>One ticket's clocks while they are put together.</summary>
internal sealed class ClockPlan(ClockFacts facts, Standards standards, WorkingCalendar calendar)
{
    private readonly Standstills standstills = new(facts.Pauses, facts.Waits);

    public ClockFacts Facts => facts;

    public Standards Standards => standards;

    public DateOnly ReceivedOn { get; } = Wita.DateOf(facts.ReceivedAt);

    public List<Clock> Clocks { get; } = [];

    /// <summary>When the file was complete (UU 25/2009 art. 50(1)): the last recorded completion, else the receipt.</summary>
    public DateTimeOffset CompleteAt =>
        facts.Pauses.Max(p => p.To) is DateOnly completed && Wita.StartOf(completed) > facts.ReceivedAt ? Wita.StartOf(completed) : facts.ReceivedAt;

    public void Add(string rule, DateTimeOffset startedAt) => Add(standards.Get(rule, ReceivedOn), startedAt);

    public void Add(ServiceStandard standard, DateTimeOffset startedAt, bool assumed = false)
    {
        var (deadline, warnOn) = DateOf(standard, startedAt, new Basis(standards, calendar), ReceivedOn, facts.EventOn, standstills);
        var (endedAt, outcome) = EndOf(standard, startedAt);
        Clocks.Add(new Clock
        {
            Kind = standard.Kind,
            Rule = assumed ? standard.Key + Clock.AssumedMark : standard.Key,
            StartedAt = startedAt,
            Deadline = deadline,
            Informational = standard.Informational,
            Assumed = assumed,
            EndedAt = endedAt,
            Outcome = outcome,
            PausedSince = outcome is null ? standstills.Since(standard) : null,
            WarnOn = warnOn,
        });
    }

    /// <summary>The one count of a clock's date and of the day on which to warn about it, when it is set and when an amendment counts it again.</summary>
    public static (Deadline Deadline, DateOnly? WarnOn) DateOf(ServiceStandard standard, DateTimeOffset startedAt, Basis basis, DateOnly receivedOn, DateOnly? eventOn, Standstills standstills)
    {
        var (standards, calendar) = basis;
        var deadline = Reckoning.Due(standard.Term, startedAt, calendar, standstills.For(standard, receivedOn, standards, calendar), eventOn);
        return (deadline, standard is { Kind: ClockKind.Statute, Informational: false } && standard.Term.Unit == TermUnit.CalendarDay ? calendar.WorkingDayBefore(deadline.DueOn) : null);
    }

    /// <summary>The first of what ends this clock and what ends every clock.</summary>
    private (DateTimeOffset? EndedAt, ClockOutcome? Outcome) EndOf(ServiceStandard standard, DateTimeOffset startedAt)
    {
        (DateTimeOffset? At, ClockOutcome Outcome)[] ends =
        [
            (OwnEnd(standard, startedAt), ClockOutcome.Done),
            (facts.ReturnedAt, ClockOutcome.Returned),
            (facts.WithdrawnAt, ClockOutcome.Withdrawn),
            (facts.ClosedAt, ClockOutcome.Closed),
            (facts.SeenEndedAt, ClockOutcome.Unknown),
        ];
        var first = ends.Where(e => e.At is not null).OrderBy(e => e.At).FirstOrDefault();
        return first.At is null ? (null, null) : (first.At, first.Outcome);
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) => one < other ? one : other ?? one;

    private DateTimeOffset? OwnEnd(ServiceStandard standard, DateTimeOffset startedAt) => standard.Until switch
    {
        ClockEnd.Answer when startedAt == facts.ReopenedAt => facts.AnsweredAgainAt ?? facts.ResolvedAt,
        ClockEnd.Answer => facts.AnsweredAt ?? facts.ResolvedAt,
        ClockEnd.Reply => Earliest(facts.RepliedAt, facts.AnsweredAt ?? facts.ResolvedAt),
        ClockEnd.Acceptance => facts.AcceptedAt ?? facts.ResolvedAt,
        ClockEnd.Closing => facts.ClosedAt,
        ClockEnd.Routing => null,
        ClockEnd.Resolution => facts.ResolvedAt,
        ClockEnd.Completion => facts.Pauses is [.., { To: { } completed }] ? Wita.StartOf(completed) : facts.ResolvedAt,
        ClockEnd.Authority => facts.Waits.LastOrDefault(w => w.Authority == (standard.Awaits ?? standard.Key))?.Until ?? facts.ResolvedAt,
        ClockEnd.Passing => Earliest(facts.Waits.FirstOrDefault(w => w.Authority == standard.Awaits)?.Since, facts.ResolvedAt),
        ClockEnd.Receipt => facts.ReceivedAt,
    };
}
