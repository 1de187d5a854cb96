using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Routing;

/// <summary>Tickets that people confirmed, as examples to learn from: answered by the bureau that the service belongs to, or declared another authority's by a person.</summary>
/// <remarks>Nothing of protected reporters; a model keeps hashes of words only.</remarks>
public sealed class ConfirmedTickets(Database database, ServiceCatalogue catalogue)
{
    /// <summary>The newest of each service: the most frequent matter must not drown the rare one.</summary>
    public const int MostOfEach = 300;

    private const int Portion = 1_000;

    private static readonly TicketStatus[] Answered = [TicketStatus.Resolved, TicketStatus.Closed];

    /// <param name="authorities">Authorities that the model knows; others are left out.</param>
    public async Task<IReadOnlyList<RoutingExample>> ReadAsync(IReadOnlySet<string> authorities, CancellationToken token)
    {
        await using var db = database.Open();
        var examples = new List<RoutingExample>();
        foreach (var service in catalogue.Services)
        {
            examples.AddRange(await OfServiceAsync(db, service, token));
        }

        examples.AddRange((await OthersAsync(db, token)).Where(e => authorities.Contains(e.NotOurs!)));
        return examples;
    }

    private static async Task<List<RoutingExample>> OfServiceAsync(HubDbContext db, Service service, CancellationToken token)
    {
        var rows = await db.Tickets.AsNoTracking()
            .Where(t => Answered.Contains(t.Status) && t.FirstResponseAt >= t.OpenedAt && t.Service == service.Number && t.Bureau == service.Bureau && !t.IsStub && !t.Anonymous && !t.Secret)
            .OrderByDescending(t => t.Id).Take(MostOfEach).Select(t => new { t.Title, t.Body, t.Kind, t.Class }).ToListAsync(token);
        return rows.ConvertAll(r => new RoutingExample { Text = $"{r.Title}\n{r.Body}", Service = service.Number, Kind = KindCode.Of(r.Kind), Class = r.Class });
    }

    private static async Task<List<RoutingExample>> OthersAsync(HubDbContext db, CancellationToken token)
    {
        var rows = await db.TicketEvents.AsNoTracking().Where(e => e.Kind == TicketEventKind.NotOurs && e.Actor != "source")
            .Join(db.Tickets.Where(t => t.Status == TicketStatus.NotOurs && !t.IsStub && !t.Anonymous && !t.Secret), e => e.TicketId, t => t.Id, (e, t) => new { t.Id, t.Title, t.Body, t.Kind, t.Class, Event = e })
            .OrderByDescending(r => r.Id).Take(Portion).ToListAsync(token);
        return rows.ConvertAll(r => new RoutingExample { Text = $"{r.Title}\n{r.Body}", NotOurs = r.Event.Of<Happening.NotOurs>()!.Target ?? "", Kind = KindCode.Of(r.Kind), Class = r.Class });
    }
}
