using Hub.Connectors;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>What became of what somebody just did to a ticket, read from what really stands in the store, for whichever page or link it was done by.</summary>
public sealed class Outcomes(Database database, AnswerWays ways, TimeProvider clock)
{
    /// <summary>Whatever is older was done before.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <param name="actor">Who did it and reads it: it is told even where the ticket is not theirs to open any longer.</param>
    /// <returns>Null when the last minute brought nothing by them.</returns>
    public async Task<Outcome?> OfAsync(string number, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        if (await db.Tickets.AsNoTracking().FirstOrDefaultAsync(t => t.Number == number, token) is not { } ticket)
        {
            return null;
        }

        var since = clock.GetUtcNow() - Fresh;
        var done = await db.TicketEvents.AsNoTracking().Where(e => e.TicketId == ticket.Id && e.Actor == actor && e.At > since).OrderByDescending(e => e.Sequence).FirstOrDefaultAsync(token);
        if (done is null)
        {
            return null;
        }

        var reached = !done.TellsReporter || await db.Outbox.AsNoTracking().AnyAsync(
            m => m.TicketId == ticket.Id && m.CreatedAt >= done.At && (m.Purpose == NoticePurpose.Answer || m.Purpose == NoticePurpose.Question || m.Purpose == NoticePurpose.WriteBack), token);
        return new Outcome(done.Kind, reached ? null : await ways.OfAsync(db, ticket, Departures.WordOf(done), token), ticket.Bureau, ticket.DeadlineOn);
    }
}

/// <summary>What became of it.</summary>
/// <param name="Unreached">The way by which the reporter should have been told and was not; null when they were, or needed not be.</param>
/// <param name="Bureau">Who holds the ticket now; null in triage, or when it is nobody's of the province.</param>
public sealed record Outcome(TicketEventKind Kind, AnswerWay? Unreached, string? Bureau, DateOnly? DeadlineOn);
