using System.Text.Json;
using Hub.Domain.Catalogue;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Offices;

/// <summary>The offices of the province beside the nine bureaus, with their liaison officers: kept by people, from the shipped list of names on.</summary>
public sealed class OfficeRegister(Database database, ServiceCatalogue catalogue, IRecipientNews news, Proposals proposals, AuditTrail audit)
{
    private volatile IReadOnlyList<Office> known = [];

    /// <summary>As they were last read; in the order of their names.</summary>
    public IReadOnlyList<Office> Known => known;

    /// <summary>The name of a bureau or office.</summary>
    /// <returns>Null for no code.</returns>
    public string? NameOf(string? code) => catalogue.FindBureau(code)?.Name ?? OfficeOf(code)?.Name ?? code;

    /// <inheritdoc cref="NameOf"/>
    public string? ShortNameOf(string? code) => catalogue.FindBureau(code)?.ShortName ?? OfficeOf(code)?.ShortName ?? code;

    /// <summary>Whether a ticket is held outside the nine bureaus.</summary>
    public bool IsOffice(string? code) => code is not null && catalogue.FindBureau(code) is null;

    /// <summary>Brings the shipped names into an empty register, and reads it.</summary>
    public async Task LoadAsync(CancellationToken token)
    {
        await using var db = database.Open();
        if (!await db.Offices.AnyAsync(token))
        {
            db.Offices.AddRange(Office.Shipped().Select(o => new StoredOffice { Code = o.Code, Name = o.Name, Also = string.Join(", ", o.Also) }));
            await db.SaveChangesAsync(token);
        }

        await ReadAsync(db, token);
    }

