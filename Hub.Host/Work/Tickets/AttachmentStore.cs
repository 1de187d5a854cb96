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
            var hash = attachment.Link is null || attachment.Content.Length > 0 ? await KeepAsync(db, attachment, token) : null;
            var link = attachment.Link?.ToString();
            if (ticket.Attachments.All(a => a.Name != attachment.Name || a.ContentHash != hash || a.Link != link)
                && (ticket.Id == 0 || !await db.Attachments.AnyAsync(a => a.TicketId == ticket.Id && a.Name == attachment.Name && a.ContentHash == hash && a.Link == link, token)))
            {
                ticket.Attach(new TicketAttachment(attachment.Name, attachment.MediaType, hash, attachment.Content.Length, link, now));
            }
        }
    }

    /// <summary>Keeps files that go to the reporter with an event of the ticket.</summary>
    public static async Task SendAsync(HubDbContext db, Ticket ticket, IReadOnlyList<Attachment> files, int sequence, DateTimeOffset now, CancellationToken token)
    {
        foreach (var file in files)
        {
            ticket.Attach(new TicketAttachment(file.Name, file.MediaType, await KeepAsync(db, file, token), file.Content.Length, null, now, sequence));
        }
    }

    /// <summary>The files that go with an event, with their bytes.</summary>
    /// <param name="sequence">Null for a notice about no event.</param>
    public static async Task<IReadOnlyList<Attachment>> SentAsync(HubDbContext db, long ticketId, int? sequence, CancellationToken token)
    {
        if (sequence is null)
        {
            return [];
        }

        var rows = await db.Attachments.AsNoTracking().Where(a => a.TicketId == ticketId && a.SentWith == sequence)
            .OrderBy(a => a.Id).Join(db.Blobs, a => a.ContentHash, b => b.Hash, (a, b) => new { a.Name, a.MediaType, b.Content }).ToListAsync(token);
        return [.. rows.Select(r => new Attachment { Name = r.Name, MediaType = r.MediaType, Content = r.Content })];
    }

    private static async Task<string> KeepAsync(HubDbContext db, Attachment file, CancellationToken token)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(file.Content.Span));
        if (db.Blobs.Local.All(b => b.Hash != hash) && !await db.Blobs.AnyAsync(b => b.Hash == hash, token))
        {
            db.Blobs.Add(new Blob { Hash = hash, Content = BytesOf(file.Content), Size = file.Content.Length });
        }

        return hash;
    }

    /// <summary>The array itself where the bytes fill it: a mail of many files is not held twice.</summary>
    private static byte[] BytesOf(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var part) && part.Array is { } whole && part.Offset == 0 && part.Count == whole.Length ? whole : content.ToArray();
}
