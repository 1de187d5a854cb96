using Hub.Domain;
using Hub.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>Mails that look like answers and were not joined, because token, sender and references disagree: each is a ticket in triage until a person says what it is.</summary>
internal static class DoubtfulReplies
{
    private static readonly string Mark = $"%\"{IntakeReasons.ThreadDoubt}\"%";

    // The route is stored as JSON; the cast lets the store compare the text.
    public static IQueryable<Ticket> Of(IQueryable<Ticket> tickets) =>
        tickets.Where(t => t.Status == TicketStatus.Triage && EF.Functions.Like((string)(object)t.Route, Mark));

    public static bool IsOne(Ticket ticket) => ticket.Status == TicketStatus.Triage && ticket.Route.Why is [{ Code: IntakeReasons.ThreadDoubt }, ..];
}
