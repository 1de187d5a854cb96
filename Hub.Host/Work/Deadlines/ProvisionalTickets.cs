using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Deadlines;

/// <summary>Counts the open tickets whose date rests on a year without a decree (R24).</summary>
public sealed class ProvisionalTickets(Database database)
{
    private static readonly TicketStatus[] Open = [.. Enum.GetValues<TicketStatus>().Where(s => s.IsOpen())];

    public async Task<int> CountAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Tickets.CountAsync(t => Open.Contains(t.Status) && t.Provisional, token);
    }
}
