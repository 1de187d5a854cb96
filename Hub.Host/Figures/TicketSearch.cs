using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Finds tickets by number, its last digits, sender, file or words. Secret tickets are found by number only; the sender of a protected one is not found, and no sender by who may not know.</summary>
/// <remarks>Each way goes by its own index: a question with "or" in it would lead both stores through all tickets. Whoever types a name with its ending wants the file: words are looked for where there is none. Lists take the ids of the newest; what is taken away reads all.</remarks>
public static class TicketSearch
{
    /// <summary>Words that occur in more of the wanted tickets find the newest so many.</summary>
    public const int MostFound = 200;

    /// <summary>The years of numbers that are tried for their last digits.</summary>
    private const int FirstYear = 2020;
    private const int Years = 40;

    private const int LongestDigits = 6;

    /// <summary>What is shorter stands in too many names.</summary>
    private const int ShortestFile = 4;

    /// <summary>A word that fewer of the newest so many tickets say is rare.</summary>
    private const int Probed = 1_000;
    private const int OftenAmongProbed = 10;

    /// <summary>What LIKE does not take for itself, the sign that says so first.</summary>
    private static readonly string[] LikeSigns = [@"\", "%", "_"];

    /// <param name="tickets">What may be seen and is wanted: bureau and filter are applied before anything is left out.</param>
    /// <param name="words">A ticket number, how it begins or its digits, a source's own number, an address, a telephone number, the name of a file, or words of title and text; null changes nothing.</param>
    /// <param name="marks">Recognises a sender without opening anything.</param>
    /// <param name="shown">Says which number of a source may be read.</param>
    /// <param name="user">Who asks.</param>
    public static async Task<FoundTickets> SayingAsync(this IQueryable<Ticket> tickets, HubDbContext db, string? words, ReporterMarks marks, ItemNumbers shown, CurrentUser user, CancellationToken token)
    {
        if (Whole(tickets, words) is { } whole)
        {
            return new(whole, IsCut: false);
        }

        var typed = words!.Trim();
        if (HasEnding(typed) && await NewestWithFileAsync(tickets, db, typed, token) is { Count: > 0 } asked)
        {
            return new(tickets.Where(t => asked.Contains(t.Id)), IsCut: asked.Count == MostFound);
        }

        var saying = await NewestWithWordsAsync(db, typed, token) is { } hits
            ? await tickets.Join(hits, t => t.Id, h => h.Id, (_, h) => h.Id).OrderByDescending(id => id).Take(MostFound).ToListAsync(token)
            : [];
        var numbered = BeginningSo(tickets, typed) is { } begun ? await begun.Take(MostFound).ToListAsync(token) : [];
        List<long> ids = [.. saying, .. numbered, .. await WithNumberAsync(db, typed, shown, token), .. await OfSenderAsync(tickets, db, typed, marks, user, token)];
        // Nothing else was found: then a name is looked for without its ending, too.
        var files = ids.Count == 0 && !HasEnding(typed) && MayBeFile(typed) ? await NewestWithFileAsync(tickets, db, typed, token) : [];
        ids = [.. ids.Concat(files).Distinct()];
        return new(tickets.Where(t => ids.Contains(t.Id)), IsCut: saying.Count == MostFound || files.Count == MostFound || numbered.Count == MostFound);
    }

    /// <summary>The same without an end, for what is taken away or read page by page: nothing is left out.</summary>
    public static async Task<IQueryable<Ticket>> AllSayingAsync(this IQueryable<Ticket> tickets, HubDbContext db, string? words, ReporterMarks marks, ItemNumbers shown, CurrentUser user, CancellationToken token)
    {
        if (Whole(tickets, words) is { } whole)
        {
            return whole;
        }

        var typed = words!.Trim();
        var named = WithFile(tickets, db, typed);
        if (HasEnding(typed) && await named.AnyAsync(token))
        {
            return tickets.Where(t => named.Contains(t.Id));
        }

        List<long> ids = [.. BeginningSo(tickets, typed) is { } begun ? await begun.ToListAsync(token) : [], .. await WithNumberAsync(db, typed, shown, token), .. await OfSenderAsync(tickets, db, typed, marks, user, token)];
        var hits = WithWords(db, typed);
        if (!HasEnding(typed) && MayBeFile(typed) && ids.Count == 0 && (hits is null || !await tickets.AnyAsync(t => hits.Select(static h => h.Id).Contains(t.Id), token)))
        {
            return tickets.Where(t => named.Contains(t.Id));
        }

        return hits is null ? tickets.Where(t => ids.Contains(t.Id)) : tickets.Where(t => hits.Select(static h => h.Id).Contains(t.Id) || ids.Contains(t.Id));
    }

    /// <summary>What needs no looking for: everything, or the one with that number.</summary>
    private static IQueryable<Ticket>? Whole(IQueryable<Ticket> tickets, string? words) =>
        string.IsNullOrWhiteSpace(words) ? tickets : TicketNumber.FindIn(words) is { } number ? tickets.Where(t => t.Number == number) : null;

    /// <summary>The tickets in whose texts the words stand; null when there is no word.</summary>
    /// <remarks>As rows: a bare number is cast on its way, and SQLite then gathers and sorts all that it could read newest first.</remarks>
    private static IQueryable<Hit>? WithWords(HubDbContext db, string typed) => IsAddress(typed) ? null
        : db.Database.IsNpgsql() ? SearchWords.ForTsquery(typed) is { } query ? db.Database.SqlQuery<Hit>($"SELECT id AS \"Id\" FROM tickets WHERE words @@ to_tsquery('simple', {query})") : null
        : SearchWords.ForFts5(typed) is { } question ? db.Database.SqlQuery<Hit>($"SELECT rowid AS \"Id\" FROM ticket_words WHERE ticket_words MATCH {question}")
        : null;

    /// <summary>PostgreSQL takes a word of many forms for a common one and looks for it through all tickets, newest first: of a word that hardly any of the newest says, its index is asked first, and the tickets by the few numbers that it gives (as an array, which is taken for a short one).</summary>
    private static async Task<IQueryable<Hit>?> NewestWithWordsAsync(HubDbContext db, string typed, CancellationToken token) =>
        db.Database.IsNpgsql() && !IsAddress(typed) && SearchWords.ForTsquery(typed) is { } query && await IsRareAsync(db, query, token)
            ? db.Database.SqlQuery<Hit>($"SELECT unnest(ARRAY(SELECT id FROM tickets WHERE words @@ to_tsquery('simple', {query}))) AS \"Id\"")
            : WithWords(db, typed);

    private static async Task<bool> IsRareAsync(HubDbContext db, string query, CancellationToken token)
    {
        var before = await db.Tickets.MaxAsync(static t => (long?)t.Id, token) - Probed;
        var saying = await db.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM tickets WHERE id > {before} AND words @@ to_tsquery('simple', {query}) LIMIT {OftenAmongProbed}").ToListAsync(token);
        return saying.Count < OftenAmongProbed;
    }

    /// <summary>Whoever may not open the identity finds nothing, as if nobody had written.</summary>
    private static async Task<List<long>> OfSenderAsync(IQueryable<Ticket> tickets, HubDbContext db, string typed, ReporterMarks marks, CurrentUser user, CancellationToken token)
    {
        var open = tickets.OfOpenSenders(user);
        if (IsAddress(typed))
        {
            var sender = marks.OfAddress(typed);
            return await db.Reporters.Where(r => r.Lookup == sender).Join(open, r => r.TicketId, t => t.Id, (r, _) => r.TicketId).ToListAsync(token);
        }

        return marks.OfPhone(typed) is { } mark ? await db.SamenessBands.Where(b => b.Hash == mark).Join(open, b => b.TicketId, t => t.Id, (b, _) => b.TicketId).ToListAsync(token) : [];
    }

    /// <summary>Those with such a number here or at their source; the index of the latter begins with the scope, of which there are few.</summary>
    private static async Task<IReadOnlyList<long>> WithNumberAsync(HubDbContext db, string typed, ItemNumbers shown, CancellationToken token)
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
        return [.. own, .. ofSource.Except(await shown.CoveredAsync(db, ofSource, typed, token))];
    }

