using System.Text.Json;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Work.Deadlines;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.FollowUp;

/// <summary>Finds the rungs that should have been sent by an hour and were not; job and watchdog ask the same question at different hours.</summary>
public sealed class ReminderSearch(Database database, BasisInForce basis)
{
    /// <summary>Tickets whose sent keys are looked up in one go.</summary>
    private const int Portion = 500;

    private static readonly TicketStatus[] Open = [.. Enum.GetValues<TicketStatus>().Where(s => s.IsOpen())];

    /// <summary>Events after which a clock may have a new date: a rung before them is not made up for.</summary>
    private static readonly TicketEventKind[] Moving =
        [TicketEventKind.DeadlineChanged, TicketEventKind.Reclassified, TicketEventKind.Completed, TicketEventKind.Reopened, TicketEventKind.Returned, TicketEventKind.Routed, TicketEventKind.Reassigned,
        TicketEventKind.EventSet, TicketEventKind.PpidStarted, TicketEventKind.PpidExtended, TicketEventKind.PpidObjected, TicketEventKind.PpidDisputed, TicketEventKind.WaitingBegan, TicketEventKind.WaitingEnded, TicketEventKind.TermBegan];

    /// <returns>By ticket, oldest ticket first.</returns>
    public async Task<IReadOnlyList<UnsentReminder>> UnsentAsync(DateTimeOffset by, CancellationToken token)
    {
        await using var db = database.Open();
        var reached = new List<(long Ticket, RemindedClock Clock)>();
        await foreach (var (ticket, clock) in ClocksAsync(db, by).WithCancellation(token))
        {
            if (ReminderLadder.Unsent(clock, basis.Calendar, by, NothingSent).Count > 0)
            {
                reached.Add((ticket, clock));
            }
        }

        var unsent = new List<UnsentReminder>();
        foreach (var portion in reached.Chunk(Portion))
        {
            unsent.AddRange(await UnsentOfAsync(db, portion, by, token));
        }

        return unsent;
    }

    private static readonly HashSet<string> NothingSent = [];

    /// <summary>The clocks of open tickets; of a ticket that follows another only where it is due before its leader, whose own reminders come first otherwise.</summary>
    private static async IAsyncEnumerable<(long Ticket, RemindedClock Clock)> ClocksAsync(HubDbContext db, DateTimeOffset by)
    {
        var tickets = db.Tickets.Where(t => Open.Contains(t.Status) || (t.MergedInto != null && !db.Tickets.Any(l => l.Id == t.MergedInto && l.LateAt <= t.LateAt)));
        var rows = db.Clocks.AsNoTracking()
            .Where(c => c.EndedAt == null && !c.Informational && c.StartedAt < by && (c.Binding || c.Kind == ClockKind.Statute || c.Kind == ClockKind.Triage || c.Kind == ClockKind.Waiting))
            .Join(tickets, c => c.TicketId, t => t.Id, (c, t) => new { Clock = c, t.OpenedAt })
            .OrderBy(row => row.Clock.TicketId)
            .AsAsyncEnumerable();
        await foreach (var row in rows)
        {
            yield return (row.Clock.TicketId, Reminded(row.Clock, row.OpenedAt));
        }
    }

    private static RemindedClock Reminded(TicketClock clock, DateTimeOffset since) => new()
    {
        Id = clock.Id,
        Version = clock.Version,
        Kind = clock.Kind,
        StartedAt = clock.StartedAt,
        Since = since,
        Deadline = new Deadline { DueOn = clock.DueOn, LateAt = clock.LateAt, DueAt = clock.DueAt },
        Binding = clock.Binding,
        Informational = clock.Informational,
        IsPaused = clock.PausedSince is not null,
    };

    private async Task<List<UnsentReminder>> UnsentOfAsync(HubDbContext db, (long Ticket, RemindedClock Clock)[] reached, DateTimeOffset by, CancellationToken token)
    {
        var ids = reached.Select(r => r.Ticket).Distinct().ToArray();
        var sent = await SentAsync(db, ids, token);
        var unsent = new List<UnsentReminder>();
        foreach (var (ticket, clock) in reached)
        {
            var left = ReminderLadder.Unsent(clock, basis.Calendar, by, sent);
            if (left.Count > 0 && clock.Version > 1)
            {
                left = ReminderLadder.Unsent(clock with { Since = await MovedAtAsync(db, ticket, token) ?? clock.Since }, basis.Calendar, by, sent);
            }

            unsent.AddRange(left.Select(reminder => new UnsentReminder(ticket, clock, reminder)));
        }

        return unsent;
    }

    /// <summary>The keys of the rungs that these tickets have an event of.</summary>
    internal static async Task<HashSet<string>> SentAsync(HubDbContext db, long[] tickets, CancellationToken token)
    {
        var told = await db.TicketEvents.AsNoTracking()
            .Where(e => tickets.Contains(e.TicketId) && (e.Kind == TicketEventKind.Reminded || e.Kind == TicketEventKind.Escalated))
            .ToListAsync(token);
        return told.Select(KeyOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    private static Task<DateTimeOffset?> MovedAtAsync(HubDbContext db, long ticket, CancellationToken token) =>
        db.TicketEvents.Where(e => e.TicketId == ticket && Moving.Contains(e.Kind)).Select(e => (DateTimeOffset?)e.At).MaxAsync(token);

    private static string? KeyOf(TicketEvent told) => told.Happened() switch
    {
        Happening.Reminded reminded => reminded.Key,
        Happening.Escalated escalated => escalated.Key,
        _ => null,
    };
}

/// <summary>A rung that nobody was told of.</summary>
public sealed record UnsentReminder(long TicketId, RemindedClock Clock, Reminder Reminder);
