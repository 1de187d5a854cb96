using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>Seals what earlier versions stored open: before 0.3 identities under the installation's ring, words of protected tickets, raw items and files; after it the office or body that a protected ticket came from, and its standing at the source, in its history too, with whom its handlers asked and why somebody placed it; what sources said back; and marks by which a protected reporter was known again. A store is gone through once for each; what is stored since is sealed on its way.</summary>
public sealed class OldWords(Database database, TicketKeys keys, ReporterSeal reporters, TicketSeal seal, ByteStore bytes)
{
    private const string Mark = "old-words";
    private const string BodiesMark = "old-words-4";
    private const string NoticesMark = "old-words-notices";
    private const string EchoesMark = "old-words-echoes";
    private const string MarksMark = "old-words-marks";
    private const int Portion = 100;

    /// <summary>Goes through a store that no start has gone through to the end.</summary>
    public async Task SealAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var marks = await db.Marks.Where(static m => m.Name == Mark || m.Name == BodiesMark || m.Name == NoticesMark || m.Name == EchoesMark || m.Name == MarksMark).Select(static m => m.Name).ToListAsync(token);
        if (marks.Count == 5)
        {
            return;
        }

        // First: what is covered below is complete.
        var any = !marks.Contains(BodiesMark) && await PortionsAsync(BodiesAsync, token);
        any = !marks.Contains(Mark) && await EverythingAsync(token) || any;
        any = !marks.Contains(NoticesMark) && await PortionsAsync(NoticesAsync, token) || any;
        any = !marks.Contains(EchoesMark) && await EchoesAsync(token) || any;
        any = !marks.Contains(MarksMark) && await PortionsAsync(MarksAsync, token) || any;
        if (any)
        {
            await db.WipeAsync(token);
        }