    /// <summary>Those whose number begins as it was typed, the newest first; null when no number was typed, or a whole one.</summary>
    /// <remarks>Compared as an index does: what begins so stands between two numbers.</remarks>
    private static IQueryable<long>? BeginningSo(IQueryable<Ticket> tickets, string typed)
    {
        if (TicketNumber.Typed(typed) is not var (year, digits))
        {
            return null;
        }

        var begins = TicketNumber.Of(year, 0)[..^LongestDigits] + digits;
        var (first, last) = (begins.PadRight(begins.Length - digits.Length + LongestDigits, '0'), begins.PadRight(begins.Length - digits.Length + LongestDigits, '9'));
        return tickets.Where(t => string.Compare(t.Number, first) >= 0 && string.Compare(t.Number, last) <= 0).OrderByDescending(t => t.Number).Select(t => t.Id);
    }

    private static Task<List<long>> NewestWithFileAsync(IQueryable<Ticket> tickets, HubDbContext db, string typed, CancellationToken token) =>
        WithFile(tickets, db, typed).Take(MostFound).ToListAsync(token);

    /// <summary>Those that have a file of that name, came in or sent, the newest first. Looks through the names of all files.</summary>
    private static IQueryable<long> WithFile(IQueryable<Ticket> tickets, HubDbContext db, string typed)
    {
        var name = $"%{LikeSigns.Aggregate(typed.ToLowerInvariant(), static (name, sign) => name.Replace(sign, @"\" + sign, StringComparison.Ordinal))}%";

        // Signs beyond ASCII keep their case, as in SQLite: the language of a PostgreSQL costs twice the whole search.
        var files = db.Database.IsNpgsql() ? db.Attachments.Where(a => EF.Functions.Like(EF.Functions.Collate(a.Name, "C").ToLower(), name, @"\")) : db.Attachments.Where(a => EF.Functions.Like(a.Name.ToLower(), name, @"\"));
        return files.Join(tickets.Where(t => !t.Secret), a => a.TicketId, t => t.Id, (a, _) => new { a.Id, a.TicketId }).OrderByDescending(a => a.Id).Select(a => a.TicketId);
    }

    /// <summary>The numbers that end in these digits, of every year.</summary>
    private static List<string> NumbersOf(string typed) =>
        TicketNumber.Typed(typed) is not null ? [TicketNumber.Read(typed)!]
        : TicketNumber.Running(typed) is > 0 and var digits ? [.. Enumerable.Range(FirstYear, Years).Select(year => TicketNumber.Of(year, digits))] : [];

    private sealed record Hit(long Id);

    private static bool IsAddress(string typed) => typed.Contains('@', StringComparison.Ordinal);

    /// <summary>What is typed is the name of a file.</summary>
    private static bool HasEnding(string typed) => Path.GetExtension(typed) is { Length: > 2 and < 6 } end && char.IsAsciiLetter(end[1]);

    private static bool MayBeFile(string typed) => typed.Length >= ShortestFile && typed.Any(char.IsLetter) && !IsAddress(typed);
}

/// <summary>What a search leaves of some tickets.</summary>
/// <param name="IsCut">The words occur in more of them than are shown.</param>
public sealed record FoundTickets(IQueryable<Ticket> Tickets, bool IsCut);
