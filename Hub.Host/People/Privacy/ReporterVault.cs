using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
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
    private readonly byte[] lookupKey;

    public ReporterVault(Database database, ReporterSeal seal, TicketKeys ticketKeys, KeyFolder keys, AuditTrail audit)
    {
        this.database = database;
        this.audit = audit;
        this.seal = seal;
        this.ticketKeys = ticketKeys;
        lookupKey = keys.KeyFor("reporter-lookup");
    }

    /// <summary>Puts into the compartment what an item says of who sent the ticket; a later item adds what was not known, and takes nothing away.</summary>
    public async Task KeepAsync(HubDbContext db, Ticket ticket, Reporter reporter, CancellationToken token)
    {
        if (!reporter.HasIdentity)
        {
            return;
        }

        var known = db.IsNew(ticket) ? null : await db.Reporters.FindAsync([ticket.Id], token);
        var record = known ?? db.Reporters.Add(new ReporterRecord { TicketId = ticket.Id, Sealed = [] }).Entity;
        var before = known is null ? Reporter.Unknown : seal.Open(known);
        var all = known is null ? reporter : before.With(reporter);
        var key = ticketKeys.For(ticket);
        (record.Key, record.Sealed, record.Lookup) = (key, seal.Close(key, all), all.Email is null ? null : LookupOf(all.Email));
        if (before.Phone is null && PhoneMarkOf(all.Phone) is { } mark)
        {
            db.SamenessBands.Add(new StoredBand { Hash = mark, TicketId = ticket.Id });
        }
    }

    /// <summary>The keyed hash by which the same address is recognised without opening anything; null for a blank address.</summary>
    public string? LookupOf(string email) => string.IsNullOrWhiteSpace(email)
        ? null
        : Convert.ToHexStringLower(HMACSHA256.HashData(lookupKey, Encoding.UTF8.GetBytes(email.Trim().ToLowerInvariant())));

    /// <summary>The keyed mark under which the same telephone number is found again, however it is written; null for what is no telephone number.</summary>
    public long? PhoneMarkOf(string? phone) => PhoneNumber.National(phone) is { } digits
        ? BinaryPrimitives.ReadInt64LittleEndian(HMACSHA256.HashData(lookupKey, Encoding.UTF8.GetBytes($"tel:{digits}")))
        : null;

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
        var reporter = record is null ? Reporter.Unknown : Unseal(record);
        await audit.WriteAsync(db, user.Name, "reporter.opened", ticket.Number, LeakGate.Mask(purpose.Trim(), reporter), token);
        return reporter;
    }

    /// <summary>For the hub's own work only (leak gate, delivery to the reporter, duplicate search): what it returns is shown to nobody.</summary>
    public Reporter Unseal(ReporterRecord record) => seal.Open(record);
}

/// <summary>An identity stays closed; the message says why and is for the person who asked.</summary>
public sealed class IdentityClosed(string message) : Exception(message);