        await NoteSealedAsync(db, token);
    }

    /// <summary>Nothing in this store has to be gone through.</summary>
    internal static async Task NoteSealedAsync(HubDbContext db, CancellationToken token)
    {
        await db.KeepFirstAsync(Mark, "", token);
        await db.KeepFirstAsync(BodiesMark, "", token);
        await db.KeepFirstAsync(NoticesMark, "", token);
        await db.KeepFirstAsync(EchoesMark, "", token);
        await db.KeepFirstAsync(MarksMark, "", token);
    }

    private async Task<bool> EverythingAsync(CancellationToken token) => await PortionsAsync(IdentitiesAsync, token) | await PortionsAsync(TicketsAsync, token) | await PortionsAsync(EnvelopesAsync, token) | await PortionsAsync(FilesAsync, token) | await PortionsAsync(AddressesAsync, token);

    /// <summary>What sources said back, and that a protected ticket is of the same reporter as another.</summary>
    private async Task<bool> EchoesAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var pairs = await db.SamePairs.Where(p => p.SameReporter != null && db.Tickets.Any(t => (t.Id == p.TicketId || t.Id == p.OtherId) && (t.Anonymous || t.Secret)))
            .ExecuteUpdateAsync(static set => set.SetProperty(static p => p.SameReporter, (bool?)null), token);
        return await PortionsAsync(AnswersAsync, token) | pairs > 0;
    }

    /// <param name="next">Covers a portion of the rows behind a number and says the last of theirs; null when there are no more.</param>
    private async Task<bool> PortionsAsync(Func<HubDbContext, long, CancellationToken, Task<long?>> next, CancellationToken token)
    {
        for (var after = 0L; ;)
        {
            await using var db = database.Open();
            if (await next(db, after, token) is not { } last)
            {
                return after > 0;
            }

            await db.SaveChangesAsync(token);
            after = last;
        }
    }

    private async Task<long?> IdentitiesAsync(HubDbContext db, long after, CancellationToken token)
    {
        var found = await db.Reporters.Where(r => r.Key == null && r.TicketId > after).Join(db.Tickets, r => r.TicketId, t => t.Id, (record, ticket) => new { record, ticket })
            .OrderBy(f => f.record.TicketId).Take(Portion).ToListAsync(token);
        foreach (var (record, ticket) in found.Select(f => (f.record, f.ticket)))
        {
            var reporter = reporters.Open(record);
            record.Key = keys.For(ticket);
            record.Sealed = reporters.Close(ticket.Id, record.Key, reporter);
        }

        return found.LastOrDefault()?.record.TicketId;
    }

    /// <summary>Whose stored form held words that were not looked through.</summary>
    private static readonly TicketEventKind[] Telling = [TicketEventKind.Opened, TicketEventKind.SourceChanged, TicketEventKind.WaitingBegan, TicketEventKind.NotOurs];

    /// <summary>Whose text was taken for the hub's own: why somebody placed it, and what a mail server said.</summary>
    private static readonly TicketEventKind[] Typed = [TicketEventKind.Routed, TicketEventKind.DeliveryFailed];

    /// <summary>The seal gets what lay beside it: without one, and with the true words at hand, the ticket is covered anew with its history.</summary>
    private async Task<long?> BodiesAsync(HubDbContext db, long after, CancellationToken token)
    {
        var found = await db.Tickets.Where(t => (t.Anonymous || t.Secret) && t.Sealed != null && t.Id > after && (t.SourceStatus != null || (t.Organisation != null && t.Organisation != LeakGate.Blot) || t.Events.Any(e => (Telling.Contains(e.Kind) && e.Data != null) || (Typed.Contains(e.Kind) && e.Text != null))))
            .OrderBy(t => t.Id).Take(Portion).ToListAsync(token);
        foreach (var ticket in found)
        {
            if (seal.Open<Layers<TicketTexts>>(ticket, ticket.Sealed) is { Whole: var whole })
            {
                ticket.Cover(whole with { Organisation = whole.Organisation ?? ticket.Organisation, SourceStatus = whole.SourceStatus ?? ticket.SourceStatus }, null);
            }
            else
            {
                // Its key was destroyed: who sent it was erased.
                await db.Tickets.Where(t => t.Id == ticket.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Organisation, (string?)null), token);
            }
        }

        return found.LastOrDefault()?.Id;
    }

    /// <summary>Loading is enough: what goes back is covered on the way.</summary>
    private static async Task<long?> TicketsAsync(HubDbContext db, long after, CancellationToken token) =>
        (await db.Tickets.Where(t => (t.Anonymous || t.Secret) && t.Sealed == null && t.Id > after).OrderBy(t => t.Id).Take(Portion).ToListAsync(token)).LastOrDefault()?.Id;

    private static async Task<long?> EnvelopesAsync(HubDbContext db, long after, CancellationToken token)
    {
        var envelopes = await db.Envelopes.Where(e => e.RawKey == null && e.RawLength > 0 && e.Id > after).OrderBy(e => e.Id).Take(Portion).ToListAsync(token);
        envelopes.ForEach(e => db.Entry(e).State = EntityState.Modified);
        return envelopes.LastOrDefault()?.Id;
    }

    private async Task<long?> AddressesAsync(HubDbContext db, long after, CancellationToken token)
    {
        var found = await (
            from row in db.Outbox
            join ticket in db.Tickets on row.TicketId equals ticket.Id
            where row.Id > after && row.Bureau == null && row.Channel == OutboxChannel.Mail && row.Address == null && EF.Functions.Like(row.Recipient, "%@%")
            orderby row.Id
            select new { row, ticket }).Take(Portion).ToListAsync(token);
        foreach (var (row, ticket) in found.Select(f => (f.row, f.ticket)))
        {
            row.Address = seal.Address(ticket, row.Recipient);
            (row.Key, row.Recipient) = (row.Key.Replace(row.Recipient, seal.NameOf(row.Recipient, ticket), StringComparison.Ordinal), seal.MarkOf(row.Recipient, ticket.IsProtected ? row.CreatedAt : null));
        }

        return found.LastOrDefault()?.row.Id;
    }

    /// <summary>Marks that were the same beside a ticket that lies open.</summary>
    private async Task<long?> MarksAsync(HubDbContext db, long after, CancellationToken token)
    {
        var found = await db.Tickets.Where(t => (t.Anonymous || t.Secret) && t.Id > after && db.Reporters.Any(r => r.TicketId == t.Id)).OrderBy(t => t.Id).Take(Portion).ToListAsync(token);
        foreach (var ticket in found)
        {
            await seal.ForgetMarksAsync(db, ticket, token);
        }

        return found.LastOrDefault()?.Id;
    }

    /// <summary>Notices that lay open but for their text, and those of which nothing but a name was typed.</summary>
    private async Task<long?> NoticesAsync(HubDbContext db, long after, CancellationToken token)
    {
        var found = await (
            from row in db.Outbox
            join ticket in db.Tickets on row.TicketId equals ticket.Id
            where row.Id > after && ticket.Key != null && EF.Functions.Like(row.Payload, "%\"target\":\"%")
            orderby row.Id
            select new { row, ticket.Key }).Take(Portion).ToListAsync(token);
        found.ForEach(f => seal.CloseWords(f.row, f.Key));
        return found.LastOrDefault()?.row.Id;
    }

    /// <summary>A whole item that a source gave back goes, a sentence stays without who sent the item.</summary>
    private async Task<long?> AnswersAsync(HubDbContext db, long after, CancellationToken token)
    {
        var found = await db.Outbox.Where(m => m.Id > after && m.Channel == OutboxChannel.Source && m.Answer != null).Join(db.Tickets, m => m.TicketId, t => (long?)t.Id, (row, ticket) => new { row, ticket })
            .OrderBy(f => f.row.Id).Take(Portion).ToListAsync(token);
        foreach (var (row, ticket) in found.Select(f => (f.row, f.ticket)))
        {
            row.Answer = row.Answer!.ToString().TrimStart() is ['{' or '[', ..] ? null : await seal.SaidWithoutSenderAsync(db, ticket, row.Answer, token);
        }

        return found.LastOrDefault()?.row.Id;
    }

    private async Task<long?> FilesAsync(HubDbContext db, long after, CancellationToken token)
    {
        var found = await (
            from file in db.Attachments
            join ticket in db.Tickets on file.TicketId equals ticket.Id
            join blob in db.Blobs on file.ContentHash equals blob.Hash
            where file.Id > after && ticket.Key != null && blob.Key == null
            orderby file.Id
            select new { file, ticket, blob }).Take(Portion / 10).ToListAsync(token);
        foreach (var (file, ticket, blob) in found.Select(f => (f.file, f.ticket, f.blob)))
        {
            // As it lies there, damaged or not: versions that kept files open kept them in the row.
            if ((blob.Content.Length > 0 ? blob.Content : bytes.Read(blob)) is not { } content)
            {
                continue;
            }

            seal.EnsureKey(ticket);
            file.KeptAs((await bytes.KeepAsync(db, ticket, content, token)).Hash);
            await db.SaveChangesAsync(token);
            await db.Blobs.Where(b => b.Hash == blob.Hash && !db.Attachments.Any(a => a.ContentHash == b.Hash)).ExecuteDeleteAsync(token);
        }

        return found.LastOrDefault()?.file.Id;
    }
}
