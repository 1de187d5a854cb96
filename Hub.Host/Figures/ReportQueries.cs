using System.Globalization;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Figures of a period, by bureau, service, source, class or month.</summary>
public sealed class ReportQueries(TicketQueries tickets, OpenTickets open, ReceivedFigures received, MonthFigures months, WorkingCalendar calendar, ServiceCatalogue catalogue, SharedLooks looks, Visit visit)
{
    /// <summary>The room of the reports: a period, and how things stand beside it. One look for all who may see the same and open it at once.</summary>
    /// <param name="bureau">Null for all that the visitor sees.</param>
    /// <param name="due">Days on which open tickets are due.</param>
    public Task<ReportRoom> RoomAsync(Period period, string? bureau, Dimension by, Period due, CancellationToken token) =>
        looks.LookAsync(new Asked(visit.User.Rights, visit.Today, period, bureau, by, due), async stop => new ReportRoom(
            await ReadAsync(period, bureau, [by], stop),
            await CustodyAsync(bureau, stop),
            await months.LastAsync(12, visit.Today, stop),
            await YearAsync(visit.Today, bureau, stop),
            await WeeksAsync(visit.Today, bureau, stop),
            await DueDaysAsync(due, bureau, stop)), token);

    /// <summary>The wall: a month, and the year up to it. One look for all who may see the same and open it at once.</summary>
    /// <param name="bureau">Null for all that the visitor sees.</param>
    public Task<WallRoom> WallAsync(Period month, string? bureau, CancellationToken token) =>
        looks.LookAsync(new AskedWall(visit.User.Rights, visit.Today, month, bureau), async stop => new WallRoom(
            await ReadAsync(month, bureau, [Dimension.Bureau], stop),
            await YearAsync(month.From, bureau, stop)), token);

    /// <param name="bureau">Null for all that the visitor sees.</param>
    public async Task<ReportFigures> ReadAsync(Period period, string? bureau, IReadOnlyList<Dimension> by, CancellationToken token)
    {
        await using var db = tickets.Read();
        var counted = await received.ReadAsync([period, period.Before], held => Wants(held, bureau), by, visit.Now, token);
        var offices = bureau is null ? await received.ReadAsync([period], held => visit.User.Sees(held) && IsOffice(held), [Dimension.Bureau], visit.Now, token) : [];
        var (soon, backlog, late) = await NowAsync(bureau, token);
        var last = period.To < visit.Today ? period.To : visit.Today;
        var units = await UnitActivity.ReadAsync(db, catalogue, tickets.OnlyBureau ?? bureau, last, token);
        return new ReportFigures(period, counted[0].All, counted[1].All, counted[0].Groups, soon, backlog, units)
        {
            LateNow = late,
            Offices = offices.Count == 0 ? ReportFigures.NoOffices : offices[0].Groups[Dimension.Bureau],
        };
    }

    /// <summary>Offices of the province are counted apart: what they hold is on no bureau's score.</summary>
    private bool IsOffice(string? held) => held is not null && catalogue.FindBureau(held) is null;

    /// <summary>Late within five working days unless somebody acts; what offices hold is on no bureau's score.</summary>
    public static TicketFilter Soon(string? bureau) => new() { Bureau = bureau, Due = Due.Soon, Figure = Figure.Base };

    /// <summary>Open and received in that span of days.</summary>
    public static TicketFilter Aged(string? bureau, DateOnly? from, DateOnly? to) => new() { Bureau = bureau, Figure = Figure.Base, From = from, To = to };

    /// <summary>The twelve months up to one, oldest first: what was received in each, and what became of it.</summary>
    public async Task<IReadOnlyList<(DateOnly Month, FigureTally Tally)>> YearAsync(DateOnly last, string? bureau, CancellationToken token)
    {
        var end = Period.MonthOf(last);
        var period = new Period(end.From.AddMonths(-11), end.To);
        var counted = await received.ReadAsync([period], held => Wants(held, bureau), [Dimension.Month], visit.Now, token);
        var tallies = counted[0].Groups[Dimension.Month];
        return [.. Enumerable.Range(0, 12).Select(i => period.From.AddMonths(i)).Select(month => (month, tallies.GetValueOrDefault(month.ToString("yyyy-MM", CultureInfo.InvariantCulture)) ?? new FigureTally()))];
    }

    /// <summary>How many open tickets are due on each day.</summary>
    public async Task<IReadOnlyDictionary<DateOnly, int>> DueDaysAsync(Period due, string? bureau, CancellationToken token)
    {
        var (start, end) = (due.Start, due.End);
        return (await open.ReadAsync(token)).Where(row => row.LateAt > start && row.LateAt <= end && (bureau is null || row.Bureau == bureau))
            .CountBy(row => Wita.DateOf(row.LateAt!.Value.AddTicks(-1))).ToDictionary();
    }

    /// <summary>So many weeks are looked back upon.</summary>
    public const int Weeks = 12;

    /// <summary>Twelve weeks touch so many months at most.</summary>
    private const int MonthsOfWeeks = 4;

    private static readonly IReadOnlyDictionary<DateOnly, int> NoDays = new Dictionary<DateOnly, int>();

