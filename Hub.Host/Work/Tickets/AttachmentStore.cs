using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>Keeps the bytes of attachments once, under their hash and the ticket's key.</summary>
public sealed class AttachmentStore(TicketSeal seal, ByteStore bytes)
{
    /// <summary>Adds those that the ticket does not have yet.</summary>
    /// <param name="isLast">Nobody reads their bytes after this.</param>
    /// <returns>The list of what must now be there, for <see cref="AttachmentList"/>.</returns>
    internal async Task<string?> AddAsync(HubDbContext db, Ticket ticket, IReadOnlyList<Attachment> attachments, DateTimeOffset now, CancellationToken token, bool isLast = false)
    {
        if (!db.IsNew(ticket))
        {
            await db.Entry(ticket).Collection(t => t.Attachments).LoadAsync(token);
        }

        var known = ticket.Attachments.Select(a => (seal.Whole(ticket, a), a.ContentHash)).ToHashSet();
        var list = new AttachmentList();
        foreach (var attachment in attachments)
        {
            string? hash = null;
            if (attachment.Length > 0)
            {
                var blob = await KeepAsync(db, ticket, attachment, token);
                hash = blob.Hash;
                list.Add(blob, ticket.IsProtected ? null : attachment.Name);
            }

            if (known.Add((new FileTexts(attachment.Name, attachment.Link?.ToString()), hash)))
            {
                ticket.Attach(new TicketAttachment(attachment.Name, TypeOf(attachment), hash, attachment.Length, attachment.Link?.ToString(), now));
            }

            attachment.PutDown();
            if (isLast && SpareMemory.IsLarge(attachment.Length))
            {
                attachment.LetGo();
            }
        }

        return list.ToJson();
    }

    /// <summary>Keeps files that go to the reporter with an event of the ticket.</summary>
    internal async Task SendAsync(HubDbContext db, Ticket ticket, IReadOnlyList<Attachment> files, int sequence, DateTimeOffset now, CancellationToken token)
    {
        foreach (var file in files)
        {
            var blob = await KeepAsync(db, ticket, file, token);
            ticket.Attach(new TicketAttachment(file.Name, TypeOf(file), blob.Hash, file.Length, null, now, sequence));
        }
    }

    /// <summary>The files that go with an event, with their bytes.</summary>
    /// <param name="sequence">Null for a notice about no event.</param>
    /// <param name="scans">A virus scanner looks at files.</param>
    /// <exception cref="FileBarred">One must not leave, or not yet.</exception>
    internal async Task<IReadOnlyList<Attachment>> SentAsync(HubDbContext db, Ticket ticket, int? sequence, bool scans, CancellationToken token)
    {
        if (sequence is null)
        {
            return [];
        }

        var rows = await db.Attachments.AsNoTracking().Where(a => a.TicketId == ticket.Id && a.SentWith == sequence)
            .OrderBy(a => a.Id).Join(db.Blobs.AsNoTracking(), a => a.ContentHash, b => b.Hash, (a, b) => new { File = a, Blob = b }).ToListAsync(token);
        if (rows.Find(r => FileBar.Of(r.Blob, scans) is not null) is { } barred)
        {
            throw new FileBarred(FileBar.Of(barred.Blob, scans)!, waits: barred.Blob.Scan is null);
        }

        return [.. rows.Select(r => new Attachment { Name = seal.Whole(ticket, r.File).Name, MediaType = r.File.MediaType, Content = bytes.Read(r.Blob) ?? throw new KeyGone(ticket.Number) })];
    }

    /// <summary>By its bytes; a label is believed only where there are none, or where it says which text it is.</summary>
    private static string TypeOf(Attachment file)
    {
        if (file.Length == 0)
        {
            return file.MediaType;
        }

        var found = FileType.Of(file.Content.Span);
        return found.Kind == FileKind.Text && file.MediaType is ("text/csv" or "text/calendar") ? file.MediaType : found.MediaType;
    }

    private Task<Blob> KeepAsync(HubDbContext db, Ticket ticket, Attachment file, CancellationToken token)
    {
        seal.EnsureKey(ticket);
        SpareMemory.MakeRoom(file.Length);
        return bytes.KeepAsync(db, ticket, Bytes.ArrayOf(file.Content), token);
    }
}
