using Hub.Domain;
using Hub.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>Finds the tickets of <see cref="Ticket.IsDoubtfulReply"/>.</summary>
internal static class DoubtfulReplies
{
    private static readonly string Mark = $"%\"{IntakeReasons.ThreadDoubt}\"%";

    // The route is stored as JSON; the cast lets the store compare the text.
    public static IQueryable<Ticket> Of(IQueryable<Ticket> tickets) =>
        tickets.Where(t => t.Status == TicketStatus.Triage && EF.Functions.Like((string)(object)t.Route, Mark));
}
