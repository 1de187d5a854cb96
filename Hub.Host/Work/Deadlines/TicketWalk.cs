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
        if (standard.Term.Unit == TermUnit.BeforeEvent && ticket.EventOn is null)
        {
            return null;
        }

        var pauses = standard.Pausable ? Pauses.Of(TicketHistory.FactsOf(ticket).Pauses) : Pauses.None;
        var walk = Walk.Explain(standard.Term, clock.StartedAt, calendar, pauses, ticket.EventOn);
        return walk.Deadline.DueOn == clock.DueOn ? walk : null;
    }
}
