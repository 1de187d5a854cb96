using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Finds tickets by number, its last digits, sender, file or words. Secret tickets are found by number only; the sender of a protected one is not found.</summary>
/// <remarks>What the words find is asked for once, each way by its own index, and is a list of ids from there on: a question with "or" in it would lead both stores through all tickets.</remarks>
public static class TicketSearch
{
    /// <summary>Words that occur in more tickets find the newest so many.</summary>
    public const int MostFound = 2_000;

    /// <summary>The years of numbers that are tried for their last digits.</summary>
    private const int FirstYear = 2020;
    private const int Years = 40;

    private const int LongestDigits = 6;

    /// <param name="words">A ticket number or its digits, a source's own number, an address, the name of a file, or words of title and text; null changes nothing.</param>
    /// <param name="vault">Recognises an address without opening anything.</param>
    public static async Task<FoundTickets> SayingAsync(this IQueryable<Ticket> tickets, HubDbContext db, string? words, ReporterVault vault, CancellationToken token)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            return new(tickets, IsCut: false);
        }

        if (TicketNumber.FindIn(words) is { } number)
        {
            return new(tickets.Where(t => t.Number == number), IsCut: false);
        }

        var typed = words.Trim();
        if (typed.Contains('@', StringComparison.Ordinal))
        {
            var sender = vault.LookupOf(typed);
            return new(tickets.Where(t => !t.Anonymous && !t.Secret && db.Reporters.Any(r => r.TicketId == t.Id && r.Lookup == sender)), IsCut: false);
        }

        var saying = await WithWords(db, typed).ToListAsync(token);
        var ids = saying.Concat(await WithNumberAsync(db, typed, token)).Concat(await WithFileAsync(db, typed, token)).Distinct().ToList();
        return new(tickets.Where(t => ids.Contains(t.Id)), IsCut: saying.Count == MostFound);
    }

    /// <summary>The tickets in whose texts the words stand.</summary>
    private static IQueryable<long> WithWords(HubDbContext db, string typed) => db.Database.IsNpgsql()
        ? db.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM tickets WHERE words @@ to_tsquery('simple', {SearchWords.ForTsquery(typed) ?? ""}) ORDER BY id DESC LIMIT {MostFound}")
        : SearchWords.ForFts5(typed) is { } question ? db.Database.SqlQuery<long>($"SELECT rowid AS \"Value\" FROM ticket_words WHERE ticket_words MATCH {question} ORDER BY rowid DESC LIMIT {MostFound}")
        : db.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM tickets WHERE 1 = 0");

    /// <summary>Those with such a number here or at their source; the index of the latter begins with the scope, of which there are few.</summary>
    private static async Task<IReadOnlyList<long>> WithNumberAsync(HubDbContext db, string typed, CancellationToken token)
    {
        if (!typed.Any(char.IsAsciiDigit))
        {
            return [];
        }

        var numbers = NumbersOf(typed);
        List<long> own = numbers.Count == 0 ? [] : await db.Tickets.Where(t => numbers.Contains(t.Number)).Select(t => t.Id).ToListAsync(token);
        var ofSource = await db.Database.SqlQuery<long>(
            $"""
            WITH RECURSIVE scopes(scope) AS (SELECT min(scope) FROM tickets UNION ALL SELECT (SELECT min(t.scope) FROM tickets t WHERE t.scope > scopes.scope) FROM scopes WHERE scopes.scope IS NOT NULL)
            SELECT t.id AS "Value" FROM scopes JOIN tickets t ON t.scope = scopes.scope AND t.external_id = {typed}
            """).ToListAsync(token);
        return [.. own, .. ofSource];
    }

    private static async Task<IReadOnlyList<long>> WithFileAsync(HubDbContext db, string typed, CancellationToken token) => LooksLikeFile(typed)
        ? await db.Attachments.Where(a => a.Name.Contains(typed) && db.Tickets.Any(t => t.Id == a.TicketId && !t.Secret)).OrderByDescending(a => a.Id).Take(MostFound).Select(a => a.TicketId).ToListAsync(token)
        : [];

    /// <summary>The numbers that end in these digits, of every year.</summary>
    private static List<string> NumbersOf(string typed) =>
        typed.Length <= LongestDigits && typed.All(char.IsAsciiDigit) && int.TryParse(typed, out var digits) && digits > 0 ? [.. Enumerable.Range(FirstYear, Years).Select(year => TicketNumber.Of(year, digits))] : [];

    private static bool LooksLikeFile(string typed) => Path.GetExtension(typed) is { Length: > 2 and < 6 } end && char.IsAsciiLetter(end[1]);
}

/// <summary>What a search leaves of some tickets.</summary>
/// <param name="IsCut">The words occur in more tickets than were looked at.</param>
public sealed record FoundTickets(IQueryable<Ticket> Tickets, bool IsCut);
