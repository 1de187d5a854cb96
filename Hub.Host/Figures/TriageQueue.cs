using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Storage;

namespace Hub.Host.Figures;

/// <summary>What waits for a person to choose.</summary>
internal static class TriageQueue
{
    /// <summary>What has no day comes last.</summary>
    private static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    public static IQueryable<Ticket> Of(IQueryable<Ticket> tickets) => tickets.Where(t => t.Status == TicketStatus.Triage);

    /// <summary>Those whose day for that choice has passed.</summary>
    public static IQueryable<Ticket> Late(HubDbContext db, IQueryable<Ticket> tickets, DateTimeOffset now) =>
        Of(tickets).Where(t => db.Clocks.Any(c => c.TicketId == t.Id && c.Kind == ClockKind.Triage && c.EndedAt == null && c.LateAt <= now));

    /// <summary>Whoever waits longest for the decision comes first, whatever else is promised; what has no such clock comes by its own day, or last.</summary>
    /// <remarks>There is one such clock. Asked for the least of them, SQLite walks through all clocks that run, once for each ticket.</remarks>
    public static IQueryable<WaitingTicket> Waiting(IQueryable<Ticket> tickets) => Of(tickets)
        .Select(t => new WaitingTicket { Id = t.Id, Number = t.Number, Until = t.Clocks.Where(c => c.Kind == ClockKind.Triage && c.EndedAt == null).Select(c => (DateTimeOffset?)c.LateAt).FirstOrDefault() ?? t.LateAt ?? Never })
        .OrderBy(t => t.Until).ThenBy(t => t.Id);
}

/// <summary>A ticket that somebody has to choose for, and until when.</summary>
internal sealed class WaitingTicket
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public DateTimeOffset Until { get; init; }
}
