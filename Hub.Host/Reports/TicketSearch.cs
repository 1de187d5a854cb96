using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Reports;

/// <summary>Finds tickets by number or words.</summary>
public static class TicketSearch
{
    /// <param name="words">A ticket number, a source's own number, or words of title and text; null changes nothing.</param>
    public static IQueryable<Ticket> Saying(this IQueryable<Ticket> tickets, HubDbContext db, string? words)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            return tickets;
        }

        if (TicketNumber.FindIn(words) is { } number)
        {
            return tickets.Where(t => t.Number == number);
        }

        var like = $"%{words.Trim()}%";
        return tickets.Where(t => t.ExternalId == words || (!t.Secret && EF.Functions.Like(t.Title, like)));
    }
}
