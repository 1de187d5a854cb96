using Hub.Domain.Catalogue;
using Hub.Domain.Tickets;

namespace Hub.Domain.Routing;

/// <summary>Which office of the province a matter that is not one of the nine bureaus' is probably for; a person confirms it.</summary>
public static class OfficeProposal
{
    /// <returns>The office that the router named as the other authority, else the one that the letter itself names; on the protected road the inspectorate alone; null when there is none, the ticket is with an office already, or the office itself sent it.</returns>
    public static Office? For(Ticket ticket, IReadOnlyList<Office> offices) =>
        offices.Any(o => o.Code == ticket.Bureau) ? null
        : ticket.Protection is not null ? offices.FirstOrDefault(o => o.Code == Office.Inspectorate)
        : Addressed(ticket, offices) is { } office && office.Code != OfficeNames.Named(ticket.Organisation ?? "", offices)?.Code ? office
        : null;

    private static Office? Addressed(Ticket ticket, IReadOnlyList<Office> offices) =>
        ticket.Route.NotOurs is { Length: > 0 } target && OfTarget(target, offices) is { } named ? named
        : ticket.Bureau is null ? OfficeNames.Named($"{ticket.Title}\n{ticket.Body}", offices)
        : null;

    /// <summary>Rules name an authority shortly, and sometimes a second beside it.</summary>
    private static Office? OfTarget(string target, IReadOnlyList<Office> offices) =>
        target.Split('/', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => OfficeNames.Named(part, offices)).OfType<Office>().FirstOrDefault();
}
