using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Routing.Rules;

/// <summary>Learns how much each inbox says from what became of its mail in a year: what its holder answered, and what a person placed.</summary>
public sealed class InboxLearning(Database database, ServiceCatalogue catalogue, Routers routers, TimeProvider clock)
{
    /// <summary>A count over a year of mail; what a single mail changes can wait.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    private const int MostMonths = 12;

    private DateTimeOffset? last;

    /// <summary>Counts again when it is time.</summary>
    public async Task TurnAsync(CancellationToken token)
    {
        if (last is null || clock.GetUtcNow() - last >= Pace)
        {
            await RunAsync(token);
        }
    }

    /// <summary>Counts now; of protected tickets nothing is learned.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        var now = clock.GetUtcNow();
        var since = now.AddMonths(-MostMonths);
        var placing = TicketHistory.Placing;
        await using var db = database.Open();
        var counts = await db.Tickets.AsNoTracking()
            .Where(t => t.ReceivedAt >= since && t.To != null && t.Bureau != null && !t.IsStub && !t.Anonymous && !t.Secret)
            .Where(t => t.FirstResponseAt != null || t.Events.Any(e => placing.Contains(e.Kind) && e.Actor != "hub"))
            .GroupBy(t => new { t.To, t.Bureau }).Select(g => new { g.Key.To, g.Key.Bureau, Mails = g.Count() }).ToListAsync(token);
        routers.Weigh(InboxWeights.Of(counts.ConvertAll(c => new InboxCount(c.To!, c.Bureau!, c.Mails)), catalogue));
        last = now;
    }
}
