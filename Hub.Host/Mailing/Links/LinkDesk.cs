using Hub.Domain.Conversation;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Links;

/// <summary>What a signed link of a notice may do: shows it, and carries it out once.</summary>
public sealed class LinkDesk(Database database, TicketDesk tickets, Desk desk, TimeProvider clock)
{
    /// <summary>Changes nothing.</summary>
    /// <returns>The ticket and the person; a refusal when the link would not work now.</returns>
    public async Task<LinkPreview> PreviewAsync(ActionLink link, CancellationToken token)
    {
        await using var db = database.Open();
        var ticket = await db.Tickets.AsNoTracking().FirstOrDefaultAsync(t => t.Number == link.Number, token);
        return ticket is null
            ? new LinkPreview(null, null, TicketRefusal.Say("NoTicket", link.Number))
            : await JudgeAsync(db, ticket, link, token);
    }

    /// <param name="text">Reason, question or answer.</param>
    /// <exception cref="TicketRefusal">The link is used, the person is no longer responsible, or the state of the ticket does not allow it.</exception>
    public async Task ActAsync(ActionLink link, string? text, CancellationToken token)
    {
        try
        {
            await tickets.ChangeAsync(link.Number, async (db, ticket, now) =>
            {
                var judged = await JudgeAsync(db, ticket, link, token);
                if (judged.Refusal is { } refusal)
                {
                    throw new TicketRefusal(refusal);
                }

                db.Set<ActionUse>().Add(new ActionUse { Hash = link.Hash, UsedAt = now });
                await CarryOutAsync(db, ticket, link.Kind, judged.Person!.Name ?? judged.Person.Address, text ?? "", now, token);
            }, token);
        }
        catch (DbUpdateException twice)
        {
            throw TicketRefusal.Of(twice, "LinkUsed");
        }
    }

    /// <summary>Forgets uses of links that are too old to be used anyway.</summary>
    public async Task ForgetAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var old = clock.GetUtcNow() - (2 * ActionLinks.Life);
        await db.Set<ActionUse>().Where(u => u.UsedAt < old).ExecuteDeleteAsync(token);
    }

    private Task CarryOutAsync(HubDbContext db, Ticket ticket, MailCommandKind kind, string actor, string text, DateTimeOffset now, CancellationToken token) => kind switch
    {
        MailCommandKind.Accept => TicketDesk.AcceptAsync(ticket, actor, now),
        MailCommandKind.GiveBack => tickets.GiveBackAsync(db, ticket, actor, text, now, token),
        MailCommandKind.AskForData => tickets.AskAsync(db, ticket, actor, text, now, token),
        _ => tickets.ResolveAsync(db, ticket, actor, text, now, token),
    };

    private async Task<LinkPreview> JudgeAsync(HubDbContext db, Ticket ticket, ActionLink link, CancellationToken token)
    {
        var person = await db.Contacts.AsNoTracking().FirstOrDefaultAsync(c => c.Id == link.Contact, token);
        var bureau = ticket.Bureau ?? Owners.Triagers(desk.Catalogue);
        if (person?.Bureau != bureau)
        {
            return new(null, null, TicketRefusal.Say("LinkNotYours"));
        }

        return await db.Set<ActionUse>().AnyAsync(u => u.Hash == link.Hash, token) ? new(ticket, person, TicketRefusal.Say("LinkUsed")) : new(ticket, person, null);
    }
}

/// <summary>What the page of a link shows.</summary>
/// <param name="Refusal">Null when the button would act.</param>
public sealed record LinkPreview(Ticket? Ticket, Contact? Person, string? Refusal);
