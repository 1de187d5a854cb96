using System.Globalization;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Deadlines;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Figures by day of receipt. What is over is counted once a month of receipt and kept until an event touches one of its tickets; what is open is kept row by row, and each look reads again what an event has touched.</summary>
/// <remarks>So a year among a million tickets costs what the open ones and the touched months cost, and the answer is that of a full count.</remarks>
public sealed class ReceivedFigures(Database database, BasisInForce basis)
{
    private static readonly Dimension[] Kept = [Dimension.Bureau, Dimension.Service, Dimension.Source, Dimension.Class];

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly NewEvents events = new();
    private readonly Dictionary<DateOnly, Cells> months = [];
    private Dictionary<long, FigureRow>? open;
    private IReadOnlyList<FigureRow>? openRows;
    private WorkingCalendar? counted;

    /// <summary>Adds up what was received in each period; what is open is read once for all of them.</summary>
    /// <param name="periods">May overlap.</param>
    /// <param name="seen">Whether the asker may see that bureau's tickets (null: tickets without one) and wants them.</param>
    /// <param name="by">Dimensions to divide by; <see cref="Dimension.Month"/> too.</param>
    /// <returns>In the order of the periods.</returns>
    public async Task<IReadOnlyList<Counted>> ReadAsync(IReadOnlyList<Period> periods, Func<string?, bool> seen, IReadOnlyCollection<Dimension> by, DateTimeOffset now, CancellationToken token)
    {
        await using var db = database.Open();
        var (calendar, stillOpen) = await RefreshAsync(db, token);
        var asked = new List<(Period Period, Counted Figures)>(periods.Count);
        foreach (var period in periods)
        {
            var figures = new Counted(by);
            foreach (var part in Parts(period))
            {
                await AddOverAsync(db, figures, part, seen, now, calendar, token);
            }

            asked.Add((period, figures));
        }

        await AddOpenAsync(db, stillOpen, asked, seen, now, calendar, token);
        return [.. asked.Select(a => a.Figures)];
    }

    /// <summary>How many were received on each day of a period, merged ones left out.</summary>
    /// <param name="wanted">By the bureau that holds it (null: none).</param>
    public async Task<IReadOnlyDictionary<DateOnly, int>> DaysAsync(Period period, Func<string?, bool> wanted, CancellationToken token)
    {
        await using var db = database.Open();
        var (calendar, stillOpen) = await RefreshAsync(db, token);
        var days = new Dictionary<DateOnly, int>();
        for (var month = Period.MonthOf(period.From); month.From <= period.To; month = Period.MonthOf(month.To.AddDays(1)))
        {
            foreach (var (at, count) in (await MonthAsync(db, month, calendar, token)).Days.Where(d => wanted(d.Key.Bureau)))
            {
                days[at.Day] = days.GetValueOrDefault(at.Day) + count;
            }
        }

        foreach (var row in stillOpen)
        {
            var day = Wita.DateOf(row.ReceivedAt);
            days[day] = days.GetValueOrDefault(day) + (wanted(row.Bureau) ? 1 : 0);
        }

        return days;
    }

