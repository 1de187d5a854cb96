using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>Keeps the bytes of attachments once, under their hash.</summary>
internal static class AttachmentStore
{
    /// <summary>Adds those that the ticket does not have yet.</summary>
    public static async Task AddAsync(HubDbContext db, Ticket ticket, IReadOnlyList<Attachment> attachments, DateTimeOffset now, CancellationToken token)
    {
        foreach (var attachment in attachments)
        {
            var hash = attachment.Link is null || attachment.Content.Length > 0 ? Convert.ToHexStringLower(SHA256.HashData(attachment.Content.Span)) : null;
            if (hash is not null && db.Blobs.Local.All(b => b.Hash != hash) && !await db.Blobs.AnyAsync(b => b.Hash == hash, token))
            {
                db.Blobs.Add(new Blob { Hash = hash, Content = BytesOf(attachment.Content), Size = attachment.Content.Length });
            }

            var link = attachment.Link?.ToString();
            if (ticket.Attachments.All(a => a.Name != attachment.Name || a.ContentHash != hash || a.Link != link)
                && (ticket.Id == 0 || !await db.Attachments.AnyAsync(a => a.TicketId == ticket.Id && a.Name == attachment.Name && a.ContentHash == hash && a.Link == link, token)))
            {
                ticket.Attach(new TicketAttachment(attachment.Name, attachment.MediaType, hash, attachment.Content.Length, link, now));
            }
        }
    }

    /// <summary>The array itself where the bytes fill it: a mail of many files is not held twice.</summary>
    private static byte[] BytesOf(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var part) && part.Array is { } whole && part.Offset == 0 && part.Count == whole.Length ? whole : content.ToArray();
}
