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
        (record.Key, record.Sealed, record.Lookup) = (key, seal.Close(key, all), all.Email is null ? null : LookupOf(all.Email));
        ReporterSeal.Learn(db, record);
        db.SamenessBands.AddRange(MarksOf(all).Except(before is null ? [] : MarksOf(before)).Select(mark => new StoredBand { Hash = mark, TicketId = ticket.Id }));
    }

    /// <summary>Under which it is found again: the telephone number, and addresses that are not the record's own.</summary>
    private IEnumerable<long> MarksOf(Reporter reporter) =>
        reporter.All().Select(r => PhoneMarkOf(r.Phone)).Concat((reporter.Also ?? []).Select(r => r.Email is null ? null : MailMarkOf(r.Email))).OfType<long>().Distinct();

    /// <summary>The keyed hash by which the same address is recognised without opening anything; null for a blank address.</summary>
    public string? LookupOf(string email) => string.IsNullOrWhiteSpace(email)
        ? null
        : Convert.ToHexStringLower(HMACSHA256.HashData(lookupKey, Encoding.UTF8.GetBytes(email.Trim().ToLowerInvariant())));

    /// <summary>The keyed mark of an address that was named beside the first; null for a blank one.</summary>
    public long? MailMarkOf(string email) => LookupOf(email) is null ? null : BinaryPrimitives.ReadInt64LittleEndian(HMACSHA256.HashData(lookupKey, Encoding.UTF8.GetBytes($"mail:{email.Trim().ToLowerInvariant()}")));

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
