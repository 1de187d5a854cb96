using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Loops;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Writes down what became of a row of the outbox.</summary>
public sealed partial class OutboxNotes(Database database, TicketRoad road, TimeProvider clock, ILogger<OutboxNotes> log)
{
    private const int MostTries = 5;

    private static readonly BackOff Waits = new(
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3));

    /// <param name="answer">What the receiver said to it; null where it said nothing.</param>
    public void Sent(OutboxMessage row, Said? answer) => (row.State, row.SentAt, row.Answer) = (OutboxState.Sent, clock.GetUtcNow(), answer);

    /// <param name="asked">Not before the receiver itself wants it.</param>
    public void Again(OutboxMessage row, Said? cause, TimeSpan? asked = null)
    {
        var wait = Waits.After(row.Attempts);
        row.DueAt = clock.GetUtcNow() + (asked > wait ? asked.Value : wait);
        row.Answer = cause;
    }

    /// <summary>It will never leave; its ticket says so.</summary>
    public async Task FailAsync(HubDbContext db, OutboxMessage row, Said? cause)
    {
        (row.State, row.Answer) = (OutboxState.Failed, cause);
        if (await db.Tickets.SingleOrDefaultAsync(t => t.Id == row.TicketId) is { } ticket)
        {
            await road.ChangeAsync(db, ticket, new TicketChange.Keep(new Happening.DeliveryFailed(row.Purpose.ToString(), row.Bureau), cause?.Stored), new Actor.Hub(), null, CancellationToken.None);
        }
    }

    /// <summary>Each outcome by itself and at once, whoever wants to stop: what cannot be written down of one must not let the others leave again.</summary>
    public async Task KeepAsync(long id, Func<HubDbContext, OutboxMessage, Task> note)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var db = database.Open();
                await using var transaction = await db.Database.BeginTransactionAsync();
                await note(db, await db.Outbox.SingleAsync(m => m.Id == id));
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
                return;
            }
            catch (DbUpdateException) when (tries < MostTries)
            {
                // Somebody changed the ticket in the same moment.
            }
            catch (Exception e)
            {
                // It stays marked as handed over: the receiver is asked before it goes again.
                LogUnnoted(e, id);
                return;
            }
        }
    }

    /// <summary>What the server took is written down at once, all of it.</summary>
    /// <returns>What was written down; none where that failed, and each is then noted by itself.</returns>
    public async Task<IReadOnlyList<long>> TakenAsync(IReadOnlyList<long> ids)
    {
        try
        {
            await using var db = database.Open();
            foreach (var row in await db.Outbox.Where(m => ids.Contains(m.Id)).ToListAsync())
            {
                Sent(row, null);
            }

            await db.SaveChangesAsync();
            return ids;
        }
        catch (Exception e)
        {
            LogUnnotedTogether(e, ids.Count);
            return [];
        }
    }

    [LoggerMessage(139, LogLevel.Warning, "{Count} notices that were taken could not be noted together; each is noted by itself")]
    private partial void LogUnnotedTogether(Exception exception, int count);

    [LoggerMessage(132, LogLevel.Error, "What became of message {Row} could not be written down")]
    private partial void LogUnnoted(Exception exception, long row);
}
