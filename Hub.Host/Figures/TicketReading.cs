using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Antivirus;
using Hub.Host.People.Privacy;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>One ticket with all that belongs to it, if the visitor may see it.</summary>
public sealed class TicketReading(TicketQueries tickets, TicketDoor door, TicketSeal seal, ByteStore bytes, VirusScanner scanner, AnswerWays ways, Visit visit)
{
    public async Task<OpenedTicket?> FindAsync(string number, CancellationToken token)
    {
        await using var db = tickets.Read();
        var ticket = await tickets.Visible(db)
            .Include(t => t.Events.OrderBy(e => e.Sequence)).Include(t => t.Clocks).Include(t => t.Attachments)
            .AsSplitQuery().FirstOrDefaultAsync(t => t.Number == number, token);
        if (ticket is null)
        {
            return null;
        }

        var envelopes = await db.Envelopes.AsNoTracking().Where(e => e.TicketId == ticket.Id && e.CauseCode != IntakeReasons.NamesTicket && e.RawLength > 0).OrderBy(e => e.Id)
            .Select(e => new RawVersion(e.Id, e.MediaType, e.RawLength, e.SeenAt)).ToListAsync(token);
        var notices = await db.Outbox.AsNoTracking().Where(m => m.TicketId == ticket.Id).OrderBy(m => m.Id)
            .Select(m => new SentNotice(m.Purpose, m.Channel, m.Bureau, m.State, m.CreatedAt, m.SentAt, m.Answer)).ToListAsync(token);
        var leader = ticket.MergedInto is { } id ? await db.Tickets.Where(t => t.Id == id).Select(t => t.Number).FirstOrDefaultAsync(token) : null;
        var followers = await tickets.Visible(db).Where(t => t.MergedInto == ticket.Id).OrderBy(t => t.LateAt).Select(t => new Follower(t.Number, t.DueOn, t.FirstResponseAt != null)).ToListAsync(token);
        return new OpenedTicket(ticket, envelopes, notices, leader, followers, door.Show(ticket, visit.User), await WaysAsync(db, ticket, token))
        {
            ExternalId = seal.ExternalId(ticket, ticket.IsProtected ? await db.Reporters.AsNoTracking().FirstOrDefaultAsync(r => r.TicketId == ticket.Id, token) : null),
        };
    }

    private async Task<TellingWays> WaysAsync(HubDbContext db, Ticket ticket, CancellationToken token) => new(
        await ways.OfAsync(db, ticket, ticket.FirstResponseAt is null ? ReplyKind.FirstResponse : ReplyKind.FollowUp, token),
        await ways.OfAsync(db, ticket, ReplyKind.FollowUp, token),
        await ways.OfAsync(db, ticket, ReplyKind.Finished, token));

    /// <summary>What is known of the reporter, for the leak gate alone; shown to nobody.</summary>
    public async Task<Reporter> AboutAsync(Ticket ticket, CancellationToken token)
    {
        await using var db = tickets.Read();
        return seal.About(ticket, await db.Reporters.AsNoTracking().FirstOrDefaultAsync(r => r.TicketId == ticket.Id, token));
    }

    /// <summary>The raw bytes of one version, and why nobody may have them; null when it is not this ticket's, or was erased.</summary>
    public async Task<(string MediaType, Stream Raw, Said? Barred)?> RawAsync(Ticket ticket, long envelope, CancellationToken token)
    {
        await using var db = tickets.Read();
        var stored = await db.Envelopes.AsNoTracking().FirstOrDefaultAsync(e => e.Id == envelope && e.TicketId == ticket.Id && e.CauseCode != IntakeReasons.NamesTicket, token);
        return stored is not null && bytes.Open(stored) is { } raw ? (stored.MediaType, raw, await FileBar.OfAsync(scanner, raw, token)) : null;
    }

    /// <summary>The stored bytes of an attachment; null when only a link is known.</summary>
    public async Task<KeptFile?> ContentAsync(TicketAttachment attachment, CancellationToken token)
    {
        await using var db = tickets.Read();
        return await db.Blobs.AsNoTracking().FirstOrDefaultAsync(b => b.Hash == attachment.ContentHash, token) is { } blob && bytes.OpenWhole(blob) is { } content ? new KeptFile(content, FileBar.Of(blob, scanner.IsOn)) : null;
    }
}

/// <summary>The bytes of a file as it came; of a large one memory holds a piece.</summary>
/// <param name="Barred">Why nobody gets them; null when they may be given.</param>
public sealed record KeptFile(Stream Content, Said? Barred);

/// <summary>A ticket opened for reading.</summary>
/// <param name="Leader">The ticket it is followed under; null when it stands alone.</param>
/// <param name="Followers">Tickets merged into this one.</param>
/// <param name="View">Its words, as this reader may read them.</param>
/// <param name="Ways">How its reporter is told something.</param>
public sealed record OpenedTicket(Ticket Ticket, IReadOnlyList<RawVersion> Versions, IReadOnlyList<SentNotice> Notices, string? Leader, IReadOnlyList<Follower> Followers, TicketView View, TellingWays Ways)
{
    /// <summary>Its number at its source, as people may read it.</summary>
    public required string ExternalId { get; init; }
}

/// <summary>The ways of an answer, of a question and of the last word.</summary>
public sealed record TellingWays(AnswerWay Answer, AnswerWay Question, AnswerWay LastWord);

/// <summary>A ticket followed under another, with its own headline date.</summary>
public sealed record Follower(string Number, DateOnly DueOn, bool IsAnswered);

/// <summary>One stored original.</summary>
public sealed record RawVersion(long Id, string MediaType, int Length, DateTimeOffset SeenAt);

/// <summary>What left, or waits to leave, because of this ticket; without the address.</summary>
public sealed record SentNotice(NoticePurpose Purpose, OutboxChannel Channel, string? Bureau, OutboxState State, DateTimeOffset CreatedAt, DateTimeOffset? SentAt, Said? Answer);
