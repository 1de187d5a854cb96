using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>What is new at the sources: fields and values that no reader knows. They change no ticket; a person says when they are known.</summary>
public sealed class DriftDesk(Database database, AuditTrail audit, TimeProvider clock)
{
    /// <summary>What nobody has acknowledged, latest first.</summary>
    /// <param name="source">Null for all sources.</param>
    public async Task<IReadOnlyList<DriftSample>> OpenAsync(string? source, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Drifts.AsNoTracking().Where(d => d.AcknowledgedAt == null && (source == null || d.Source == source)).OrderByDescending(d => d.LastSeenAt).ToListAsync(token);
    }

    /// <exception cref="TicketRefusal">There is no such sample.</exception>
    public async Task AcknowledgeAsync(long id, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        var sample = await db.Drifts.FirstOrDefaultAsync(d => d.Id == id, token) ?? throw TicketRefusal.Of("NoDrift", id);
        sample.AcknowledgedAt ??= clock.GetUtcNow();
        await audit.WriteAsync(db, actor, "drift.acknowledged", $"{sample.Source}/{sample.Field}", null, token);
    }
}
