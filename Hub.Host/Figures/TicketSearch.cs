using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Finds tickets by number, its last digits, sender, file or words. Secret tickets are found by number only; the sender of a protected one is not found.</summary>
public static class TicketSearch
{
    /// <summary>Words that occur in more tickets find the newest so many.</summary>
    public const int MostFound = 5_000;

    /// <summary>The years of numbers that are tried for their last digits.</summary>
    private const int FirstYear = 2020;
    private const int Years = 40;

    private const int LongestDigits = 6;

    /// <param name="words">A ticket number or its digits, a source's own number, an address, the name of a file, or words of title and text; null changes nothing.</param>
    /// <param name="vault">Recognises an address without opening anything.</param>
    public static IQueryable<Ticket> Saying(this IQueryable<Ticket> tickets, HubDbContext db, string? words, ReporterVault vault)
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
        if (typed.Contains('@', StringComparison.Ordinal))
        {
            var sender = vault.LookupOf(typed);
            return tickets.Where(t => !t.Anonymous && !t.Secret && db.Reporters.Any(r => r.TicketId == t.Id && r.Lookup == sender));
        }

        var found = Found(db, typed);
        if (NumbersOf(typed) is { Count: > 0 } numbers)
        {
            return tickets.Where(t => numbers.Contains(t.Number) || t.ExternalId == typed || found.Contains(t.Id));
        }

        return LooksLikeFile(typed) ? tickets.Where(t => found.Contains(t.Id) || t.ExternalId == typed || (!t.Secret && db.Attachments.Any(a => a.TicketId == t.Id && a.Name.Contains(typed))))
            : typed.Any(char.IsAsciiDigit) ? tickets.Where(t => found.Contains(t.Id) || t.ExternalId == typed)
            : tickets.Where(t => found.Contains(t.Id));
    }

    /// <summary>The tickets in whose texts the words stand.</summary>
    private static IQueryable<long> Found(HubDbContext db, string typed) => db.Database.IsNpgsql()
        ? db.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM tickets WHERE words @@ to_tsquery('simple', {SearchWords.ForTsquery(typed) ?? ""}) ORDER BY id DESC LIMIT {MostFound}")
        : SearchWords.ForFts5(typed) is { } question ? db.Database.SqlQuery<long>($"SELECT rowid AS \"Value\" FROM ticket_words WHERE ticket_words MATCH {question} ORDER BY rowid DESC LIMIT {MostFound}")
        : db.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM tickets WHERE 1 = 0");

    /// <summary>The numbers that end in these digits, of every year.</summary>
    private static List<string> NumbersOf(string typed) =>
        typed.Length <= LongestDigits && typed.All(char.IsAsciiDigit) && int.TryParse(typed, out var digits) && digits > 0 ? [.. Enumerable.Range(FirstYear, Years).Select(year => TicketNumber.Of(year, digits))] : [];

    private static bool LooksLikeFile(string typed) => Path.GetExtension(typed) is { Length: > 2 and < 6 } end && char.IsAsciiLetter(end[1]);
}
