using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Work.Deadlines;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>
/// The road's hand for a hundred thousand tickets that one amendment moves: the new dates first into tables of the connection, then three statements for all of them at once.
/// Most tickets share a few hundred dates and histories, so each of those is stored once and named by number.
/// </summary>
internal sealed class MovedTickets(HubDbContext db, Amendment amendment)
{
    private const string Drop = "DROP TABLE IF EXISTS moved_dates; DROP TABLE IF EXISTS moved_stories; DROP TABLE IF EXISTS moved_clocks; DROP TABLE IF EXISTS moved_tickets;";

    private const string Create = """
        CREATE TEMP TABLE moved_dates (id integer PRIMARY KEY, due_on date, late_at timestamp with time zone, due_at timestamp with time zone, target_on date, alternative_on date, provisional boolean, warn_on date);
        CREATE TEMP TABLE moved_stories (id integer PRIMARY KEY, data text);
        CREATE TEMP TABLE moved_clocks (id bigint PRIMARY KEY, dates integer, binding boolean, step integer);
        CREATE TEMP TABLE moved_tickets (id bigint PRIMARY KEY, dates integer, can_be_late boolean, story integer);
        """;

    // The condition by IN says twice the same, for SQLite: without it every clock there is would be looked at, not only those that move.
    private const string Clocks = """
        UPDATE ticket_clocks SET due_on = d.due_on, late_at = d.late_at, due_at = d.due_at, target_on = d.target_on, alternative_on = d.alternative_on,
            provisional = d.provisional, warn_on = d.warn_on, binding = m.binding, version = version + m.step
        FROM moved_clocks m JOIN moved_dates d ON d.id = m.dates WHERE ticket_clocks.id = m.id AND ticket_clocks.id IN (SELECT id FROM moved_clocks)
        """;

    private const string Tickets = """
        UPDATE tickets SET due_on = d.due_on, late_at = CASE WHEN m.can_be_late THEN d.late_at END, provisional = d.provisional,
            event_count = event_count + CASE WHEN m.story IS NULL THEN 0 ELSE 1 END, version = tickets.version + 1
        FROM moved_tickets m JOIN moved_dates d ON d.id = m.dates WHERE tickets.id = m.id AND tickets.id IN (SELECT id FROM moved_tickets)
        """;

    private readonly Dictionary<(Deadline, DateOnly?), int> dates = [];
    private readonly Dictionary<string, int> stories = new(StringComparer.Ordinal);

    /// <param name="progress">Told the number of tickets after each step, inside the transaction.</param>
    public async Task WriteAsync(IReadOnlyList<StoredMove> moves, string actor, DateTimeOffset now, IProgress<int>? progress, CancellationToken token)
    {
        await StageAsync(moves, token);
        await ReachedAsync(KillPoint.AmendStaged);
        await db.Database.ExecuteSqlRawAsync(Clocks, token);
        await ReachedAsync(KillPoint.AmendClocks);
        await db.Database.ExecuteSqlRawAsync(Tickets, token);
        await ReachedAsync(KillPoint.AmendTickets);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO ticket_events (ticket_id, sequence, kind, at, actor, text, data)
            SELECT t.id, t.event_count, 'DeadlineChanged', {now.UtcDateTime}, {actor}, {amendment.Title}, s.data
            FROM moved_tickets m JOIN tickets t ON t.id = m.id JOIN moved_stories s ON s.id = m.story
            """, token);
        await ReachedAsync(KillPoint.AmendEvents);
        await db.Database.ExecuteSqlRawAsync(Drop, token);
        async Task ReachedAsync(string point)
        {
            await KillPoint.ReachAsync(point);
            progress?.Report(moves.Count);
        }
    }

    private async Task StageAsync(IReadOnlyList<StoredMove> moves, CancellationToken token)
    {
        await db.Database.ExecuteSqlRawAsync(Drop + Create, token);
        using var dateRows = ManyRows.Copying(db, "moved_dates", "id", "due_on", "late_at", "due_at", "target_on", "alternative_on", "provisional", "warn_on");
        using var storyRows = ManyRows.Copying(db, "moved_stories", "id", "data");
        using var clockRows = ManyRows.Copying(db, "moved_clocks", "id", "dates", "binding", "step");
        using var ticketRows = ManyRows.Copying(db, "moved_tickets", "id", "dates", "can_be_late", "story");
        foreach (var move in moves)
        {
            foreach (var clock in move.Clocks)
            {
                await clockRows.AddAsync([clock.Id, await DatesAsync(clock.New, dateRows, token), clock.New.Binding, clock.Moved ? 1 : 0], token);
            }

            await ticketRows.AddAsync(
                [move.TicketId, await DatesAsync(move.Headline, dateRows, token), !move.Headline.Informational, await StoryAsync(move, storyRows, token)], token);
        }

        foreach (var rows in (ManyRows[])[dateRows, storyRows, clockRows, ticketRows])
        {
            await rows.FlushAsync(token);
        }
    }

    private async ValueTask<int> DatesAsync(Clock clock, ManyRows rows, CancellationToken token)
    {
        var due = clock.Deadline;
        if (!dates.TryGetValue((due, clock.WarnOn), out var id))
        {
            dates[(due, clock.WarnOn)] = id = dates.Count + 1;
            await rows.AddAsync([id, due.DueOn, due.LateAt.UtcDateTime, due.DueAt?.UtcDateTime, due.TargetOn, due.AlternativeOn, due.Provisional, clock.WarnOn], token);
        }

        return id;
    }

    /// <returns>The number of the event's data: which rules moved, from when to when; null where no date moves.</returns>
    private async ValueTask<int?> StoryAsync(StoredMove move, ManyRows rows, CancellationToken token)
    {
        if (!move.Clocks.Any(c => c.Moved))
        {
            return null;
        }

        var moves = move.Clocks.Where(c => c.Moved).Select(c => new RuleMove(c.New.Rule, c.OldDueOn, c.New.Deadline.DueOn)).ToList();
        var data = new Happening.DeadlineChanged(amendment.Id, moves).Write()!;
        if (!stories.TryGetValue(data, out var id))
        {
            stories[data] = id = stories.Count + 1;
            await rows.AddAsync([id, data], token);
        }

        return id;
    }
}

/// <summary>The rows of one ticket that an amendment changes; small, because there may be a hundred thousand.</summary>
internal sealed record StoredMove(long TicketId, Clock Headline, IReadOnlyList<StoredClockMove> Clocks)
{
    public static StoredMove Of(StoredTicket ticket, MovedTicket change)
    {
        var rows = new List<StoredClockMove>(2);
        for (var i = 0; i < ticket.Clocks.Count; i++)
        {
            var (old, fresh) = (ticket.Clocks[i], change.Clocks[i]);
            if (old != fresh)
            {
                rows.Add(new StoredClockMove(ticket.ClockIds[i], old.Deadline.DueOn, fresh, old.Deadline != fresh.Deadline));
            }
        }

        return new StoredMove(ticket.Id, change.NewHeadline, rows);
    }
}

/// <summary>One clock row.</summary>
/// <param name="Moved">The date moves; false where only the warning day or the headline mark changes.</param>
internal sealed record StoredClockMove(long Id, DateOnly OldDueOn, Clock New, bool Moved);
