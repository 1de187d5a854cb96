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
