using System.Globalization;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Audit;

/// <summary>Says whether something was done to the trail outside the hub, by its end and by what was found before: four small statements at most, however long the trail is.</summary>
public sealed partial class AuditWatch(Database database, KeyFolder keys, AuditTrail audit, TimeProvider clock, ILogger<AuditWatch> log)
{
    /// <summary>When and where a break was found; of several the newest.</summary>
    internal const string BreakMark = "audit-break";

    /// <summary>When the guards were missing at a start.</summary>
    internal const string UnguardedMark = "audit-unguarded";

    /// <summary>What the last walk along the whole trail found.</summary>
    internal const string WalkMark = "audit-walk";

    /// <summary>Makes guards that are missing again, and says it; a step of <see cref="HubApp.PrepareAsync(WebApplication, CancellationToken)"/>.</summary>
    public async Task GuardAsync(CancellationToken token)
    {
        await using var db = database.Open();
        if (await AuditGuards.StandAsync(db, token))
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await AuditGuards.MakeAsync(db, token);
        await db.KeepAsync(UnguardedMark, Stored(clock.GetUtcNow()), token);
        await audit.WriteAsync(db, "hub", "audit.guarded-again", "audit", null, token);
        await transaction.CommitAsync(token);
        Unguarded(log);
    }

    public async Task<AuditState> LookAsync(HubDbContext db, CancellationToken token)
    {
        var key = keys.KeyFor(AuditHead.KeyPurpose);
        var end = await AuditEnd.ReadAsync(db, key, token);
        var isBroken = !end.IsWhole || await end.IsRemovedAsync(db, key, keys, null, token);
        var marks = await db.Marks.AsNoTracking().Where(m => m.Name == BreakMark || m.Name == UnguardedMark || m.Name == WalkMark).ToDictionaryAsync(m => m.Name, m => m.Value, token);
        return new AuditState(
            isBroken ? new AuditPlace(end.Next(isBroken: true), clock.GetUtcNow()) : Place(marks.GetValueOrDefault(BreakMark)),
            Place(marks.GetValueOrDefault(WalkMark)),
            Instant(marks.GetValueOrDefault(UnguardedMark)),
            await AuditGuards.StandAsync(db, token));
    }

    /// <summary>Walks the whole trail, and keeps what was found for the page of the trail.</summary>
    public async Task<AuditVerdict> WalkAsync(HubDbContext db, CancellationToken token)
    {
        var verdict = await AuditVerdict.OfAsync(db, keys, null, token);
        if (verdict.Faults.FirstOrDefault(f => f.Kind != AuditFaultKind.Unguarded) is not { } fault)
        {
            await db.Marks.Where(m => m.Name == WalkMark).ExecuteDeleteAsync(token);
        }
        else
        {
            await db.KeepAsync(WalkMark, Stored(new AuditPlace(fault.Entry, clock.GetUtcNow())), token);
        }

        return verdict;
    }

    internal static string Stored(AuditPlace place) => string.Create(CultureInfo.InvariantCulture, $"{place.Entry} {Stored(place.FoundAt)}");

    private static string Stored(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private static AuditPlace? Place(string? stored) =>
        stored?.Split(' ') is [var number, var at] && long.TryParse(number, CultureInfo.InvariantCulture, out var entry) && Instant(at) is { } found ? new AuditPlace(entry, found) : null;

    private static DateTimeOffset? Instant(string? stored) => DateTimeOffset.TryParse(stored, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;

    [LoggerMessage(188, LogLevel.Error, "The triggers that keep the audit trail append-only were missing and were made again: somebody changed the database outside the hub")]
    private static partial void Unguarded(ILogger log);
}

/// <summary>What is known of the trail without walking it.</summary>
/// <param name="Break">It does not end where it was signed, or did not when something was written.</param>
/// <param name="Walked">The first fault that the last walk along the whole trail found.</param>
/// <param name="UnguardedAt">When guards were missing at a start; null when they never were.</param>
/// <param name="IsGuarded">The store refuses changes of entries now.</param>
public sealed record AuditState(AuditPlace? Break, AuditPlace? Walked, DateTimeOffset? UnguardedAt, bool IsGuarded)
{
    /// <summary>Where the trail is broken; null when nothing is known.</summary>
    public AuditPlace? Broken => Break ?? Walked;
}

/// <summary>Where something is wrong, and since when that is known.</summary>
/// <param name="Entry">The number of the entry where it shows.</param>
/// <param name="FoundAt">When the hub found it.</param>
public sealed record AuditPlace(long Entry, DateTimeOffset FoundAt);
