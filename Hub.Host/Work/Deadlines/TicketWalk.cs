using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;

namespace Hub.Host.Work.Deadlines;

/// <summary>The walk behind a clock of a ticket, made again by the engine that set it.</summary>
public static class TicketWalk
{
    /// <summary>The standard that the clock follows; null when it is no longer among the standards.</summary>
    public static ServiceStandard? StandardOf(Ticket ticket, TicketClock clock, Standards standards) =>
        standards.Find(clock.Rule.Replace("/assumed", "", StringComparison.Ordinal), Wita.DateOf(ticket.ReceivedAt));

    /// <param name="ticket">With its events.</param>
    /// <returns>Null when the walk would end on another day, because the rule has changed since.</returns>
    public static Explanation? Of(Ticket ticket, TicketClock clock, ServiceStandard standard, WorkingCalendar calendar)
    {
        if (!IsCounted(ticket, standard))
        {
            return null;
        }

        var walk = Walk.Explain(standard.Term, clock.StartedAt, calendar, PausesOf(ticket, standard), ticket.EventOn);
        return walk.Deadline.DueOn == clock.DueOn ? walk : null;
    }

    /// <summary>The inner limits of the standard, each with its day on this ticket.</summary>
    /// <param name="ticket">With its events.</param>
    public static IEnumerable<(string Name, DateOnly DueOn)> MarksOf(Ticket ticket, TicketClock clock, ServiceStandard standard, WorkingCalendar calendar)
    {
        var pauses = PausesOf(ticket, standard);
        return IsCounted(ticket, standard) ? standard.Marks.Select(mark => (mark.Name, Reckoning.Due(standard.TermOf(mark.Amount), clock.StartedAt, calendar, pauses, ticket.EventOn).DueOn)) : [];
    }

    /// <summary>What counts back from an event has no day until that is known.</summary>
    private static bool IsCounted(Ticket ticket, ServiceStandard standard) => standard.Term.Unit != TermUnit.BeforeEvent || ticket.EventOn is not null;

    private static Pauses PausesOf(Ticket ticket, ServiceStandard standard) => standard.Pausable ? Pauses.Of(TicketHistory.FactsOf(ticket).Pauses) : Pauses.None;
}
