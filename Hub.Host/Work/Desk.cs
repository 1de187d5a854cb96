using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Tickets;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Routing.Rules;

namespace Hub.Host.Work;

/// <summary>The law and rules in force: one set for intake, people's changes, previews and verbs alike.</summary>
public sealed class Desk(ServiceCatalogue catalogue, BasisInForce basis, Routers routers)
{
    public ServiceCatalogue Catalogue => catalogue;

    public Standards Standards => basis.Standards;

    public WorkingCalendar Calendar => basis.Calendar;

    public RoutingDecision Route(RoutingQuestion question) => routers.Current.Decide(question);

    /// <summary>Sets the ticket's clocks anew from its recorded events, which must be loaded.</summary>
    public void SetClocks(Ticket ticket)
    {
        var (standards, calendar) = basis.Current;
        ticket.SetClocks(Clocks.For(TicketHistory.FactsOf(ticket), standards, calendar));
    }
}
