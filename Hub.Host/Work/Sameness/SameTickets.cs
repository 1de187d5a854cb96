using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Sameness;

/// <summary>What a person makes of a suggestion: follow one under the other, link both, or neither.</summary>
public sealed class SameTickets(Database database, TicketRoad road, TimeProvider clock)
{
    /// <summary>The suggestions of a ticket of which the person may read both sides, the likeliest first: how like they are tells of the one what stands in the other.</summary>
    public async Task<IReadOnlyList<SameTicket>> OfAsync(Ticket ticket, CurrentUser user, CancellationToken token)
    {
        await using var db = database.Open();
        var visible = db.Tickets.AsNoTracking().For(user);
        var later = db.SamePairs.AsNoTracking().Where(p => p.TicketId == ticket.Id).Join(visible, p => p.OtherId, t => t.Id, (p, t) => new { Pair = p, Other = t });
        var earlier = db.SamePairs.AsNoTracking().Where(p => p.OtherId == ticket.Id).Join(visible, p => p.TicketId, t => t.Id, (p, t) => new { Pair = p, Other = t });
        var rows = (await later.ToListAsync(token)).Concat(await earlier.ToListAsync(token));
        return [.. rows.Select(r => new SameTicket(r.Pair, r.Other, StateOf(r.Pair, ticket, r.Other))).Where(s => s.State != SamePairState.Dismissed && user.MayReadText(ticket) && user.MayReadText(s.Other)).OrderByDescending(s => s.Pair.Score)];
    }

    /// <summary>Follows the ticket under the other one from now on; it can be taken back.</summary>
    /// <exception cref="TicketRefusal">The right or the state of one of them does not allow it.</exception>
    public Task MergeAsync(string number, string into, Actor actor, string reason, int? seen, CancellationToken token) =>
        DecideAsync(number, into, new TicketChange.Merge(into, reason), SamePairState.Merged, actor, seen, token);

    /// <summary>Both go on by themselves and know of each other.</summary>
    /// <exception cref="TicketRefusal">The right does not allow it, or one of them is gone.</exception>
    public Task LinkAsync(string number, string other, Actor actor, CancellationToken token) =>
        DecideAsync(number, other, new TicketChange.Link(other), SamePairState.Linked, actor, null, token);

    /// <summary>They are not the same; the suggestion does not come back.</summary>
    /// <exception cref="TicketRefusal">The right does not allow it.</exception>
    public async Task DismissAsync(string number, string other, Actor actor, CancellationToken token)
    {
        await using var db = database.Open();
        if (!actor.Has(TicketRight.Hold, await db.Tickets.AsNoTracking().FirstOrDefaultAsync(t => t.Number == number, token) ?? throw TicketRefusal.Of("NoTicket", number)))
        {
            throw TicketRefusal.Of("NotYours");
        }

        await NoteAsync(db, number, other, SamePairState.Dismissed, actor, token);
        await db.SaveChangesAsync(token);
    }

    private Task DecideAsync(string number, string other, TicketChange change, SamePairState state, Actor actor, int? seen, CancellationToken token) =>
        road.CommitAsync(number, async (db, ticket) =>
        {
            await NoteAsync(db, number, other, state, actor, token);
            await road.ChangeAsync(db, ticket, change, actor, seen, token);
        }, token);

    private async Task NoteAsync(HubDbContext db, string number, string other, SamePairState state, Actor actor, CancellationToken token)
    {
        var ids = await db.Tickets.Where(t => t.Number == number || t.Number == other).OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(token);
        if (ids is not [var earlier, var later] || await db.SamePairs.FindAsync([later, earlier], token) is not { } pair)
        {
            throw TicketRefusal.Of("NoSuggestion");
        }

        (pair.State, pair.DecidedBy, pair.DecidedAt) = (state, actor.Name, clock.GetUtcNow());
    }

    /// <summary>A merge that was taken back is open again, however it was taken back.</summary>
    private static SamePairState StateOf(SamePair pair, Ticket ticket, Ticket other) => pair.State switch
    {
        _ when ticket.MergedInto == other.Id || other.MergedInto == ticket.Id => SamePairState.Merged,
        SamePairState.Merged => SamePairState.Open,
        var state => state,
    };
}

/// <summary>A ticket that may be the same as the one on the page.</summary>
public sealed record SameTicket(SamePair Pair, Ticket Other, SamePairState State);
