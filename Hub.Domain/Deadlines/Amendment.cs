namespace Hub.Domain.Deadlines;

/// <summary>
/// What a new calendar does to tickets that are open (R23). The same count that made a date makes the new one; what has ended keeps its date.
/// Nothing is stored here: a preview and its application run through the same function.
/// </summary>
public static class Amendment
{
    /// <summary>The tickets whose dates would move, in the order given; streamed, so that a hundred thousand need no memory.</summary>
    public static IEnumerable<MovedTicket> Preview(IEnumerable<RunningTicket> open, Standards standards, WorkingCalendar amended)
    {
        foreach (var ticket in open)
        {
            if (Recount(ticket, standards, amended) is MovedTicket moved && moved.Moves.Any())
            {
                yield return moved;
            }
        }
    }

    /// <returns>The ticket's clocks under the other calendar; null when they are the same there.</returns>
    public static MovedTicket? Recount(RunningTicket ticket, Standards standards, WorkingCalendar amended)
    {
        List<Clock>? recounted = null;
        for (var i = 0; i < ticket.Clocks.Count; i++)
        {
            var clock = ticket.Clocks[i];
            if (!clock.IsOpen || standards.Find(clock.RuleKey, ticket.ReceivedOn) is not ServiceStandard standard)
            {
                continue;
            }

            var pauses = standard.Pausable ? ticket.Pauses : Pauses.None;
            var deadline = Reckoning.Due(standard.Term, clock.StartedAt, amended, pauses, ticket.EventOn);
            DateOnly? warnOn = clock.WarnOn is null ? null : amended.WorkingDayBefore(deadline.DueOn);
            if (deadline != clock.Deadline || warnOn != clock.WarnOn)
            {
                recounted ??= [.. ticket.Clocks];
                recounted[i] = clock with { Deadline = deadline, WarnOn = warnOn };
            }
        }

        return recounted is null ? null : new MovedTicket(ticket, Clocks.MarkBinding(recounted));
    }
}

/// <summary>An open ticket as an amendment sees it.</summary>
/// <param name="ReceivedOn">Chooses the rule set (R25).</param>
/// <param name="Pauses">Its recorded requests for completion.</param>
/// <param name="Clocks">All its clocks, ended ones too.</param>
public sealed record RunningTicket(long Id, DateOnly ReceivedOn, DateOnly? EventOn, Pauses Pauses, IReadOnlyList<Clock> Clocks);

/// <summary>A ticket on which a calendar changes something: a date, or only the day on which to warn about it.</summary>
/// <param name="Clocks">In the same order as before, with the headline chosen anew.</param>
public sealed record MovedTicket(RunningTicket Before, IReadOnlyList<Clock> Clocks)
{
    /// <summary>The clocks that differ, each with its old self.</summary>
    public IEnumerable<(Clock Old, Clock New)> Moves => Before.Clocks.Zip(Clocks).Where(pair => pair.First.Deadline != pair.Second.Deadline);

    public Clock OldHeadline => Deadlines.Clocks.Headline(Before.Clocks);

    public Clock NewHeadline => Deadlines.Clocks.Headline(Clocks);
}
