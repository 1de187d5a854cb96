using Hub.Connectors;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>How whoever stands behind a ticket is answered: by the kind of the very source that it came through, for one system can be connected in ways that answer and in ways that do not.</summary>
public sealed class AnswerWays(ConnectorCatalog systems)
{
    public async Task<AnswerWay> OfAsync(HubDbContext db, Ticket ticket, CancellationToken token)
    {
        var kind = await db.Sources.Where(s => s.Name == ticket.Source).Select(s => s.Kind).FirstOrDefaultAsync(token);
        return (kind is null ? null : systems.Find(kind))?.Answers ?? systems.AnswersOf(ticket.System);
    }
}
