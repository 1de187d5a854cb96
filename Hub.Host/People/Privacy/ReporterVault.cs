using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>The identity compartment: seals who sent a ticket, opens it for a stated purpose, and writes every opening down.</summary>
public sealed class ReporterVault
{
    /// <summary>Shortest purpose that is taken as stated.</summary>
    public const int ShortestPurpose = 5;

    private readonly Database database;
    private readonly AuditTrail audit;
    private readonly ReporterSeal seal;
    private readonly TicketKeys ticketKeys;
    private readonly ReporterMarks marks;

    public ReporterVault(Database database, ReporterSeal seal, TicketKeys ticketKeys, ReporterMarks marks, AuditTrail audit)
    {
        this.database = database;
        this.audit = audit;
        this.seal = seal;
        this.ticketKeys = ticketKeys;
        this.marks = marks;
    }

    /// <summary>Puts into the compartment what an item says of who sent the ticket; a later item adds what was not known, and takes nothing away.</summary>
    public Task KeepAsync(HubDbContext db, Ticket ticket, Reporter reporter, CancellationToken token) => KeepAsync(db, ticket, known => known is null ? reporter : known.With(reporter), token);

    /// <summary>Puts in beside what is known who may have sent the ticket as well: they are covered and found like its sender, and nobody writes to them.</summary>
    public Task LearnAsync(HubDbContext db, Ticket ticket, Reporter reporter, CancellationToken token) => KeepAsync(db, ticket, known => (known ?? Reporter.Unknown).Beside(reporter), token);

    /// <summary>Learns of the sender of another ticket, from which this one came or whose words it takes.</summary>
    public async Task LearnFromAsync(HubDbContext db, Ticket ticket, Ticket other, CancellationToken token)
    {
        if (await ReporterSeal.RecordAsync(db, other, token) is { } record)
        {
            await LearnAsync(db, ticket, seal.Open(record), token);
        }
    }

    private async Task KeepAsync(HubDbContext db, Ticket ticket, Func<Reporter?, Reporter> learn, CancellationToken token)
    {
        var known = await ReporterSeal.RecordAsync(db, ticket, token);
        var before = known is null ? null : seal.Open(known);
        var all = learn(before);
        if (!all.HasIdentity || all == before)
        {
            return;
        }

        var record = known ?? db.Reporters.Add(new ReporterRecord { TicketId = ticket.Id, Sealed = [] }).Entity;
        var key = ticketKeys.For(ticket);
        (record.Key, record.Sealed) = (key, seal.Close(ticket.Id, key, all));
        ReporterSeal.Learn(db, record);
        if (!ticket.IsProtected)
        {
            record.Lookup = marks.OfAddress(all.Email);
            db.SamenessBands.AddRange(marks.Of(all).Except(before is null ? [] : marks.Of(before)).Select(mark => new StoredBand { Hash = mark, TicketId = ticket.Id }));
        }
    }

    /// <summary>Whether the ticket was sent from that address.</summary>
    internal async Task<bool> IsSenderAsync(HubDbContext db, long ticketId, string? email, CancellationToken token) =>
        await db.Reporters.AsNoTracking().FirstOrDefaultAsync(r => r.TicketId == ticketId, token) is { } record && ReporterMarks.IsSame(Unseal(record).Email, email);

    /// <summary>Opens an identity for a person. The opening is in the audit trail before the identity is returned.</summary>
    /// <param name="ticketId">The ticket whose reporter is asked for.</param>
    /// <param name="purpose">Why, in the person's own words.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="token">Stops the reading.</param>
    /// <returns><see cref="Reporter.Unknown"/> when no identity is kept (never given, or erased).</returns>
    /// <exception cref="IdentityClosed">No right, no purpose, or no such ticket; the message is for the person.</exception>
    public async Task<Reporter> OpenAsync(long ticketId, string purpose, CurrentUser user, CancellationToken token)
    {
        await using var db = database.Open();
        var ticket = await db.Tickets.AsNoTracking().FirstOrDefaultAsync(t => t.Id == ticketId, token)
            ?? throw new IdentityClosed(TicketRefusal.Say("IdentityNoTicket"));
        if (!user.MayOpenIdentity(ticket))
        {
            await audit.WriteAsync(db, user.Name, "reporter.refused", ticket.Number, null, token);
            throw new IdentityClosed(TicketRefusal.Say("IdentityNotYours"));
        }

        if (purpose.Trim().Length < ShortestPurpose)
        {
            throw new IdentityClosed(TicketRefusal.Say("IdentityNoPurpose"));
        }

        var record = await db.Reporters.AsNoTracking().FirstOrDefaultAsync(r => r.TicketId == ticketId, token);
        var reporter = record is null ? Reporter.Unknown : Opened(record);
        await audit.WriteAsync(db, user.Name, "reporter.opened", ticket.Number, LeakGate.Mask(purpose.Trim(), reporter), token);
        return reporter;
    }

    private Reporter Opened(ReporterRecord record)
    {
        try
        {
            return Unseal(record);
        }
        catch (SealBroken broken)
        {
            throw new IdentityClosed(broken.Message);
        }
    }

    /// <summary>For the hub's own work only (leak gate, delivery to the reporter, duplicate search): what it returns is shown to nobody.</summary>
    public Reporter Unseal(ReporterRecord record) => seal.Open(record);
}

/// <summary>An identity stays closed; the message says why and is for the person who asked.</summary>
public sealed class IdentityClosed(string message) : Exception(message);
