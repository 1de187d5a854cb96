using Hub.Domain;
using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>Makes who sent a ticket unreadable everywhere at once: what lies open is blotted for good, and the ticket's key is destroyed, so that seals in every copy of the store stay shut.</summary>
public sealed class Erasure(TicketKeys keys, ReporterSeal reporters, PutAway away)
{
    /// <summary>Erases in the caller's transaction.</summary>
    /// <returns>False when there is nothing to erase.</returns>
    internal async Task<bool> EraseAsync(HubDbContext db, long ticketId, CancellationToken token)
    {
        if (await db.Reporters.FirstOrDefaultAsync(r => r.TicketId == ticketId, token) is not { } record)
        {
            return false;
        }

        var ticket = await db.Tickets.Include(t => t.Events).Include(t => t.Attachments).SingleAsync(t => t.Id == ticketId, token);
        var blotting = new Blotting(await reporters.KnownAsync(db, ticket, token), isSecret: false, ticket.Texts());
        Forget(ticket, blotting);
        var key = ticket.Forgotten();
        db.Reporters.Remove(record);
        await db.SaveChangesAsync(token);
        await ForgetFilesAsync(db, ticketId, token);
        await db.Envelopes.Where(e => e.TicketId == ticketId).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.Raw, Array.Empty<byte>()).SetProperty(e => e.RawLength, 0).SetProperty(e => e.RawKey, (byte[]?)null).SetProperty(e => e.Key, (string?)null).SetProperty(e => e.Files, (string?)null).SetProperty(e => e.Cause, (Said?)null), token);
        await db.Outbox.Where(m => m.TicketId == ticketId).ExecuteUpdateAsync(set => set.SetProperty(m => m.Sealed, (byte[]?)null).SetProperty(m => m.Address, (byte[]?)null), token);
        await db.Outbox.Where(m => m.TicketId == ticketId && m.Bureau == null && m.Channel == OutboxChannel.Mail).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Recipient, "").SetProperty(m => m.Key, m => "erased/" + m.Id).SetProperty(m => m.Answer, (Said?)null), token);
        await db.KeptForms.Where(f => f.TicketId == ticketId).ExecuteDeleteAsync(token);
        await db.SamenessProfiles.Where(p => p.TicketId == ticketId).ExecuteDeleteAsync(token);
        await db.SamenessBands.Where(b => b.TicketId == ticketId).ExecuteDeleteAsync(token);
        away.Forget(blotting.Over);
        if (key is not null)
        {
            // Before the commit: should that fail, the words are gone and the rows follow at the next try.
            keys.Destroy(key);
        }

        return true;
    }

    private static void Forget(Ticket ticket, Blotting blotting)
    {
        ticket.Cover(blotting.Of(ticket.Texts()).Blotted, null);
        foreach (var happened in ticket.Events)
        {
            happened.Cover(blotting.Of(happened.Kind, happened.Texts()).Blotted, null);
        }

        foreach (var file in ticket.Attachments)
        {
            file.Cover(blotting.Of(file.Texts()).Blotted, null);
        }
    }

    /// <summary>The bytes of its files, unless another ticket has the same file.</summary>
    private static async Task ForgetFilesAsync(HubDbContext db, long ticketId, CancellationToken token)
    {
        var hashes = db.Attachments.Where(a => a.TicketId == ticketId).Select(a => a.ContentHash);
        await db.Blobs.Where(b => hashes.Contains(b.Hash) && !db.Attachments.Any(a => a.TicketId != ticketId && a.ContentHash == b.Hash)).ExecuteDeleteAsync(token);
    }
}
