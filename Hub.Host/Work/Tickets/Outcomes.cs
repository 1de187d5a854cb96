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

    private static readonly NoticePurpose[] ToReporters = [NoticePurpose.Answer, NoticePurpose.Question, NoticePurpose.WriteBack];

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

        var told = done.TellsReporter
            ? await db.Outbox.AsNoTracking().Where(m => m.TicketId == ticket.Id && m.CreatedAt >= done.At && ToReporters.Contains(m.Purpose)).OrderByDescending(m => m.Id).FirstOrDefaultAsync(token)
            : null;
        return new Outcome(done.Kind, done.TellsReporter && told is null ? await ways.OfAsync(db, ticket, Departures.WordOf(done), token) : null, ticket.Bureau, ticket.DeadlineOn)
        {
            Through = told is { Purpose: NoticePurpose.WriteBack } ? await db.Sources.AsNoTracking().Where(s => s.Name == told.Recipient).Select(s => s.Title).FirstOrDefaultAsync(token) ?? told.Recipient : null,
            Others = await OthersAsync(db, done, token),
            IsSplit = done.Kind == TicketEventKind.Linked && done.Of<Happening.Linked>()!.Reason == Happening.Linked.Split,
        };
    }

    /// <summary>The numbers of the tickets that the same act led to: those it was divided into, that under which it is followed, that with which it is linked.</summary>
    private static async Task<IReadOnlyList<string>> OthersAsync(HubDbContext db, TicketEvent done, CancellationToken token)
    {
        if (done.Of<Happening.Merged>() is { Into: { } into })
        {
            return [into];
        }

        if (done.Of<Happening.Linked>() is not { } linked)
        {
            return [];
        }

        var links = await db.TicketEvents.AsNoTracking().Where(e => e.TicketId == done.TicketId && e.Kind == TicketEventKind.Linked && e.Actor == done.Actor && e.At == done.At).OrderBy(e => e.Sequence).ToListAsync(token);
        return [.. links.Where(e => e.Of<Happening.Linked>()!.Reason == linked.Reason).Select(e => e.Text).OfType<string>()];
    }
}

/// <summary>What became of it.</summary>
/// <param name="Unreached">The way by which the reporter should have been told and was not; null when they were, or needed not be.</param>
/// <param name="Bureau">Who holds the ticket now; null in triage, or when it is nobody's of the province.</param>
public sealed record Outcome(TicketEventKind Kind, AnswerWay? Unreached, string? Bureau, DateOnly? DeadlineOn)
{
    /// <summary>The title of the source that is handed the words and may still not take them, as when it does not know what came by a file; null where they leave by mail, or nothing leaves.</summary>
    public string? Through { get; init; }

    /// <summary>The numbers of other tickets that it led to.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>It was divided, not only linked.</summary>
    public bool IsSplit { get; init; }
}
