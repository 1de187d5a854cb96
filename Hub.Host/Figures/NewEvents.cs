using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Tells those who keep figures what has happened since they were told last: every event once, also one that becomes visible after others with higher numbers. Not for two at once.</summary>
/// <remarks>
/// On PostgreSQL such a one is being written: whoever writes events holds a lock on their table from before they have numbers until everybody sees them. So when all who wrote
/// at some look have let go, no number up to the highest of that look is still to come.
/// </remarks>
internal sealed class NewEvents
{
    /// <summary>More are not looked through: everything is counted anew.</summary>
    private const int Most = 20_000;

    private HashSet<long> told = [];
    private HashSet<string> writers = [];

    /// <summary>No event up to this one is still to come.</summary>
    private long settled;

    /// <summary>The same, once the writers have let go.</summary>
    private long settling;

    /// <summary>None is as high before the first look, which counts anew as after a restore.</summary>
    private long last = long.MaxValue;

    /// <param name="hear">Is given what is new, or null when everything is to be counted anew. Only when it has come to its end does it count as told. What it reads is at least as new as the events.</param>
    public async Task TellAsync(HubDbContext db, Func<IReadOnlyList<NewEvent>?, Task> hear, CancellationToken token)
    {
        var (newest, writing) = await StandingAsync(db, token);
        var isLost = newest < last || newest - settled > Most;
        List<NewEvent> unsettled = isLost || newest == settled ? [] : await db.TicketEvents.Where(e => e.Id > settled).Select(static e => new NewEvent(e.Id, e.TicketId, e.Kind)).ToListAsync(token);
        await hear(isLost ? null : unsettled.FindAll(e => !told.Contains(e.Id)));
        (last, told) = (newest, [.. unsettled.Select(static e => e.Id)]);
        if (isLost)
        {
            (settled, settling, writers) = (0, 0, []);
        }

        if (!writers.Overlaps(writing))
        {
            (settled, settling, writers) = (writing.Length == 0 ? newest : settling, newest, [.. writing]);
        }
    }

    /// <summary>The highest number, and who writes: in one statement, which reads the locks after it was settled what it sees.</summary>
    private static async Task<Standing> StandingAsync(HubDbContext db, CancellationToken token) => db.Database.IsNpgsql()
        ? (await db.Database.SqlQuery<Standing>(
            $"""
            SELECT (SELECT coalesce(max(id), 0) FROM ticket_events) AS "Newest", ARRAY(
                SELECT virtualtransaction FROM pg_locks WHERE relation = 'ticket_events'::regclass AND mode = 'RowExclusiveLock') AS "Writing"
            """).ToListAsync(token)).Single()
        : new Standing(await db.TicketEvents.MaxAsync(static e => (long?)e.Id, token) ?? 0, []);

    private sealed record Standing(long Newest, string[] Writing);
}

/// <summary>That something happened to a ticket.</summary>
internal sealed record NewEvent(long Id, long TicketId, TicketEventKind Kind);
