using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Duties;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Offices;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Duties;

/// <summary>Which reports offices owe again and again: kept by people, from the shipped ones on.</summary>
public sealed class DutyRegister(Database database, ServiceCatalogue catalogue, OfficeRegister offices, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Brings the shipped duties into an empty register; what was owed before the hub stood is nobody's debt here.</summary>
    public async Task LoadAsync(CancellationToken token)
    {
        await using var db = database.Open();
        if (!await db.Duties.AnyAsync(token))
        {
            var today = Wita.DateOf(clock.GetUtcNow());
            db.Duties.AddRange(PeriodicDuty.Shipped().Select(d => Stored(d with { Since = today })));
            await db.SaveChangesAsync(token);
        }
    }

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<DutyEntry>> AllAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await AllAsync(db, token);
    }

    internal static async Task<List<DutyEntry>> AllAsync(HubDbContext db, CancellationToken token) =>
        [.. (await db.Duties.AsNoTracking().OrderBy(d => d.Name).ToListAsync(token)).Select(d => new DutyEntry(Of(d), d.Stopped))];

    /// <summary>Keeps one duty, new or known by its code.</summary>
    /// <exception cref="Foundation.TicketRefusal">Something in it cannot be.</exception>
    public async Task SaveAsync(DutyEntry entry, string actor, CancellationToken token)
    {
        DutyFault.RefuseIn(entry.Duty, catalogue, await offices.ReadAsync(token));
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var stored = Stored(entry.Duty);
        stored.Stopped = entry.Stopped;
        if (await db.Duties.FirstOrDefaultAsync(d => d.Code == entry.Duty.Code, token) is { } known)
        {
            db.Entry(known).CurrentValues.SetValues(stored);
        }
        else
        {
            db.Duties.Add(stored);
        }

        await audit.WriteAsync(db, actor, "duty.kept", entry.Duty.Code, null, token);
        await transaction.CommitAsync(token);
    }

    private static PeriodicDuty Of(StoredDuty duty) => new()
    {
        Code = duty.Code,
        Name = duty.Name,
        Cycle = duty.Cycle,
        DueDay = duty.DueDay,
        Since = duty.Since,
        Debtors = Split(duty.Debtors),
        Keeper = duty.Keeper,
        System = duty.System,
        Words = Split(duty.Words),
        Basis = duty.Basis,
    };

    private static StoredDuty Stored(PeriodicDuty duty) => new()
    {
        Code = duty.Code,
        Name = duty.Name,
        Cycle = duty.Cycle,
        DueDay = duty.DueDay,
        Since = duty.Since,
        Debtors = string.Join(',', duty.Debtors),
        Keeper = duty.Keeper,
        System = duty.System,
        Words = string.Join(',', duty.Words),
        Basis = duty.Basis,
    };

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A duty in the register.</summary>
/// <param name="Stopped">It makes no new debts.</param>
public sealed record DutyEntry(PeriodicDuty Duty, bool Stopped);
