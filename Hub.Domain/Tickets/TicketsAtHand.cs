using Hub.Domain.Catalogue;
using Hub.Domain.Routing;

namespace Hub.Domain.Tickets;

/// <summary>All that a <see cref="TicketChange"/> may look at and change.</summary>
public sealed record TicketsAtHand
{
    public required Ticket Ticket { get; init; }

    /// <summary>The ticket of <see cref="TicketChange.Other"/>.</summary>
    public Ticket? Other { get; init; }

    /// <summary>Those merged under the ticket.</summary>
    public IReadOnlyList<Ticket> Followers { get; init; } = [];

    /// <summary>Words about the ticket whose sender is at hand, as another ticket may carry them: without who sent that one, where the other's reporter is somebody else.</summary>
    public Func<Ticket, string, string> Unnamed { get; init; } = static (_, words) => words;

    /// <summary>The name that the events carry.</summary>
    public required string Actor { get; init; }
    public required DateTimeOffset Now { get; init; }
    public required ServiceCatalogue Catalogue { get; init; }

    /// <summary>The offices of the province that the change names; none where it names bureaus, or nothing that is known.</summary>
    public IReadOnlyList<Office> Offices { get; init; } = [];

    /// <summary>What follows for a ticket within a bureau: service and class, as if it had arrived there.</summary>
    public required Func<Ticket, string, int?, Placement> Place { get; init; }

    /// <summary>What the router says of words.</summary>
    public required Func<RoutingQuestion, RoutingDecision> Route { get; init; }

    /// <summary>Tickets that the change begins; without number and clocks.</summary>
    public IList<Ticket> Begun { get; } = [];
}

/// <summary>Why a change was not made.</summary>
/// <param name="Code">The name of its sentence.</param>
/// <param name="Values">For the sentence's blanks.</param>
public sealed record ChangeRefusal(string Code, params object?[] Values);

/// <summary>What somebody must be to make a change.</summary>
public enum TicketRight
{
    /// <summary>Hold the ticket: its bureau, in triage the verifier, who may work on every one.</summary>
    Hold,

    /// <summary>Be the verifier: Biro Organisasi.</summary>
    Verify,

    /// <summary>Be the reporter of the ticket.</summary>
    Report,

    /// <summary>Be the source of the ticket.</summary>
    Supply,

    /// <summary>Be the hub itself.</summary>
    Run,
}
