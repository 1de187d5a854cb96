using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Mailing.Conversation;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Links;

/// <summary>What a signed link of a notice may do: shows it, and carries it out once.</summary>
public sealed class LinkUse(Database database, TicketRoad road, LawInForce law, StaffReplies replies, WaitingCommands waiting, TimeProvider clock)
{
    /// <summary>Changes nothing.</summary>
    /// <returns>The ticket and the person; a refusal when the link would not work now.</returns>
    public async Task<LinkPreview> PreviewAsync(ActionLink link, CancellationToken token)
    {
        await using var db = database.Open();
        var ticket = await db.Tickets.AsNoTracking().FirstOrDefaultAsync(t => t.Number == link.Number, token);
        return ticket is null
            ? new LinkPreview(null, null, null, TicketRefusal.Say("NoTicket", link.Number))
            : await JudgeAsync(db, ticket, link, token);
    }

    /// <exception cref="TicketRefusal">The link is used, the person is no longer responsible, or the state of the ticket does not allow it.</exception>
    public async Task ActAsync(ActionLink link, LinkForm form, CancellationToken token)
    {
        try
        {
            await road.CommitAsync(link.Number, async (db, ticket) =>
            {
                var judged = await JudgeAsync(db, ticket, link, token);
                if (judged.Refusal is { } refusal)
                {
                    throw new TicketRefusal(refusal);
                }

                db.Set<ActionUse>().Add(new ActionUse { Hash = link.Hash, UsedAt = clock.GetUtcNow() });
                await ActAsync(db, ticket, judged, link, form with { Wording = link.Act.WordingOf(form.Wording) }, token);
            }, token);
        }
        catch (DbUpdateException twice)
        {
            throw TicketRefusal.Of(twice, "LinkUsed");
        }
    }

    private async Task ActAsync(HubDbContext db, Ticket ticket, LinkPreview judged, ActionLink link, LinkForm form, CancellationToken token)
    {
        if (judged.Words is { } words)
        {
            await replies.CarryOutAsync(db, ticket, judged.Person!, words, form, token);
            await WaitingCommands.ForgetAsync(db, link.Row, token);
            return;
        }

        await road.ChangeAsync(db, ticket, link.Act.ChangeOf(form) with { Wording = form.Wording, Files = form.Files }, new Actor.Correspondent(judged.Person!, Owners.Triagers(law.Catalogue)), form.Seen, token);
    }

    /// <summary>Forgets uses of links that are too old to be used anyway.</summary>
    public async Task ForgetAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var old = clock.GetUtcNow() - (2 * ActionLinks.Life);
        await db.Set<ActionUse>().Where(u => u.UsedAt < old).ExecuteDeleteAsync(token);
        await WaitingCommands.ForgetAsync(db, old, token);
    }

    private async Task<LinkPreview> JudgeAsync(HubDbContext db, Ticket ticket, ActionLink link, CancellationToken token)
    {
        var person = await db.Contacts.AsNoTracking().FirstOrDefaultAsync(c => c.Id == link.Contact, token);
        var bureau = ticket.Bureau ?? Owners.Triagers(law.Catalogue);
        if (person?.Bureau != bureau || ActionLinks.MarkOf(person) != link.Mark)
        {
            return new(null, null, null, TicketRefusal.Say("LinkNotYours"));
        }

        var words = link.Act.Waits() ? await waiting.WordsAsync(db, link.Row, ticket, person.Id, token) : null;
        var isOver = (link.Act.Waits() && words is null) || await db.Set<ActionUse>().AnyAsync(u => u.Hash == link.Hash, token);
        return new(ticket, person, words, isOver ? TicketRefusal.Say("LinkUsed") : link.Act.Waits() || LinkActs.For(ticket).Contains(link.Act) ? null : TicketRefusal.Say("LinkLate"));
    }
}

/// <summary>What the page of a link shows.</summary>
/// <param name="Words">What came by mail and waits; null for links that need none.</param>
/// <param name="Refusal">Null when the button would act.</param>
public sealed record LinkPreview(Ticket? Ticket, Contact? Person, string? Words, string? Refusal);
