using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Audit;

/// <summary>Writes the history of actions, configuration changes and reads of protected data: append-only, each entry sealing the one before it.</summary>
public sealed class AuditTrail(KeyFolder keys, TimeProvider clock)
{
    // Any number that nothing else locks; writers queue on it until the transaction ends.
    private const long WriterLock = 7_302_641_001;

    /// <summary>The action by which an account begins; its subject is the name of the account.</summary>
    public const string AccountMade = "user.created";

    private readonly byte[] headKey = keys.KeyFor(AuditHead.KeyPurpose);

    /// <summary>Saves one entry together with whatever else the context holds: in the caller's transaction, or in one of its own.</summary>
    /// <param name="db">The caller's unit of work; its pending changes are saved too.</param>
    /// <param name="actor">The user name, or <c>hub</c>.</param>
    /// <param name="action">What was done: <c>reporter.opened</c>, <c>source.changed</c> …</param>
    /// <param name="subject">On what: a ticket number, a source name …</param>
    /// <param name="detail">Purpose, old and new value; never secrets or identities.</param>
    /// <param name="token">Stops the writing.</param>
    public async Task WriteAsync(HubDbContext db, string actor, string action, string subject, string? detail, CancellationToken token)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            await AppendAsync(db, actor, action, subject, detail, token);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await AppendAsync(db, actor, action, subject, detail, token);
        await transaction.CommitAsync(token);
    }

    private async Task AppendAsync(HubDbContext db, string actor, string action, string subject, string? detail, CancellationToken token)
    {
        await QueueAsync(db, token);
        var (end, now) = (await AuditEnd.ReadAsync(db, headKey, token), clock.GetUtcNow());
        var isBroken = !end.IsWhole || await end.IsRemovedAsync(db, headKey, keys, action == AccountMade ? subject : null, token);
        if (isBroken)
        {
            await db.KeepAsync(AuditWatch.BreakMark, AuditWatch.Stored(new AuditPlace(end.Next(isBroken), now)), token);
        }

        var entry = new AuditEntry
        {
            Id = end.Next(isBroken),
            At = AuditChain.Instant(now),
            Actor = StorableText.Of(actor),
            Action = action,
            Subject = StorableText.Of(subject),
            Detail = detail is null ? null : StorableText.Of(detail),
            Hash = "",
        };
        entry.Hash = AuditChain.Hash(end.Before(isBroken), entry);
        db.Audit.Add(entry);
        await db.SaveChangesAsync(token);
        await AuditHead.SaveAsync(db, headKey, entry, token);
    }

    // SQLite: a transaction that begins here has the write lock already (BEGIN IMMEDIATE). Where a caller's isolation
    // hides a newer entry, the number is taken twice and the primary key refuses the second.
    private static async Task QueueAsync(HubDbContext db, CancellationToken token)
    {
        if (db.Database.IsNpgsql())
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({WriterLock})", token);
        }
    }

    /// <summary>Takes the queue for the rest of the caller's transaction if nobody is in it.</summary>
    /// <returns>False when somebody is; on SQLite never.</returns>
    internal static async Task<bool> TryQueueAsync(HubDbContext db, CancellationToken token) =>
        !db.Database.IsNpgsql() || await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({WriterLock}) AS \"Value\"").SingleAsync(token);
}
