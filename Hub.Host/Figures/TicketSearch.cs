using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Finds tickets by number or words. Secret tickets are found by number only.</summary>
public static class TicketSearch
{
    /// <summary>Words that occur in more tickets find the newest so many.</summary>
    public const int MostFound = 5_000;

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

        var typed = words.Trim();
        return db.Database.IsNpgsql() ? InPostgres(tickets, db, typed) : InSqlite(tickets, db, typed);
    }

    private static IQueryable<Ticket> InSqlite(IQueryable<Ticket> tickets, HubDbContext db, string typed)
    {
        if (SearchWords.ForFts5(typed) is not { } question)
        {
            return tickets.Where(t => t.ExternalId == typed);
        }

        var found = db.Database.SqlQuery<long>($"SELECT rowid AS \"Value\" FROM ticket_words WHERE ticket_words MATCH {question} ORDER BY rowid DESC LIMIT {MostFound}");
        return typed.Any(char.IsAsciiDigit)
            ? tickets.Where(t => found.Contains(t.Id) || t.ExternalId == typed)
            : tickets.Where(t => found.Contains(t.Id));
    }

    private static IQueryable<Ticket> InPostgres(IQueryable<Ticket> tickets, HubDbContext db, string typed)
    {
        if (SearchWords.ForTsquery(typed) is not { } question)
        {
            return tickets.Where(t => t.ExternalId == typed);
        }

        var found = db.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM tickets WHERE words @@ to_tsquery('simple', {question}) ORDER BY id DESC LIMIT {MostFound}");
        return tickets.Where(t => found.Contains(t.Id) || t.ExternalId == typed);
    }
}