    /// <summary>Reads it anew: another copy of the hub may have changed it.</summary>
    public async Task<IReadOnlyList<Office>> ReadAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await ReadAsync(db, token);
    }

    /// <returns>Null when there is no such office.</returns>
    internal static async Task<Office?> FindAsync(HubDbContext db, string code, CancellationToken token) =>
        await db.Offices.AsNoTracking().FirstOrDefaultAsync(o => o.Code == code, token) is { } stored
            ? Of(stored, await db.Contacts.AnyAsync(c => c.Bureau == code && c.BouncingSince == null, token))
            : null;

    /// <summary>Every office with all that is kept of it, by name.</summary>
    public async Task<IReadOnlyList<OfficeEntry>> EntriesAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var liaisons = await LiaisonsAsync(db, token);
        return [.. (await db.Offices.AsNoTracking().OrderBy(o => o.Name).ToListAsync(token)).Select(o => OfficeEntry.Of(o, liaisons.GetValueOrDefault(o.Code)))];
    }

    /// <summary>The names of those who give the Inspektorat its address.</summary>
    public async Task<IReadOnlyList<string>> InspectorateKeepersAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await (
            from user in db.Users
            join link in db.UserRoles on user.Id equals link.UserId
            join role in db.Roles on link.RoleId equals role.Id
            where user.DisabledAt == null && role.Name == Roles.Administrator
            select user.DisplayName ?? user.UserName!).Distinct().OrderBy(static n => n).ToListAsync(token);
    }

    /// <summary>Keeps one office, new or known by its code.</summary>
    /// <returns>What stands in the way; null when it was kept.</returns>
    public async Task<OfficeFault?> SaveAsync(OfficeEntry entry, CurrentUser user, CancellationToken token)
    {
        if ((OfficeFault.In(entry, catalogue) ?? OfficeFault.Beyond(user, entry, await EntriesAsync(token))) is { } fault)
        {
            return fault;
        }

        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await KeepAsync(db, entry, user.Name, token);
        await transaction.CommitAsync(token);
        await ReadAsync(db, token);
        return null;
    }

    /// <summary>Keeps the rows of a file; a row that cannot be used is named with its fault, the others are kept.</summary>
    /// <exception cref="Connectors.ConnectorFailure">The file is no table of offices.</exception>
    public async Task<OfficeImport> ImportAsync(string name, Stream file, CurrentUser user, CancellationToken token)
    {
        var before = await EntriesAsync(token);
        OfficeImport rows;
        try
        {
            rows = OfficeSheet.Read(name, file, before, catalogue, user);
        }
        finally
        {
            // What is refused may have cost as much as what is taken.
            SpareMemory.GiveBack();
        }

        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        foreach (var row in rows.Taken)
        {
            await KeepAsync(db, row, user.Name, token);
        }

        await transaction.CommitAsync(token);
        await ReadAsync(db, token);
        return rows;
    }

    private async Task KeepAsync(HubDbContext db, OfficeEntry entry, string actor, CancellationToken token)
    {
        var office = await db.Offices.FirstOrDefaultAsync(o => o.Code == entry.Code, token);
        if (office is null)
        {
            db.Offices.Add(office = new StoredOffice { Code = entry.Code, Name = entry.Name });
        }

        var liaison = await db.Contacts.Where(c => c.Bureau == entry.Code && c.Role == ContactRole.Staff).OrderBy(c => c.Id).FirstOrDefaultAsync(token);
        if (entry is { Code: Office.Inspectorate, Email: { } wanted } && liaison?.Address != wanted && await Proposals.TakesTwoAsync(db, Proposals.Watcher, actor, token))
        {
            // It hears of what accuses the verifiers: one person alone does not choose who reads that.
            var contact = new Contact { Bureau = entry.Code, Role = ContactRole.Staff, Address = wanted, Name = entry.Liaison };
            await proposals.KeepAsync(db, Proposals.Watcher, entry.Code, $"{wanted} ({entry.Name})", JsonSerializer.Serialize(contact), actor, token);
            entry = entry with { Email = liaison?.Address, Liaison = liaison?.Name };
        }

        var changed = OfficeSheet.Changed(OfficeEntry.Of(office, liaison), entry);
        if (liaison is not null && liaison.Address != entry.Email)
        {
            await news.TellAsync(db, liaison, isAdded: false, actor, token);
        }

        (office.Name, office.Also, office.PostalAddress, office.Phone, office.LaporId) = (entry.Name, entry.Also, entry.PostalAddress, entry.Phone, entry.LaporId);
        if (entry.Email is not { } address)
        {
            db.Contacts.RemoveRange(liaison is null ? [] : [liaison]);
        }
        else if (liaison is null)
        {
            db.Contacts.Add(new Contact { Bureau = entry.Code, Role = ContactRole.Staff, Address = address, Name = entry.Liaison });
        }
        else
        {
            var isNew = liaison.Address != address;
            (liaison.Address, liaison.Name) = (address, entry.Liaison);
            (liaison.BouncingSince, liaison.BounceReason) = isNew ? (null, null) : (liaison.BouncingSince, liaison.BounceReason);
        }

        await audit.WriteAsync(db, actor, "office.kept", entry.Code, changed, token);
    }

    private async Task<IReadOnlyList<Office>> ReadAsync(HubDbContext db, CancellationToken token)
    {
        var reached = await db.Contacts.Where(c => c.Bureau != null && c.BouncingSince == null).Select(c => c.Bureau!).Distinct().ToListAsync(token);
        return known = [.. (await db.Offices.AsNoTracking().OrderBy(o => o.Name).ToListAsync(token)).Select(o => Of(o, reached.Contains(o.Code)))];
    }

    private static async Task<Dictionary<string, Contact>> LiaisonsAsync(HubDbContext db, CancellationToken token) =>
        (await db.Contacts.AsNoTracking().Where(c => c.Role == ContactRole.Staff && db.Offices.Any(o => o.Code == c.Bureau)).OrderBy(c => c.Id).ToListAsync(token))
            .GroupBy(c => c.Bureau!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    private Office? OfficeOf(string? code) => code is null ? null : known.FirstOrDefault(o => o.Code == code);

    private static Office Of(StoredOffice office, bool isReached) => new()
    {
        Code = office.Code,
        Name = office.Name,
        Also = office.Also.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        LaporId = office.LaporId,
        IsReached = isReached,
    };
}
