using System.Runtime.CompilerServices;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Review;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Routing.Rules;

/// <summary>Stored tickets as the router saw them, the newest first, read in portions: a draft is measured on what really came.</summary>
public sealed class StoredItems(Database database)
{
    private const int Portion = 500;

    public async Task<int> CountAsync(DateTimeOffset since, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Tickets.CountAsync(t => t.ReceivedAt >= since && !t.IsStub, token);
    }

    public async IAsyncEnumerable<StoredItem> ReadAsync(DateTimeOffset since, int most, [EnumeratorCancellation] CancellationToken token)
    {
        await using var db = database.Open();
        var (last, left) = (long.MaxValue, most);
        while (left > 0)
        {
            var rows = await db.Tickets.AsNoTracking()
                .Where(t => t.ReceivedAt >= since && t.Id < last && !t.IsStub)
                .OrderByDescending(t => t.Id).Take(Math.Min(Portion, left)).ToListAsync(token);
            foreach (var ticket in rows)
            {
                yield return Of(ticket);
            }

            if (rows.Count == 0)
            {
                yield break;
            }

            (last, left) = (rows[^1].Id, left - rows.Count);
        }
    }

    public static StoredItem Of(Ticket ticket) => new(
        ticket.Id, ticket.ReceivedAt, RoutingQuestion.About(ticket), ticket.Bureau, ticket.Service, ticket.Status == TicketStatus.NotOurs ? ticket.Route.NotOurs ?? "" : null)
    {
        Number = ticket.Number,
        EventOn = ticket.EventOn,
    };
}
