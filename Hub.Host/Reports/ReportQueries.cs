using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Pages;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Reports;

/// <summary>Figures of a period, by bureau, service, source or class.</summary>
public sealed class ReportQueries(TicketQueries tickets, WorkingCalendar calendar, Visit visit)
{
    public async Task<ReportFigures> ReadAsync(Period period, string? bureau, Dimension by, CancellationToken token)
    {
        var all = new FigureTally();
        var groups = new Dictionary<string, FigureTally>(StringComparer.Ordinal);
        await FoldAsync(period, bureau, by, (in FigureRow row) =>
        {
            all.Add(row, visit.Now, calendar);
            var group = row.Group ?? "-";
            var tally = groups.TryGetValue(group, out var known) ? known : groups[group] = new FigureTally();
            tally.Add(row, visit.Now, calendar);
        }, token);

        var before = new FigureTally();
        await FoldAsync(period.Before, bureau, by, (in FigureRow row) => before.Add(row, visit.Now, calendar), token);
        var (soon, backlog) = await NowAsync(bureau, token);
        return new ReportFigures(period, all, before, groups, soon, backlog);
    }

    private delegate void Take(in FigureRow row);

    private async Task FoldAsync(Period period, string? bureau, Dimension by, Take take, CancellationToken token)
    {
        await using var db = tickets.Read();
        var (start, end) = (period.Start, period.End);
        var chosen = tickets.Visible(db).Where(t => t.ReceivedAt >= start && t.ReceivedAt < end);
        if (bureau is not null)
        {
            chosen = chosen.Where(t => t.Bureau == bureau);
        }

        await foreach (var row in Rows(chosen, by).AsAsyncEnumerable().WithCancellation(token))
        {
            take(row);
        }
    }

    private static IQueryable<FigureRow> Rows(IQueryable<Ticket> chosen, Dimension by) => by switch
    {
        Dimension.Service => chosen.Select(t => new FigureRow(t.Service.ToString(), t.Status, t.ReceivedAt, t.LateAt, t.FirstResponseAt, t.ResolvedAt ?? t.ClosedAt, t.Reopened)),
        Dimension.Source => chosen.Select(t => new FigureRow(t.System, t.Status, t.ReceivedAt, t.LateAt, t.FirstResponseAt, t.ResolvedAt ?? t.ClosedAt, t.Reopened)),
        Dimension.Class => chosen.Select(t => new FigureRow(t.Class, t.Status, t.ReceivedAt, t.LateAt, t.FirstResponseAt, t.ResolvedAt ?? t.ClosedAt, t.Reopened)),
        _ => chosen.Select(t => new FigureRow(t.Bureau, t.Status, t.ReceivedAt, t.LateAt, t.FirstResponseAt, t.ResolvedAt ?? t.ClosedAt, t.Reopened)),
    };

    /// <summary>What is late now, by the bureau that holds it, longest held first.</summary>
    public async Task<IReadOnlyList<Custody>> CustodyAsync(string? bureau, CancellationToken token)
    {
        await using var db = tickets.Read();
        var now = visit.Now;
        var late = tickets.Visible(db).Where(t => TicketQueries.Open.Contains(t.Status) && t.LateAt <= now && t.Bureau != null);
        late = bureau is null ? late : late.Where(t => t.Bureau == bureau);
        var held = await late.Join(db.Clocks.Where(c => c.Kind == ClockKind.Custody && c.EndedAt == null), t => t.Id, c => c.TicketId, (t, c) => new { t.Bureau, t.Number, c.StartedAt }).ToListAsync(token);
        return
        [
            .. held.GroupBy(h => h.Bureau!, StringComparer.Ordinal).Select(group =>
            {
                var days = new SortedDictionary<int, int>();
                foreach (var ticket in group)
                {
                    var count = calendar.CountWorkingDays(Wita.DateOf(ticket.StartedAt).AddDays(1), visit.Today);
                    days[count] = days.GetValueOrDefault(count) + 1;
                }

                var longest = group.MinBy(h => h.StartedAt)!;
                return new Custody(group.Key, group.Count(), Quantiles.Median(days, group.Count()), days.Keys.Last(), longest.Number);
            }).OrderByDescending(c => c.LongestDays).ThenBy(c => c.Bureau, StringComparer.Ordinal),
        ];
    }

    /// <summary>How many breach within five working days if nobody acts, and how old the open ones are.</summary>
    private async Task<(int Soon, Backlog Backlog)> NowAsync(string? bureau, CancellationToken token)
    {
        await using var db = tickets.Read();
        var open = tickets.Visible(db).Where(t => TicketQueries.Open.Contains(t.Status));
        open = bureau is null ? open : open.Where(t => t.Bureau == bureau);
        var now = visit.Now;
        var end = TicketSelection.EndOf(Due.Soon, visit.Today, calendar);
        var (month, quarter) = (now.AddDays(-30), now.AddDays(-90));
        return (
            await open.CountAsync(t => t.LateAt > now && t.LateAt <= end, token),
            new Backlog(
                await open.CountAsync(t => t.ReceivedAt > month, token),
                await open.CountAsync(t => t.ReceivedAt <= month && t.ReceivedAt > quarter, token),
                await open.CountAsync(t => t.ReceivedAt <= quarter, token)));
    }
}

/// <summary>What a report is divided by.</summary>
public enum Dimension
{
    Bureau,
    Service,
    Source,
    Class,
}

/// <summary>Open tickets by age in calendar days.</summary>
public sealed record Backlog(int UpTo30, int UpTo90, int Over90);

/// <summary>A report.</summary>
/// <param name="Before">The same for the period before.</param>
/// <param name="Groups">By the key of the dimension; <c>-</c> for none.</param>
/// <param name="BreachSoon">Open now, late within five working days unless finished.</param>
public sealed record ReportFigures(Period Period, FigureTally All, FigureTally Before, IReadOnlyDictionary<string, FigureTally> Groups, int BreachSoon, Backlog Backlog);

/// <summary>Late tickets in one bureau's hands, and for how many working days it has held them (R18).</summary>
/// <param name="Longest">The number of the ticket held longest.</param>
public sealed record Custody(string Bureau, int Late, double? MedianDays, int LongestDays, string Longest);
