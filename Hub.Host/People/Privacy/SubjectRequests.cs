using System.Globalization;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>Requests of the people whose data we keep (UU 27/2022): what do you have of me, and erase it. Found by address, through the keyed hash, among what the person who asks may see: what accuses that person's own bureau is neither handed out nor erased, nor named.</summary>
public sealed class SubjectRequests(Database database, ReporterVault vault, ReporterMarks marks, TicketSeal seal, Retention retention, AuditTrail audit)
{
    /// <summary>Somebody read that a ticket is of the person they named.</summary>
    internal const string Named = "reporter.named";

    /// <summary>Everything kept under that address, for its owner. Written down with the purpose.</summary>
    public async Task<SubjectFile> ExportAsync(string email, string purpose, CurrentUser user, CancellationToken token)
    {
        await using var db = database.Open();

        // Whoever was named beside the sender has a right to be forgotten there, and none to read who the sender is; nor the other way round.
        var found = (await FindAsync(db, email, user, token)).Where(f => ReporterMarks.IsSame(vault.Unseal(f.Record).Email, email)).ToList();
        await NoteAsync(db, found.Count, user, token);
        foreach (var (ticket, record) in found)
        {
            await audit.WriteAsync(db, user.Name, "reporter.exported", ticket.Number, LeakGate.Mask(purpose, vault.Unseal(record)), token);
        }

        return new SubjectFile(
            email,
            [.. found.Select(f => new SubjectItem(f.Ticket.Number, seal.Whole(f.Ticket).Title, seal.Whole(f.Ticket).Body, f.Ticket.System, f.Ticket.ReceivedAt, f.Ticket.Status, vault.Unseal(f.Record) with { Also = null }))]);
    }

    /// <summary>Erases the identity behind every finished ticket of that address; open and held ones stay, and are named.</summary>
    public async Task<SubjectErasure> EraseAsync(string email, string purpose, CurrentUser user, CancellationToken token)
    {
        await using var db = database.Open();
        var (erased, kept) = (new List<string>(), new List<string>());
        var found = await FindAsync(db, email, user, token);
        await NoteAsync(db, found.Count, user, token);
        foreach (var (ticket, record) in found)
        {
            var masked = LeakGate.Mask(purpose, vault.Unseal(record));
            if (!await IsOpenAsync(db, ticket, token) && await retention.EraseAsync(db, ticket.Id, ticket.Number, user.Name, "reporter.erased", masked, token))
            {
                erased.Add(ticket.Number);
                continue;
            }

            // To be told that a ticket is of that address is to be told who sent it.
            await audit.WriteAsync(db, user.Name, Named, ticket.Number, masked, token);
            kept.Add(ticket.Number);
        }

        await Erasure.WipeAsync(db, token);
        return new SubjectErasure(erased, kept);
    }

    /// <summary>What follows another ticket is open as long as that one is.</summary>
    private static async Task<bool> IsOpenAsync(HubDbContext db, Ticket ticket, CancellationToken token) =>
        ticket.IsOpen || (ticket.MergedInto is { } leader && (await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == leader, token)).IsOpen);

    /// <summary>An answer that finds nothing tells something, too. Address and purpose stay out of the trail: where nothing is found nobody knows which of their words are a name.</summary>
    private Task NoteAsync(HubDbContext db, int found, CurrentUser user, CancellationToken token) =>
        audit.WriteAsync(db, user.Name, "subject.asked", "data-subject", found.ToString(CultureInfo.InvariantCulture), token);

    private async Task<List<(Ticket Ticket, ReporterRecord Record)>> FindAsync(HubDbContext db, string email, CurrentUser user, CancellationToken token)
    {
        if (marks.OfAddress(email) is not { } lookup || marks.OfOtherAddress(email) is not { } mark)
        {
            return [];
        }

        var found = await (
            from record in db.Reporters.AsNoTracking()
            join ticket in db.Tickets.AsNoTracking().For(user) on record.TicketId equals ticket.Id
            where record.Lookup == lookup || db.SamenessBands.Any(b => b.Hash == mark && b.TicketId == record.TicketId)
            select new { ticket, record }).ToListAsync(token);

        // Who is protected has no mark; each is opened and looked at.
        await foreach (var unmarked in (
            from record in db.Reporters.AsNoTracking()
            join ticket in db.Tickets.AsNoTracking().For(user) on record.TicketId equals ticket.Id
            where ticket.Anonymous || ticket.Secret
            select new { ticket, record }).AsAsyncEnumerable().WithCancellation(token))
        {
            if (vault.Unseal(unmarked.record).All().Any(r => ReporterMarks.IsSame(r.Email, email)))
            {
                found.Add(unmarked);
            }
        }

        return [.. found.DistinctBy(static f => f.ticket.Id).OrderBy(static f => f.ticket.Id).Select(static f => (f.ticket, f.record))];
    }
}

/// <summary>What is handed to a person about themselves.</summary>
public sealed record SubjectFile(string Email, IReadOnlyList<SubjectItem> Items);

/// <summary>One ticket in it.</summary>
public sealed record SubjectItem(string Number, string Title, string Body, string System, DateTimeOffset ReceivedAt, TicketStatus Status, Reporter Reporter);

/// <summary>What an erasure did, by ticket number.</summary>
public sealed record SubjectErasure(IReadOnlyList<string> Erased, IReadOnlyList<string> Kept);