    /// <summary>What is open, whoever holds it.</summary>
    public async Task<IReadOnlyList<FigureRow>> OpenAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return (await RefreshAsync(db, token)).Open;
    }

    /// <summary>Counts those months now, so that the first look of a person need not.</summary>
    public async Task WarmAsync(Period period, CancellationToken token)
    {
        await using var db = database.Open();
        var (calendar, _) = await RefreshAsync(db, token);
        foreach (var part in Parts(period).Where(p => p.IsWholeMonth))
        {
            await MonthAsync(db, part, calendar, token);
        }
    }

    private async Task AddOverAsync(HubDbContext db, Counted figures, Period part, Func<string?, bool> seen, DateTimeOffset now, WorkingCalendar calendar, CancellationToken token)
    {
        if (part.IsWholeMonth)
        {
            figures.Add(await MonthAsync(db, part, calendar, token), part.From, seen);
            return;
        }

        var (start, end) = (part.Start, part.End);
        await foreach (var row in FigureRows.ReadAsync(db, Over(db).Where(t => t.ReceivedAt >= start && t.ReceivedAt < end), token))
        {
            figures.Add(row, seen, now, calendar);
        }
    }

    private static async Task AddOpenAsync(HubDbContext db, IReadOnlyList<FigureRow> stillOpen, List<(Period Period, Counted Figures)> asked, Func<string?, bool> seen, DateTimeOffset now, WorkingCalendar calendar, CancellationToken token)
    {
        var pastStatute = await db.Clocks.PastStatute(now).Select(static c => c.TicketId).ToHashSetAsync(token);
        foreach (var row in stillOpen)
        {
            foreach (var (_, figures) in asked.Where(a => a.Period.Holds(row.ReceivedAt)))
            {
                figures.Add(row, seen, now, calendar);
                if (pastStatute.Contains(row.Id))
                {
                    figures.AddRisk(row, seen);
                }
            }
        }
    }

    /// <summary>Once a look; a month that is counted after it is looked at again with the next event.</summary>
    /// <returns>The calendar in force, and what is open.</returns>
    private async Task<(WorkingCalendar Calendar, IReadOnlyList<FigureRow> Open)> RefreshAsync(HubDbContext db, CancellationToken token)
    {
        var calendar = basis.Calendar;
        await gate.WaitAsync(token);
        try
        {
            await events.TellAsync(db, news => ForgetTouchedAsync(db, news, calendar, token), token);
            open ??= await ReadOpenAsync(db, token);
            return (calendar, openRows ??= [.. open.Values]);
        }
        finally
        {
            gate.Release();
        }
    }

    private static async Task<Dictionary<long, FigureRow>> ReadOpenAsync(HubDbContext db, CancellationToken token)
    {
        var rows = new Dictionary<long, FigureRow>();
        await foreach (var row in FigureRows.ReadAsync(db, await db.Tickets.AsNoTracking().StillOpenAsync(db, token), token))
        {
            rows[row.Id] = row;
        }

        return rows;
    }

    private async Task<Cells> MonthAsync(HubDbContext db, Period month, WorkingCalendar calendar, CancellationToken token)
    {
        await gate.WaitAsync(token);
        try
        {
            if (!ReferenceEquals(counted, calendar))
            {
                // Another look has the next calendar already.
                return await CountAsync(db, month, calendar, token);
            }

            if (!months.TryGetValue(month.From, out var cells))
            {
                months[month.From] = cells = await CountAsync(db, month, calendar, token);
            }

            return cells;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task ForgetTouchedAsync(HubDbContext db, IReadOnlyList<NewEvent>? news, WorkingCalendar calendar, CancellationToken token)
    {
        if (news is null || !ReferenceEquals(counted, calendar))
        {
            months.Clear();
            (open, openRows) = (null, null);
        }
        else if (news.Count > 0)
        {
            // By their numbers, not as a join: SQLite would begin the join at the tickets.
            var touched = news.Select(static e => e.TicketId).Distinct().ToList();
            await foreach (var row in FigureRows.ReadAsync(db, db.Tickets.AsNoTracking().Where(t => EF.Parameter(touched).Contains(t.Id)), token))
            {
                months.Remove(Period.MonthOf(Wita.DateOf(row.ReceivedAt)).From);
                Keep(row);
            }
        }

        counted = calendar;
    }

    private void Keep(in FigureRow row)
    {
        openRows = null;
        if (TicketQueries.Open.Contains(row.Status))
        {
            open?[row.Id] = row;
        }
        else
        {
            open?.Remove(row.Id);
        }
    }

    private static async Task<Cells> CountAsync(HubDbContext db, Period month, WorkingCalendar calendar, CancellationToken token)
    {
        var cells = new Cells();
        var (start, end) = (month.Start, month.End);
        await foreach (var row in FigureRows.ReadAsync(db, Over(db).Where(t => t.ReceivedAt >= start && t.ReceivedAt < end), token))
        {
            cells.Receive(row);
            foreach (var by in Kept)
            {
                // What is over cannot become overdue: no figure of it depends on the moment of the look.
                cells.Of(row.Bureau, by, Counted.Key(by, row)).Add(row, DateTimeOffset.MinValue, calendar);
            }
        }

        return cells;
    }

    private static IQueryable<Ticket> Over(HubDbContext db) => db.Tickets.AsNoTracking().Where(t => !TicketQueries.Open.Contains(t.Status));

    /// <summary>The period as whole months and what is left at its ends.</summary>
    internal static IEnumerable<Period> Parts(Period period)
    {
        for (var from = period.From; from <= period.To;)
        {
            var month = Period.MonthOf(from);
            var part = new Period(from, month.To < period.To ? month.To : period.To);
            yield return part;
            from = part.To.AddDays(1);
        }
    }

    /// <summary>Tallies of one month by bureau and one more dimension.</summary>
    internal sealed class Cells
    {
        private readonly Dictionary<(string? Bureau, Dimension By, string Key), FigureTally> tallies = [];
        private readonly Dictionary<(string? Bureau, DateOnly Day), int> days = [];

        /// <summary>How many were received, merged ones left out.</summary>
        public IReadOnlyDictionary<(string? Bureau, DateOnly Day), int> Days => days;

        public IEnumerable<((string? Bureau, Dimension By, string Key) At, FigureTally Tally)> All => tallies.Select(t => (t.Key, t.Value));

        public void Receive(in FigureRow row)
        {
            var at = (row.Bureau, Wita.DateOf(row.ReceivedAt));
            days[at] = days.GetValueOrDefault(at) + (row.Status == TicketStatus.Merged ? 0 : 1);
        }

        public FigureTally Of(string? bureau, Dimension by, string key) =>
            tallies.TryGetValue((bureau, by, key), out var known) ? known : tallies[(bureau, by, key)] = new FigureTally();
    }

    /// <summary>What was added up, as a whole and by dimension and key (<c>-</c> for none, months as <c>2026-03</c>).</summary>
    public sealed class Counted(IReadOnlyCollection<Dimension> by)
    {
        private readonly Dictionary<Dimension, Dictionary<string, FigureTally>> groups = by.ToDictionary(d => d, _ => new Dictionary<string, FigureTally>(StringComparer.Ordinal));

        public FigureTally All { get; } = new();

        public IReadOnlyDictionary<Dimension, IReadOnlyDictionary<string, FigureTally>> Groups => groups.ToDictionary(g => g.Key, g => (IReadOnlyDictionary<string, FigureTally>)g.Value);

        internal static string Key(Dimension by, in FigureRow row) => by switch
        {
            Dimension.Service => row.Service?.ToString(CultureInfo.InvariantCulture),
            Dimension.Source => row.System,
            Dimension.Class => row.Class,
            Dimension.Month => MonthKey(Wita.DateOf(row.ReceivedAt)),
            _ => row.Bureau,
        } ?? "-";

        internal void Add(Cells month, DateOnly first, Func<string?, bool> seen)
        {
            foreach (var (at, tally) in month.All.Where(c => (c.At.By == Dimension.Bureau || groups.ContainsKey(c.At.By)) && seen(c.At.Bureau)))
            {
                if (at.By == Dimension.Bureau)
                {
                    All.Add(tally);
                    Group(Dimension.Month, MonthKey(first))?.Add(tally);
                }

                Group(at.By, at.Key)?.Add(tally);
            }
        }

        internal void Add(in FigureRow row, Func<string?, bool> seen, DateTimeOffset now, WorkingCalendar calendar)
        {
            if (!seen(row.Bureau))
            {
                return;
            }

            All.Add(row, now, calendar);
            foreach (var dimension in groups.Keys)
            {
                Group(dimension, Key(dimension, row))!.Add(row, now, calendar);
            }
        }

        internal void AddRisk(in FigureRow row, Func<string?, bool> seen)
        {
            if (!seen(row.Bureau))
            {
                return;
            }

            All.AtRisk(1);
            foreach (var dimension in groups.Keys)
            {
                Group(dimension, Key(dimension, row))!.AtRisk(1);
            }
        }

        private static string MonthKey(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

        private FigureTally? Group(Dimension dimension, string key) => !groups.TryGetValue(dimension, out var tallies) ? null
            : tallies.TryGetValue(key, out var known) ? known : tallies[key] = new FigureTally();
    }
}
