using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Host.People.Access;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Figures of a period, by bureau, service, source, class or month.</summary>
public sealed class ReportQueries(TicketQueries tickets, ReceivedFigures received, WorkingCalendar calendar, ServiceCatalogue catalogue, Visit visit)
{
    /// <param name="bureau">Null for all that the visitor sees.</param>
    public async Task<ReportFigures> ReadAsync(Period period, string? bureau, IReadOnlyList<Dimension> by, CancellationToken token)
    {
        await using var db = tickets.Read();
        bool Seen(string? held) => visit.User.Sees(held) && (bureau is null ? !IsOffice(held) : held == bureau);
        var counted = await received.ReadAsync([period, period.Before], Seen, by, visit.Now, token);
        var offices = bureau is null ? await received.ReadAsync([period], held => visit.User.Sees(held) && IsOffice(held), [Dimension.Bureau], visit.Now, token) : [];
        var (soon, backlog) = await NowAsync(db, bureau, token);
        var last = period.To < visit.Today ? period.To : visit.Today;
        var units = await UnitActivity.ReadAsync(db, catalogue, tickets.OnlyBureau ?? bureau, last, token);
        return new ReportFigures(period, counted[0].All, counted[1].All, counted[0].Groups, soon, backlog, units)
        {
            Offices = offices.Count == 0 ? ReportFigures.NoOffices : offices[0].Groups[Dimension.Bureau],
        };
    }

    /// <summary>Offices of the province are counted apart: what they hold is on no bureau's score.</summary>
    private bool IsOffice(string? held) => held is not null && catalogue.FindBureau(held) is null;

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
    private async Task<(int Soon, Backlog Backlog)> NowAsync(HubDbContext db, string? bureau, CancellationToken token)
    {
        var open = tickets.Visible(db).Where(t => TicketQueries.Open.Contains(t.Status));
        open = bureau is null ? open.WithBureaus(db) : open.Where(t => t.Bureau == bureau);
        var now = visit.Now;
        var end = TicketSelection.EndOf(Due.Soon, visit.Today, calendar);
        var month = Wita.StartOf(visit.Today.AddDays(-Backlog.Month)).ToUniversalTime();
        var quarter = Wita.StartOf(visit.Today.AddDays(-Backlog.Quarter)).ToUniversalTime();
        return (
            await open.CountAsync(t => t.LateAt > now && t.LateAt <= end, token),
            new Backlog(
                await open.CountAsync(t => t.ReceivedAt >= month, token),
                await open.CountAsync(t => t.ReceivedAt < month && t.ReceivedAt >= quarter, token),
                await open.CountAsync(t => t.ReceivedAt < quarter, token)));
    }
}
