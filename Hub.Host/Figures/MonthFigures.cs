using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Work.Deadlines;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>What each bureau finished in a month, kept until something happens to a ticket that ended in it or another calendar is in force.</summary>
public sealed class MonthFigures(Database database, BasisInForce basis)
{
    /// <summary>Events that can give a finished ticket another end or none; with any other it stays in the month in which it is found.</summary>
    private static readonly TicketEventKind[] Moving =
    [
        TicketEventKind.Reopened, TicketEventKind.Merged, TicketEventKind.Unmerged, TicketEventKind.NotOurs, TicketEventKind.SourceChanged, TicketEventKind.Closed, TicketEventKind.Withdrawn,
    ];

    private static readonly string[] Finished = [nameof(TicketStatus.Resolved), nameof(TicketStatus.Closed)];

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly NewEvents events = new();
    private readonly Dictionary<DateOnly, FinishedMonth> kept = [];
    private WorkingCalendar? counted;

    /// <summary>The figures of the months up to the one of <paramref name="today"/>, oldest first.</summary>
    public async Task<IReadOnlyList<FinishedMonth>> LastAsync(int months, DateOnly today, CancellationToken token)
    {
        var (running, calendar) = (new DateOnly(today.Year, today.Month, 1), basis.Calendar);
        await using var db = database.Open();
        await gate.WaitAsync(token);
        try
        {
            await events.TellAsync(db, news => ForgetAsync(db, news, calendar, token), token);
            var figures = new List<FinishedMonth>(months);
            for (var month = running.AddMonths(1 - months); month <= running; month = month.AddMonths(1))
            {
                figures.Add(kept.TryGetValue(month, out var known) ? known : kept[month] = await CountAsync(db, month, calendar, token));
            }

            return figures;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task ForgetAsync(HubDbContext db, IReadOnlyList<NewEvent>? news, WorkingCalendar calendar, CancellationToken token)
    {
        if (news is null || !ReferenceEquals(counted, calendar) || news.Any(static e => Moving.Contains(e.Kind)))
        {
            kept.Clear();
        }
        else if (news.Count > 0)
        {
            var touched = news.Select(static e => e.TicketId).Distinct().ToList();
            foreach (var doneAt in await db.Tickets.Where(t => EF.Parameter(touched).Contains(t.Id) && (t.ResolvedAt ?? t.ClosedAt) != null).Select(static t => (t.ResolvedAt ?? t.ClosedAt)!.Value).ToListAsync(token))
            {
                kept.Remove(Period.MonthOf(Wita.DateOf(doneAt)).From);
            }
        }

        counted = calendar;
    }

    private static async Task<FinishedMonth> CountAsync(HubDbContext db, DateOnly month, WorkingCalendar calendar, CancellationToken token)
    {
        var from = Wita.StartOf(month).ToUniversalTime();
        var to = Wita.StartOf(month.AddMonths(1)).ToUniversalTime();
        var bureaus = new Dictionary<string, Tally>(StringComparer.Ordinal);
        var rows = db.Tickets.AsNoTracking()
            .Where(t => (t.ResolvedAt ?? t.ClosedAt) >= from && (t.ResolvedAt ?? t.ClosedAt) < to)
            .Select(t => new { t.Bureau, t.ReceivedAt, DoneAt = t.ResolvedAt ?? t.ClosedAt, t.LateAt, t.Status });
        await db.Database.OpenConnectionAsync(token);
        await using var command = rows.CreateDbCommand();
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            // Bureau and status are looked at here: asked for them, SQLite may take the index of the statuses, which holds every ticket ever finished.
            if (!Finished.Contains(reader.GetString(4)))
            {
                continue;
            }

            var bureau = reader.IsDBNull(0) ? "-" : reader.GetString(0);
            var tally = bureaus.TryGetValue(bureau, out var known) ? known : bureaus[bureau] = new Tally();
            tally.Add(calendar, StoredTime.Instant(reader, 1), StoredTime.Instant(reader, 2), StoredTime.InstantOrNull(reader, 3));
        }

        return new FinishedMonth(month, bureaus);
    }
}

/// <summary>One month, by bureau code; <c>-</c> for tickets without one.</summary>
public sealed record FinishedMonth(DateOnly Month, IReadOnlyDictionary<string, Tally> Bureaus);

/// <summary>A running count of finished tickets.</summary>
public sealed class Tally
{
    private readonly DayCounts days = new();
    private readonly Dictionary<DateOnly, int> ends = [];

    /// <summary>How many finished on each day.</summary>
    public IReadOnlyDictionary<DateOnly, int> Ends => ends;

    public int Finished { get; private set; }

    /// <summary>Those with a date to keep.</summary>
    public int Measured { get; private set; }
    public int OnTime { get; private set; }

    /// <summary>0 to 1; null when nothing was measured.</summary>
    public double? OnTimeShare => Measured == 0 ? null : (double)OnTime / Measured;

    /// <summary>Working days from receipt to the end; null when nothing finished.</summary>
    public double? MedianDays => days.Median;

    public double? P90Days => days.At(0.9);

    public void Add(WorkingCalendar calendar, DateTimeOffset receivedAt, DateTimeOffset doneAt, DateTimeOffset? lateAt)
    {
        Finished++;
        if (lateAt is { } late)
        {
            Measured++;
            OnTime += doneAt < late ? 1 : 0;
        }

        var end = Wita.DateOf(doneAt);
        ends[end] = ends.GetValueOrDefault(end) + 1;
        days.Add(calendar.CountWorkingDays(Wita.DateOf(receivedAt).AddDays(1), end));
    }
}
