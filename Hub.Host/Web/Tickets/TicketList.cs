using System.Globalization;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.People.Visits;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Web.Tickets;

/// <summary>One page of the list of tickets, reached by key, so that page 20,000 costs what page 1 costs.</summary>
public sealed class TicketList(TicketQueries tickets, ReporterMarks marks, ItemNumbers numbers, WorkingCalendar calendar, SharedLooks looks, Visit visit)
{
    public const int PageSize = 50;

    /// <summary>Counting stops here; beyond it "more than" is said.</summary>
    public const int CountedUpTo = 10_000;

    /// <param name="after">The <see cref="TicketPageOfList.Next"/> of the page before; null for the first.</param>
    public Task<TicketPageOfList> ReadAsync(TicketFilter filter, string? after, CancellationToken token) =>
        looks.LookAsync(new Asked(visit.User.Rights, filter, after), stop => LookAsync(filter, after, stop), token);

    /// <summary>Those of the numbers that the visitor may see.</summary>
    public async Task<IReadOnlyList<TicketLine>> FindAsync(IReadOnlyCollection<string> numbers, CancellationToken token)
    {
        await using var db = tickets.Read();
        return await tickets.Visible(db).Where(t => numbers.Contains(t.Number)).Select(TicketLine.FromTicket).ToListAsync(token);
    }

    private async Task<TicketPageOfList> LookAsync(TicketFilter filter, string? after, CancellationToken token)
    {
        await using var db = tickets.Read();
        var (matching, isCut) = await tickets.Visible(db, db.Tickets.AsNoTracking().Matching(db, filter, visit.Now, calendar)).SayingAsync(db, filter.Words, marks, numbers, visit.User, token);
        // Numbers first, which an index gives in order; sorted as whole lines, all that match would be read.
        var ids = await Ordered(matching, filter.Sorted, Cursor.Read(after)).Take(PageSize + 1).Select(t => t.Id).ToListAsync(token);
        var read = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).Select(TicketLine.FromTicket).ToDictionaryAsync(t => t.Id, token);
        List<TicketLine> lines = [.. ids.Select(read.GetValueOrDefault).OfType<TicketLine>()];
        var total = await matching.Take(CountedUpTo + 1).CountAsync(token);
        var more = lines.Count > PageSize;
        var shown = more ? lines[..PageSize] : lines;
        return new TicketPageOfList(shown, total, more ? Cursor.Of(shown[^1], filter.Sorted) : null, isCut);
    }

    private static IQueryable<Ticket> Ordered(IQueryable<Ticket> tickets, TicketOrder order, Cursor? after)
    {
        if (order == TicketOrder.Newest)
        {
            var older = after is { } last ? tickets.Where(t => t.ReceivedAt <= last.At && (t.ReceivedAt < last.At || t.Id < last.Id)) : tickets;
            return older.OrderByDescending(t => t.ReceivedAt).ThenByDescending(t => t.Id);
        }

        var later = after switch
        {
            { At: { } at, Id: var id } => tickets.Where(t => t.LateAt > at || (t.LateAt == at && t.Id > id) || t.LateAt == null),
            { Id: var id } => tickets.Where(t => t.LateAt == null && t.Id > id),
            null => tickets,
        };
        return later.OrderBy(t => t.LateAt == null).ThenBy(t => t.LateAt).ThenBy(t => t.Id);
    }

    private sealed record Asked(Rights Rights, TicketFilter Filter, string? After);

    /// <summary>Where a page ended: the sort key and the id.</summary>
    private sealed record Cursor(DateTimeOffset? At, long Id)
    {
        public static string Of(TicketLine line, TicketOrder order)
        {
            var at = order == TicketOrder.Newest ? line.ReceivedAt : line.LateAt;
            return string.Create(CultureInfo.InvariantCulture, $"{at?.UtcTicks ?? 0}-{line.Id}");
        }

        public static Cursor? Read(string? text)
        {
            var parts = text?.Split('-');
            return parts is [var at, var id] && long.TryParse(at, out var ticks) && long.TryParse(id, out var number) && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
                ? new Cursor(ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero), number)
                : null;
        }
    }
}

/// <summary>One page of a list.</summary>
/// <param name="Total">How many match, counted up to <see cref="TicketList.CountedUpTo"/> and one more.</param>
/// <param name="Next">The key of the next page; null on the last.</param>
/// <param name="IsCut">The words occur in more of the wanted tickets than are shown.</param>
public sealed record TicketPageOfList(IReadOnlyList<TicketLine> Lines, int Total, string? Next, bool IsCut);
