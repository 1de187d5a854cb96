using System.Globalization;
using System.Linq.Expressions;
using System.Text.RegularExpressions;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>Requests of the people whose data we keep (UU 27/2022): what do you have of me, and erase it. Found by address, through the keyed hash, or by what the person can name instead, among what the person who asks may see: what accuses that person's own bureau is neither handed out nor erased, nor named.</summary>
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

    /// <summary>Erases the identity behind every finished ticket of that person; open and held ones stay, and are named.</summary>
    /// <param name="subject">The address; where the source knows none the NIK, or the number of the ticket. No name: others bear it; no telephone number: others use it.</param>
    public async Task<SubjectErasure> EraseAsync(string subject, string purpose, CurrentUser user, CancellationToken token)
    {
        await using var db = database.Open();
        var (erased, kept) = (new List<string>(), new List<string>());
        var found = subject.Contains('@', StringComparison.Ordinal) ? await FindAsync(db, subject, user, token)
            : TicketNumber.Read(subject) is { } number ? await FindAsync(db, t => t.Number == number, static _ => true, user, token)
            : NikOf(subject) is { } nik ? await FindAsync(db, static _ => true, r => TextsOf(r).Any(said => IsNikIn(said, nik)), user, token)
            : [];
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
            join ticket in db.Tickets.AsNoTracking().For(user).NotAccusing(user) on record.TicketId equals ticket.Id
            where record.Lookup == lookup || db.SamenessBands.Any(b => b.Hash == mark && b.TicketId == record.TicketId)
            select new { ticket, record }).ToListAsync(token);

        // Who is protected has no mark.
        var unmarked = await FindAsync(db, static t => t.Anonymous || t.Secret, r => r.All().Any(one => ReporterMarks.IsSame(one.Email, email)), user, token);
        return found.Count + unmarked.Count > 0
            ? [.. found.Select(static f => (Ticket: f.ticket, Record: f.record)).Concat(unmarked).DistinctBy(static f => f.Ticket.Id).OrderBy(static f => f.Ticket.Id)]
            : await FindAsync(db, static _ => true, r => TextsOf(r).Any(said => said.Split(BesideAddress).Any(part => ReporterMarks.IsSame(part.Trim('.'), email))), user, token);
    }

    /// <summary>A table may have name, telephone, address and NIK in one cell.</summary>
    private static IEnumerable<string> TextsOf(Reporter reporter) => reporter.All().SelectMany(static one => new[] { one.NationalId, one.Name, one.Email, one.Phone, one.Address, one.Organisation }).OfType<string>();

    /// <summary>The whole number: within a longer one, or over the end of another, it is somebody else's.</summary>
    private static bool IsNikIn(string said, string nik) => Regex.IsMatch(said, $@"(?<!\d){string.Join(@"[ .\-]?", nik.AsEnumerable())}(?!\d)", RegexOptions.None, TimeSpan.FromSeconds(2));

    /// <summary>What no mark leads to: each record is opened and looked at.</summary>
    private async Task<List<(Ticket Ticket, ReporterRecord Record)>> FindAsync(HubDbContext db, Expression<Func<Ticket, bool>> among, Func<Reporter, bool> isOf, CurrentUser user, CancellationToken token)
    {
        var found = new List<(Ticket Ticket, ReporterRecord Record)>();
        await foreach (var row in (
            from record in db.Reporters.AsNoTracking()
            join ticket in db.Tickets.AsNoTracking().For(user).NotAccusing(user).Where(among) on record.TicketId equals ticket.Id
            orderby ticket.Id
            select new { ticket, record }).AsAsyncEnumerable().WithCancellation(token))
        {
            if (isOf(vault.Unseal(row.record)))
            {
                found.Add((row.ticket, row.record));
            }
        }

        return found;
    }

    /// <returns>The sixteen digits, however they are written; null for anything else.</returns>
    private static string? NikOf(string? text)
    {
        var digits = string.Concat((text ?? "").Where(char.IsAsciiDigit));
        return digits.Length == NikLength && text!.All(static c => char.IsAsciiDigit(c) || c is ' ' or '.' or '-') ? digits : null;
    }

    private const int NikLength = 16;

    /// <summary>What may stand between an address and other words in one cell: an address that only ends like it is somebody else's.</summary>
    private static readonly char[] BesideAddress = [' ', '\t', '\r', '\n', ',', ';', ':', '/', '|', '<', '>', '(', ')', '[', ']', '"', '\''];
}

/// <summary>What is handed to a person about themselves.</summary>
public sealed record SubjectFile(string Email, IReadOnlyList<SubjectItem> Items);

/// <summary>One ticket in it.</summary>
public sealed record SubjectItem(string Number, string Title, string Body, string System, DateTimeOffset ReceivedAt, TicketStatus Status, Reporter Reporter);

/// <summary>What an erasure did, by ticket number.</summary>
public sealed record SubjectErasure(IReadOnlyList<string> Erased, IReadOnlyList<string> Kept);
