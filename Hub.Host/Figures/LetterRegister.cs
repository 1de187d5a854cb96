using System.Runtime.CompilerServices;
using Hub.Domain;
using Hub.Domain.Letters;
using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Work.Offices;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>The letters that came, by whatever way: what each says about itself, and the ticket that it became.</summary>
public sealed class LetterRegister(TicketQueries tickets, ReporterMarks marks, ItemNumbers numbers, OfficeRegister offices, Visit visit, Words say)
{
    public const int PageSize = 50;

    public IReadOnlyList<SheetColumn> Columns =>
    [
        new(say["ticket.letter"], 28), new(say["letter.on"], 12), new(say["letter.subject"], 50), new(say["letter.from"], 34), new(say["letter.to"], 34), new(say["letter.grade"], 12),
        new(say["ticket.event"], 12), new(say["col.number"], 16), new(say["col.bureau"], 34), new(say["ticket.received"], 12),
    ];

    /// <param name="before">The id of the last ticket of the page before; null for the newest.</param>
    public async Task<IReadOnlyList<RegisteredLetter>> PageAsync(LetterFilter filter, long? before, CancellationToken token)
    {
        await using var db = tickets.Read();
        var rows = await (await NewestAsync(db, filter, before, token)).Take(PageSize).Select(t => new Row(t.Id, t.Number, t.Bureau, t.ReceivedAt, t.Anonymous, t.Letter!)).ToListAsync(token);
        return rows.ConvertAll(Shown);
    }

    /// <summary>The whole list, row by row.</summary>
    public async IAsyncEnumerable<IReadOnlyList<object?>> ReadAsync(LetterFilter filter, [EnumeratorCancellation] CancellationToken token = default)
    {
        await using var db = tickets.Read();
        await foreach (var row in (await Letters(db, filter, null).AllSayingAsync(db, filter.Words, marks, numbers, visit.User, token)).OrderBy(t => t.Id).Select(t => new Row(t.Id, t.Number, t.Bureau, t.ReceivedAt, t.Anonymous, t.Letter!)).AsAsyncEnumerable().WithCancellation(token))
        {
            var (letter, on) = (Shown(row).Letter, Wita.DateOf(row.ReceivedAt));
            yield return [letter.Number, letter.On, letter.Subject, letter.From, letter.To, letter.Grade, letter.EventOn, row.Number, offices.NameOf(row.Bureau), on];
        }
    }

    /// <summary>By the day, for which the letters have an index; what words find comes by its number.</summary>
    private async Task<IQueryable<Ticket>> NewestAsync(HubDbContext db, LetterFilter filter, long? before, CancellationToken token)
    {
        if (filter.Words is not null)
        {
            var found = await Letters(db, filter, null).Where(t => before == null || t.Id < before).SayingAsync(db, filter.Words, marks, numbers, visit.User, token);
            return found.Tickets.OrderByDescending(t => t.Id);
        }

        var at = before is null ? null : await db.Tickets.Where(t => t.Id == before).Select(t => (DateTimeOffset?)t.ReceivedAt).FirstOrDefaultAsync(token);
        return Letters(db, filter, at?.AddMicroseconds(1)).Where(t => at == null || t.ReceivedAt < at || (t.ReceivedAt == at && t.Id < before))
            .OrderByDescending(t => t.ReceivedAt).ThenByDescending(t => t.Id);
    }

    /// <summary>Of what is secret not even the number is in a list.</summary>
    /// <param name="end">Received before it; null for the end that the filter names.</param>
    private IQueryable<Ticket> Letters(HubDbContext db, LetterFilter filter, DateTimeOffset? end)
    {
        var from = filter.From is { } first ? Wita.StartOf(first) : DateTimeOffset.MinValue;
        var to = end ?? (filter.To is { } last ? Wita.StartOf(last.AddDays(1)) : DateTimeOffset.MaxValue);
        return tickets.Visible(db).Where(t => t.Letter != null && !t.Secret && t.ReceivedAt >= from && t.ReceivedAt < to);
    }

    private RegisteredLetter Shown(Row row) => new(row.Id, row.Number, offices.NameOf(row.Bureau), row.ReceivedAt, row.Letter.Each(text => row.Closed ? say["export.protected"] : LeakGate.Mask(text)));

    private sealed record Row(long Id, string Number, string? Bureau, DateTimeOffset ReceivedAt, bool Closed, Letter Letter);
}

/// <summary>A letter in the list.</summary>
public sealed record RegisteredLetter(long Id, string Number, string? Holder, DateTimeOffset ReceivedAt, Letter Letter);

/// <summary>Which letters: received within those days, saying those words.</summary>
public sealed record LetterFilter(string? Words, DateOnly? From, DateOnly? To)
{
    public static LetterFilter Read(IQueryCollection query) => new(query["q"].ToString() is { Length: > 0 } words ? words : null, OfficeDates.Typed(query["from"]), OfficeDates.Typed(query["to"]));

    /// <summary>The address of exactly these letters.</summary>
    public string Address(string path, long? before = null) =>
        path + QueryString.Create([new("q", Words), new("from", From?.ToString("yyyy-MM-dd")), new("to", To?.ToString("yyyy-MM-dd")), .. before is null ? Array.Empty<KeyValuePair<string, string?>>() : [new("before", before.ToString())]]);
}
