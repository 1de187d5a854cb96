using Hub.Domain.Tickets;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>Seals what a version before 0.3 stored open: identities under the installation's ring, words of protected tickets, raw items and files. Runs at the start until nothing is left.</summary>
public sealed class OldWords(Database database, TicketKeys keys, ReporterSeal reporters, TicketSeal seal)
{
    private const int Portion = 100;

    public async Task SealAsync(CancellationToken token)
    {
        var any = await PortionsAsync(IdentitiesAsync, token) | await PortionsAsync(TicketsAsync, token) | await PortionsAsync(EnvelopesAsync, token) | await PortionsAsync(FilesAsync, token) | await PortionsAsync(AddressesAsync, token);
        if (any)
        {
            await using var db = database.Open();
            await db.WipeAsync(token);
        }
    }

    private async Task<bool> PortionsAsync(Func<HubDbContext, CancellationToken, Task<int>> next, CancellationToken token)
    {
        for (var any = false; ; any = true)
        {
            await using var db = database.Open();
            if (await next(db, token) == 0)
            {
                return any;
            }

            await db.SaveChangesAsync(token);
        }
    }

    private async Task<int> IdentitiesAsync(HubDbContext db, CancellationToken token)
    {
        var found = await db.Reporters.Where(r => r.Key == null).Join(db.Tickets, r => r.TicketId, t => t.Id, (record, ticket) => new { record, ticket }).Take(Portion).ToListAsync(token);
        foreach (var (record, ticket) in found.Select(f => (f.record, f.ticket)))
        {
            var reporter = reporters.Open(record);
            record.Key = keys.For(ticket);
            record.Sealed = reporters.Close(record.Key, reporter);
        }

        return found.Count;
    }

    /// <summary>Loading is enough: what goes back is covered on the way.</summary>
    private static async Task<int> TicketsAsync(HubDbContext db, CancellationToken token) =>
        (await db.Tickets.Where(t => (t.Anonymous || t.Secret) && t.Sealed == null).Take(Portion).ToListAsync(token)).Count;

    private static async Task<int> EnvelopesAsync(HubDbContext db, CancellationToken token)
    {
        var envelopes = await db.Envelopes.Where(e => e.RawKey == null && e.RawLength > 0).Take(Portion).ToListAsync(token);
        envelopes.ForEach(e => db.Entry(e).State = EntityState.Modified);
        return envelopes.Count;
    }

    private async Task<int> AddressesAsync(HubDbContext db, CancellationToken token)
    {
        var found = await (
            from row in db.Outbox
            join ticket in db.Tickets on row.TicketId equals ticket.Id
            where row.Bureau == null && row.Channel == OutboxChannel.Mail && row.Address == null && EF.Functions.Like(row.Recipient, "%@%")
            select new { row, ticket }).Take(Portion).ToListAsync(token);
        foreach (var (row, ticket) in found.Select(f => (f.row, f.ticket)))
        {
            var mark = seal.MarkOf(row.Recipient);
            row.Address = seal.Address(ticket, row.Recipient);
            (row.Key, row.Recipient) = (row.Key.Replace(row.Recipient, mark, StringComparison.Ordinal), mark);
        }

        return found.Count;
    }

    private async Task<int> FilesAsync(HubDbContext db, CancellationToken token)
    {
        var found = await (
            from file in db.Attachments
            join ticket in db.Tickets on file.TicketId equals ticket.Id
            join blob in db.Blobs on file.ContentHash equals blob.Hash
            where ticket.Key != null && blob.Key == null
            select new { file, ticket, blob }).Take(Portion / 10).ToListAsync(token);
        foreach (var (file, ticket, blob) in found.Select(f => (f.file, f.ticket, f.blob)))
        {
            var kept = seal.Keep(ticket, blob.Content);
            if (db.Blobs.Local.All(b => b.Hash != kept.Hash) && !await db.Blobs.AnyAsync(b => b.Hash == kept.Hash, token))
            {
                db.Blobs.Add(kept);
            }

            file.KeptAs(kept.Hash);
            await db.SaveChangesAsync(token);
            await db.Blobs.Where(b => b.Hash == blob.Hash && !db.Attachments.Any(a => a.ContentHash == b.Hash)).ExecuteDeleteAsync(token);
        }

        return found.Count;
    }
}
