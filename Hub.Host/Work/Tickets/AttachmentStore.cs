using System.Runtime.InteropServices;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>Keeps the bytes of attachments once, under their hash and the ticket's key.</summary>
internal static class AttachmentStore
{
    /// <summary>Adds those that the ticket does not have yet.</summary>
    /// <returns>The list of what must now be there, for <see cref="AttachmentList"/>.</returns>
    public static async Task<string?> AddAsync(HubDbContext db, TicketSeal seal, Ticket ticket, IReadOnlyList<Attachment> attachments, DateTimeOffset now, CancellationToken token)
    {
        if (ticket.Id != 0)
        {
            await db.Entry(ticket).Collection(t => t.Attachments).LoadAsync(token);
        }

        var known = ticket.Attachments.Select(a => (seal.Whole(ticket, a), a.ContentHash)).ToHashSet();
        var list = new AttachmentList();
        foreach (var attachment in attachments)
        {
            string? hash = null;
            if (attachment.Link is null || attachment.Content.Length > 0)
            {
                var blob = seal.Keep(ticket, BytesOf(attachment.Content));
                hash = blob.Hash;
                list.Add(blob, ticket.IsProtected ? null : attachment.Name);
                if (db.Blobs.Local.All(b => b.Hash != hash) && !await db.Blobs.AnyAsync(b => b.Hash == hash, token))
                {
                    db.Blobs.Add(blob);
                }
            }

            if (known.Add((new FileTexts(attachment.Name, attachment.Link?.ToString()), hash)))
            {
                ticket.Attach(new TicketAttachment(attachment.Name, attachment.MediaType, hash, attachment.Content.Length, attachment.Link?.ToString(), now));
            }
        }

        return list.ToJson();
    }

    /// <summary>The array itself where the bytes fill it: a mail of many files is not held twice.</summary>
    private static byte[] BytesOf(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var part) && part.Array is { } whole && part.Offset == 0 && part.Count == whole.Length ? whole : content.ToArray();
}
