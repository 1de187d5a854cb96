using Hub.Host.People.Access;
using Hub.Host.People.Visits;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>What is open and listed for the visitor, as it is counted.</summary>
public sealed class OpenTickets(ReceivedFigures received, TicketQueries tickets, Visit visit)
{
    public async Task<IReadOnlyList<FigureRow>> ReadAsync(CancellationToken token)
    {
        var open = await received.OpenAsync(token);
        if (visit.User.Is(Roles.Leadership))
        {
            return open;
        }

        if (!visit.User.SeesAllBureaus)
        {
            return [.. open.Where(row => visit.User.Sees(row.Bureau))];
        }

        await using var db = tickets.Read();
        var accusing = await db.Tickets.AsNoTracking().Accusing().ToHashSetAsync(token);
        return accusing.Count == 0 ? open : [.. open.Where(row => !accusing.Contains(row.Id))];
    }
}
