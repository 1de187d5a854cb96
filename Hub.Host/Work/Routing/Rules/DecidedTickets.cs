using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Routing.Rules;

/// <summary>Tickets that people decided, to learn from: answered by whoever has them, moved by a person, or declared another authority's.</summary>
/// <remarks>Nothing of protected reporters, and only the open words of a ticket: who wrote it is in another compartment. What came without an address counts as one sender for its source.</remarks>
public sealed class DecidedTickets(Database database, ServiceCatalogue catalogue)
{
    /// <summary>The newest; more cost memory and say little more.</summary>
    public const int Most = 2_000;

    public async Task<IReadOnlyList<DecidedItem>> ReadAsync(DateTimeOffset since, CancellationToken token)
    {
        TicketEventKind[] deciding = [.. TicketHistory.Placing, TicketEventKind.NotOurs];
        await using var db = database.Open();
        var rows = await db.Tickets.AsNoTracking()
            .Where(t => t.ReceivedAt >= since && !t.IsStub && !t.Anonymous && !t.Secret && t.MergedInto == null)
            .Where(t => t.Bureau != null || t.Status == TicketStatus.NotOurs)
            .Where(t => t.FirstResponseAt >= t.OpenedAt || t.Events.Any(e => deciding.Contains(e.Kind) && e.Actor != "hub" && e.Actor != "source"))
            .OrderByDescending(t => t.Id).Take(Most)
            .Select(t => new
            {
                Ticket = t,
                Moved = t.Events.Where(e => deciding.Contains(e.Kind) && e.Actor != "hub" && e.Actor != "source").OrderByDescending(e => e.Sequence).FirstOrDefault(),
                Sender = db.Reporters.Where(r => r.TicketId == t.Id).Select(r => r.Lookup).FirstOrDefault(),
            }).ToListAsync(token);
        return rows.ConvertAll(r => Of(r.Ticket, r.Moved, r.Sender ?? r.Ticket.Source));
    }

    private DecidedItem Of(Ticket ticket, TicketEvent? moved, string sender)
    {
        var target = ticket.Status == TicketStatus.NotOurs ? moved?.Of<Happening.NotOurs>()?.Target ?? "" : null;
        var bureau = target is null ? catalogue.FindBureau(ticket.Bureau)?.Code : null;
        var service = catalogue.FindService(ticket.Service)?.Bureau == bureau ? ticket.Service : null;
        var guessed = ticket.Route.NotOurs is null ? ticket.Route.Bureau : null;
        return new DecidedItem(RoutingQuestion.About(ticket), sender, bureau, service, target, guessed != bureau, moved?.At ?? ticket.FirstResponseAt!.Value);
    }
}
