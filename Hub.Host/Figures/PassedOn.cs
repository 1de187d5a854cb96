using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Tickets that the visitor, or the visitor's bureau, gave to somebody else.</summary>
/// <remarks>Of a ticket that they may not open any longer it says what they knew when they gave it away; of a protected one only to the very person who did.</remarks>
public sealed class PassedOn(TicketQueries tickets, Visit visit)
{
    private const int Most = 100;

    /// <summary>What was given away before is not looked through.</summary>
    private const int Days = 180;

    private static readonly TicketEventKind[] Giving = [TicketEventKind.Reassigned, TicketEventKind.Returned];

    /// <summary>The last time each was given away, newest first.</summary>
    public async Task<IReadOnlyList<PassedOnTicket>> ReadAsync(CancellationToken token)
    {
        if (!visit.User.SeesTickets())
        {
            return [];
        }

        await using var db = tickets.Read();
        var since = visit.Now.AddDays(-Days).ToUniversalTime();
        var given = await Given(db.TicketEvents.Where(e => e.At >= since), db.Tickets).Take(Most).ToListAsync(token);
        return await ShownAsync(db, given, token);
    }

    /// <returns>Null when the visitor did not give it away.</returns>
    public async Task<PassedOnTicket?> FindAsync(string number, CancellationToken token)
    {
        await using var db = tickets.Read();
        var given = visit.User.SeesTickets() ? await Given(db.TicketEvents, db.Tickets.Where(t => t.Number == number)).Take(1).ToListAsync(token) : [];
        return await ShownAsync(db, given, token) is [var passed, ..] ? passed : null;
    }

    private IQueryable<Gift> Given(IQueryable<TicketEvent> events, IQueryable<Ticket> of)
    {
        var (actor, bureau) = (visit.Actor, visit.User.SeesAllBureaus ? null : visit.User.Bureau);
        var ours = $"%\"from\":\"{bureau}\"%";
        return events.AsNoTracking().Join(of, e => e.TicketId, t => t.Id, (e, t) => new { Ticket = t, Event = e })
            .Where(g => Giving.Contains(g.Event.Kind) && (g.Event.Actor == actor || (bureau != null && !g.Ticket.Anonymous && !g.Ticket.Secret && EF.Functions.Like(g.Event.Data!, ours))))
            .OrderByDescending(g => g.Event.Id)
            .Select(g => new Gift(g.Ticket.Id, g.Ticket.Number, g.Ticket.Status, g.Ticket.Anonymous || g.Ticket.Secret, g.Event.Kind, g.Event.Data, g.Event.At));
    }

    private async Task<IReadOnlyList<PassedOnTicket>> ShownAsync(HubDbContext db, List<Gift> given, CancellationToken token)
    {
        var ids = given.Select(g => g.Ticket).ToList();
        var seen = await tickets.Visible(db).Where(t => ids.Contains(t.Id)).Select(TicketLine.FromTicket).ToDictionaryAsync(t => t.Id, token);
        return
        [
            .. given.DistinctBy(g => g.Ticket).Select(g => new PassedOnTicket(g.Number, To(Happening.Read(g.Kind, g.Data)), g.At)
            {
                Line = seen.GetValueOrDefault(g.Ticket),
                Status = g.IsProtected && !seen.ContainsKey(g.Ticket) ? null : g.Status,
            }),
        ];
    }

    private static string? To(Happening happened) => (happened as Happening.Reassigned)?.To;

    private sealed record Gift(long Ticket, string Number, TicketStatus Status, bool IsProtected, TicketEventKind Kind, string? Data, DateTimeOffset At);
}

/// <summary>A ticket given to somebody else.</summary>
/// <param name="To">The code of whom it went to then; null for triage.</param>
public sealed record PassedOnTicket(string Number, string? To, DateTimeOffset At)
{
    /// <summary>Null when the visitor may not open it.</summary>
    public TicketLine? Line { get; init; }

    /// <summary>Where it stands now; null when that is not theirs to know.</summary>
    public TicketStatus? Status { get; init; }
}