    /// <summary>The weeks up to that of a day, oldest first: what came in each, and what was finished in it.</summary>
    public async Task<IReadOnlyList<WeekLoad>> WeeksAsync(DateOnly last, string? bureau, CancellationToken token)
    {
        var first = Period.WeekOf(last).From.AddDays(-7 * (Weeks - 1));
        var span = new Period(first, first.AddDays((7 * Weeks) - 1));
        var (came, done) = (new int[Weeks], new int[Weeks]);
        foreach (var (day, count) in await received.DaysAsync(span, held => Wants(held, bureau), token))
        {
            Add(came, day, count);
        }

        foreach (var (held, tally) in (await months.LastAsync(MonthsOfWeeks, last, token)).SelectMany(static m => m.Bureaus))
        {
            foreach (var (day, count) in Wants(held == "-" ? null : held, bureau) ? tally.Ends : NoDays)
            {
                Add(done, day, count);
            }
        }

        return [.. Enumerable.Range(0, Weeks).Select(i => new WeekLoad(Period.WeekOf(first.AddDays(7 * i)), came[i], done[i]))];

        void Add(int[] weeks, DateOnly day, int count)
        {
            if (day >= span.From && day <= span.To)
            {
                weeks[(day.DayNumber - first.DayNumber) / 7] += count;
            }
        }
    }

    private bool Wants(string? held, string? bureau) => visit.User.Sees(held) && (bureau is null ? !IsOffice(held) : held == bureau);

    /// <summary>What is late now, by the bureau that holds it, longest held first.</summary>
    public async Task<IReadOnlyList<Custody>> CustodyAsync(string? bureau, CancellationToken token)
    {
        await using var db = tickets.Read();
        var now = visit.Now;
        var late = tickets.Visible(db).Where(t => TicketQueries.Open.Contains(t.Status) && t.LateAt <= now && t.Bureau != null);
        late = bureau is null ? late : late.Where(t => t.Bureau == bureau);
        var held = await late.Select(t => new
        {
            t.Bureau, t.Number, t.ReceivedAt,
            Since = db.Clocks.Where(c => c.TicketId == t.Id && c.Kind == ClockKind.Custody && c.EndedAt == null).Select(c => (DateTimeOffset?)c.StartedAt).FirstOrDefault(),
        }).ToListAsync(token);
        return
        [
            .. held.GroupBy(h => h.Bureau!, h => (h.Number, Since: h.Since ?? h.ReceivedAt), StringComparer.Ordinal).Select(group =>
            {
                var days = new DayCounts();
                foreach (var (_, since) in group)
                {
                    days.Add(calendar.CountWorkingDays(Wita.DateOf(since).AddDays(1), visit.Today));
                }

                return new Custody(group.Key, days.Count, days.Median, days.Longest ?? 0, group.MinBy(h => h.Since).Number);
            }).OrderByDescending(c => c.LongestDays).ThenBy(c => c.Bureau, StringComparer.Ordinal),
        ];
    }

    /// <summary>What is late, how many breach within five working days if nobody acts, and how old the open ones are.</summary>
    private async Task<(int Soon, Backlog Backlog, LateNow Late)> NowAsync(string? bureau, CancellationToken token)
    {
        var end = TicketSelection.EndOf(Due.Soon, visit.Today, calendar);
        var (soon, month, quarter, longer) = (0, 0, 0, 0);
        var late = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in (await open.ReadAsync(token)).Where(row => Wants(row.Bureau, bureau)))
        {
            if (row.LateAt <= visit.Now)
            {
                late[row.Bureau ?? ""] = late.GetValueOrDefault(row.Bureau ?? "") + 1;
            }

            soon += row.LateAt > visit.Now && row.LateAt <= end ? 1 : 0;
            var age = visit.Today.DayNumber - Wita.DateOf(row.ReceivedAt).DayNumber;
            month += age <= Backlog.Month ? 1 : 0;
            quarter += age is > Backlog.Month and <= Backlog.Quarter ? 1 : 0;
            longer += age > Backlog.Quarter ? 1 : 0;
        }

        return (soon, new Backlog(month, quarter, longer), LateOf(late, isOne: (tickets.OnlyBureau ?? bureau) is not null));
    }

    /// <param name="late">How many by bureau; under the empty code those of none.</param>
    private LateNow LateOf(Dictionary<string, int> late, bool isOne)
    {
        var worst = late.Where(l => l.Key.Length > 0).OrderByDescending(static l => l.Value).ThenBy(static l => l.Key, StringComparer.Ordinal).FirstOrDefault();
        return new LateNow(visit.Today, late.Values.Sum(), isOne || worst.Key is null ? null : catalogue.FindBureau(worst.Key)?.ShortName ?? worst.Key, worst.Value);
    }

    private sealed record Asked(Rights Rights, DateOnly Today, Period Period, string? Bureau, Dimension By, Period Due);

    private sealed record AskedWall(Rights Rights, DateOnly Today, Period Month, string? Bureau);
}

/// <summary>What the room of the reports shows.</summary>
/// <param name="Custody">Late tickets by the bureau that holds them.</param>
/// <param name="Trend">The twelve months up to the running one, by when tickets were finished.</param>
/// <param name="Year">The same months, by when tickets were received.</param>
/// <param name="DueDays">How many open tickets are due on each day that was asked for; days without any are left out.</param>
public sealed record ReportRoom(
    ReportFigures Figures,
    IReadOnlyList<Custody> Custody,
    IReadOnlyList<FinishedMonth> Trend,
    IReadOnlyList<(DateOnly Month, FigureTally Tally)> Year,
    IReadOnlyList<WeekLoad> Weeks,
    IReadOnlyDictionary<DateOnly, int> DueDays);

/// <summary>What the wall shows.</summary>
/// <param name="Year">The twelve months up to that one, by when tickets were received.</param>
public sealed record WallRoom(ReportFigures Figures, IReadOnlyList<(DateOnly Month, FigureTally Tally)> Year);

/// <summary>What came in a week and what was finished in it.</summary>
public sealed record WeekLoad(Period Week, int Received, int Finished);
