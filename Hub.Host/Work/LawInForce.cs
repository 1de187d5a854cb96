using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Routing.Rules;

namespace Hub.Host.Work;

/// <summary>The law and rules in force: one set for intake, people's changes, previews and verbs alike.</summary>
public sealed class LawInForce(ServiceCatalogue catalogue, BasisInForce basis, Routers routers)
{
    public ServiceCatalogue Catalogue => catalogue;

    public Standards Standards => basis.Standards;

    public WorkingCalendar Calendar => basis.Calendar;

    public RoutingDecision Route(RoutingQuestion question) => routers.Current.Decide(question);

    /// <summary>What a ticket asks of several bureaus; empty where it asks one alone.</summary>
    public IReadOnlyList<Matter> MattersOf(Ticket ticket) => routers.Current.Matters(RoutingQuestion.About(ticket));

    /// <summary>What follows for a ticket within a bureau that a person named, as if it had arrived there: the service chosen, else the one it was a candidate for, else the likeliest; the class from that service's table unless a person set it.</summary>
    /// <param name="texts">The ticket's words as they may decide.</param>
    /// <param name="service">One of that bureau; null when nobody chose.</param>
    public Placement PlaceWithin(Ticket ticket, TicketTexts texts, string bureau, int? service)
    {
        var question = RoutingQuestion.About(ticket, texts);
        var candidates = new[] { service, ticket.Service, ticket.Route.Service, ticket.Route.RunnerUp?.Service, question.Service };
        var chosen = Array.Find(candidates, number => catalogue.FindService(number)?.Bureau == bureau);
        var place = routers.Current.PlaceWithin(question with { Service = chosen }, bureau, ticket.Kind);
        return ticket.Events.Any(e => e.Kind == TicketEventKind.Reclassified) ? place with { Class = ticket.Class } : place;
    }

    /// <summary>The request came later than its service asks for before the event (R12): a mark, no refusal.</summary>
    public bool IsLateRequest(Ticket ticket)
    {
        var (standards, calendar) = basis.Current;
        return ticket is { Kind: SubmissionKind.Request, Service: int service } && standards.Promise(service, Wita.DateOf(ticket.ReceivedAt))?.IsLateRequest(ticket.ReceivedAt, ticket.EventOn, calendar) == true;
    }

    /// <summary>Its service is about an event and nobody has said when that is: the reporter and whoever has it are asked.</summary>
    public bool AsksForEvent(Ticket ticket) =>
        ticket is { Kind: SubmissionKind.Request, Service: int service, EventOn: null, Bureau: not null, Protection: null, IsOpen: true }
        && basis.Current.Standards.IsOfEvent(service, Wita.DateOf(ticket.ReceivedAt));

    /// <summary>An information request about a service that has a standard of its own, and is held to another term: why.</summary>
    public Said? OtherTerm(Ticket ticket)
    {
        var (standards, receivedOn) = (basis.Current.Standards, Wita.DateOf(ticket.ReceivedAt));
        return ticket is { Kind: SubmissionKind.InformationRequest, Service: int service } && standards.Promise(service, receivedOn) is { } own
            && ticket.Clocks.FirstOrDefault(c => c.Binding) is { } binding && binding.Rule != own.Key && standards.Find(binding.Rule, receivedOn) is { } other && other.Service != service
            ? Said.Of<DeadlineRoomTexts>("OtherTerm", service, other.Source)
            : null;
    }

    /// <summary>What would become of an item that came now: a ticket with its clocks that nobody stores.</summary>
    public Ticket Imagine(string system, Submission submission, DateTimeOffset now) =>
        Imagine(new TicketOrigin("", system, "", "", ""), submission, Route(RoutingQuestion.About(system, submission)), now);

    /// <inheritdoc cref="Imagine(string, Submission, DateTimeOffset)"/>
    public Ticket Imagine(TicketOrigin origin, Submission submission, RoutingDecision route, DateTimeOffset now)
    {
        var ticket = Ticket.Open(origin, submission, route, now);
        SetClocks(ticket);
        return ticket;
    }

    /// <summary>Derives the ticket's clocks anew from its facts and recorded events, which must be loaded.</summary>
    public void SetClocks(Ticket ticket)
    {
        var (standards, calendar) = basis.Current;
        ticket.SetClocks(Clocks.For(TicketHistory.FactsOf(ticket), standards, calendar));
    }
}
