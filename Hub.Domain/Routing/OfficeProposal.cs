using Hub.Domain.Catalogue;
using Hub.Domain.Tickets;

namespace Hub.Domain.Routing;

/// <summary>Which office of the province a matter that is not one of the nine bureaus' is probably for; a person confirms it.</summary>
public static class OfficeProposal
{
    /// <returns>The office that the router named as the other authority, else the one that the letter itself names; null when there is none, or the ticket is with an office already.</returns>
    public static Office? For(Ticket ticket, IReadOnlyList<Office> offices) =>
        offices.Any(o => o.Code == ticket.Bureau) ? null
        : ticket.Route.NotOurs is { Length: > 0 } target && OfTarget(target, offices) is { } named ? named
        : ticket.Bureau is null ? OfficeNames.Named($"{ticket.Title}\n{ticket.Body}", offices)
        : null;

    /// <summary>Rules name an authority shortly, and sometimes a second beside it.</summary>
    private static Office? OfTarget(string target, IReadOnlyList<Office> offices) =>
        target.Split('/', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => OfficeNames.Named(part, offices)).OfType<Office>().FirstOrDefault();
}
