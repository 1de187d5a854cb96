using Hub.Domain.Deadlines;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Deadlines;

/// <summary>
/// Counts the open tickets again when they may have been counted on an older basis: another copy of the hub approved an act while this one was storing a ticket,
/// or a new release brings new acts. What agrees with the engine stays untouched.
/// </summary>
public sealed partial class Recounts(Database database, BasisInForce basis, Amendments amendments, ILogger<Recounts> log)
{
    private string? lastSeen;

    /// <returns>How many tickets changed.</returns>
    public async Task<int> RunAsync(CancellationToken token)
    {
        await basis.LoadAsync(token);
        var now = basis.Current;
        var isNewHere = lastSeen is not null && lastSeen != now.Version;
        lastSeen = now.Version;
        if (!isNewHere && !await IsOlderAsync(now, token))
        {
            return 0;
        }

        var changed = await amendments.ApplyAsync(new Recounting(), now.Version, "hub", null, token);
        LogRecounted(changed);
        return changed;
    }

    /// <summary>Whether the stored dates rest on fewer acts than are known here. A copy that knows fewer never takes dates back.</summary>
    private async Task<bool> IsOlderAsync(Basis now, CancellationToken token)
    {
        await using var db = database.Open();
        var counted = await db.Marks.AsNoTracking().Where(s => s.Name == Amendments.CountedOn).Select(s => s.Value).FirstOrDefaultAsync(token);
        if (counted is null)
        {
            await db.KeepFirstAsync(Amendments.CountedOn, now.Version, token);
            return false;
        }

        return counted != now.Version && counted.Split(';')[0].Split('+').All(id => now.Calendar.Acts.Any(a => a.Id == id));
    }

    [LoggerMessage(186, LogLevel.Information, "Open tickets were counted on the calendar and standards now in force: {Changed} changed")]
    private partial void LogRecounted(int changed);
}
