using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Hub.Domain;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Generations;

/// <summary>Knows which life of the store this is. After a backup was put back nothing leaves and no number is given twice until a person has looked.</summary>
/// <remarks>
/// The store carries a random epoch; a <see cref="Witness"/> outside it notes the epoch and how far the store had come. A store that is behind its witness, or that has an epoch and no witness
/// (one SQLite file in an empty folder), was put back. It gets a new epoch, its ticket numbers jump, and what waits to leave is held.
/// </remarks>
public sealed class Generation(Database database, HubOptions options, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Ticket numbers left out after a restore, beyond the highest that anybody knows of: more than the busiest day gives.</summary>
    private const int Gap = 1000;

    private const string EpochMark = "epoch";
    internal const string RestoredMark = "restored";
    private const string EndedMark = "restore-ended";
    private const string PutBackMark = "put-back";

    /// <summary>The code by which an administrator is made.</summary>
    internal const string SetupCodeMark = "setup-code";

    /// <summary>As the framework calls the codes that stand for a second factor, each once.</summary>
    private const string RecoveryCodes = "RecoveryCodes";

    private volatile Restored? restored;
    private StrongBox<DateTimeOffset>? ended;

    /// <summary>Why something waits: it may have left in the time that the store does not know.</summary>
    internal static Said Held => Said.Of<GenerationTexts>("Held");

    /// <summary>Why something stays: a person said that it is not to leave.</summary>
    internal static Said Dropped => Said.Of<GenerationTexts>("Dropped");

    /// <summary>Null in ordinary life.</summary>
    public Restored? Restored => restored;

    /// <summary>When a person last said that ordinary life goes on after a restore; null when none ever was. What items of before bring may have been told.</summary>
    public DateTimeOffset? Ended => Volatile.Read(ref ended)?.Value;

    /// <summary>Notes in a store that it comes from a backup; the next start asks no further. No code, link or session of then lets anybody in: it was used, replaced or ended in a time that the store does not know.</summary>
    internal static async Task PutBackAsync(HubDbContext db, CancellationToken token)
    {
        await ShutDoorsAsync(db, token);
        await db.KeepAsync(PutBackMark, "", token);
    }

    private static async Task ShutDoorsAsync(HubDbContext db, CancellationToken token)
    {
        await db.UserTokens.Where(t => t.Name == RecoveryCodes).ExecuteDeleteAsync(token);
        await db.Marks.Where(m => m.Name == SetupCodeMark).ExecuteDeleteAsync(token);
        await db.Set<SignInLink>().ExecuteDeleteAsync(token);
        await db.Set<UserSession>().Where(s => s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, s => s.SeenAt), token);
    }

    /// <summary>Whether that witness saw this life of the store. One without an epoch, in which people have accounts, is no new store: somebody took the epoch out of it.</summary>
    internal static async Task<bool> IsOfAsync(HubDbContext db, Witness witness, CancellationToken token) =>
        await MarkAsync(db, EpochMark, token) is { } epochs ? epochs.Split(' ')[0] == witness.Epoch : await db.Users.AnyAsync(token);

    /// <summary>Looks at the start whether the store is the one that was left; a step of <see cref="HubApp.PrepareAsync(WebApplication, CancellationToken)"/>.</summary>
    public async Task CheckAsync(CancellationToken token)
    {
        await using var db = database.Open();
        await using (var transaction = await db.Database.BeginTransactionAsync(token))
        {
            if (await MarkAsync(db, EpochMark, token) is { } kept)
            {
                var (epochs, witness) = (kept.Split(' '), Witness.Read(options.Data));
                if (await MarkAsync(db, RestoredMark, token) is null && await IsPutBackAsync(db, epochs, witness, token))
                {
                    await EnterAsync(db, epochs, witness, token);
                }
            }
            else if (Witness.Read(options.Data) is { } seen && await IsOfAsync(db, seen, token) && seen.Lost(await HighestAsync(db, token)).Count > 0)
            {
                // Whoever takes the epoch out too does not begin a new life.
                await EnterAsync(db, [], seen, token);
            }
            else
            {
                await BeginAsync(db, token);
            }

            await transaction.CommitAsync(token);
        }

        await LookAsync(token);
    }

    /// <summary>The witness first: without it a store with an epoch is taken for one that was put back.</summary>
    private async Task BeginAsync(HubDbContext db, CancellationToken token)
    {
        var epoch = NewEpoch();
        new Witness(epoch, clock.GetUtcNow(), await HighestAsync(db, token)).Write(options.Data);
        await db.KeepFirstAsync(EpochMark, epoch, token);
    }

    /// <summary>Notes how far the store is, and sees what a person decided in another copy of the hub.</summary>
    public async Task LookAsync(CancellationToken token)
    {
        await using var db = database.Open();
        restored = await MarkAsync(db, RestoredMark, token) is { } stored ? Restored.Read(stored) : null;
        Volatile.Write(ref ended, await MarkAsync(db, EndedMark, token) is { } noted ? new(DateTimeOffset.Parse(noted, CultureInfo.InvariantCulture)) : null);
        var (epoch, highest) = ((await MarkAsync(db, EpochMark, token))!.Split(' ')[0], await HighestAsync(db, token));
        if (Witness.Read(options.Data) is { } before && before.Epoch == epoch && before.Highest.TryGetValue(Witness.Trail, out var entries) && entries > highest[Witness.Trail])
        {
            // Removed under the running hub: that there were entries is not forgotten with them.
            highest[Witness.Trail] = entries;
        }

        new Witness(epoch, clock.GetUtcNow(), highest).Write(options.Data);
    }

    /// <summary>A person has looked: what is held leaves after all, or stays for good.</summary>
    /// <param name="send">True: what is still held leaves now.</param>
    /// <returns>How many messages were held.</returns>
    public async Task<int> EndAsync(bool send, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var (now, held, dropped) = (clock.GetUtcNow(), Held, Dropped);
        var rows = db.Outbox.Where(m => m.State == OutboxState.Held && m.Answer!.Equals(held));
        var count = send
            ? await rows.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Pending).SetProperty(m => m.DueAt, now).SetProperty(m => m.Attempts, 0).SetProperty(m => m.HandedOverAt, (DateTimeOffset?)null).SetProperty(m => m.Answer, (Said?)null), token)
            : await rows.ExecuteUpdateAsync(set => set.SetProperty(m => m.Answer, dropped), token);
        await db.Marks.Where(m => m.Name == RestoredMark).ExecuteDeleteAsync(token);
        await db.KeepAsync(EndedMark, now.ToString("O", CultureInfo.InvariantCulture), token);
        await audit.WriteAsync(db, actor, send ? "restore.ended-sent" : "restore.ended-kept", "hub", count.ToString(CultureInfo.InvariantCulture), token);
        await transaction.CommitAsync(token);
        Volatile.Write(ref ended, new(now));
        restored = null;
        return count;
    }

    /// <summary>The witness of another copy of the hub may be of an epoch before; what it saw then was looked at when the epoch changed.</summary>
    private async Task<bool> IsPutBackAsync(HubDbContext db, string[] epochs, Witness? witness, CancellationToken token)
    {
        if (await MarkAsync(db, PutBackMark, token) is not null)
        {
            return true;
        }

        return witness switch
        {
            null => options.Store == StoreKind.Sqlite,
            _ when witness.Epoch == epochs[0] => witness.Lost(await HighestAsync(db, token)).Count > 0,
            _ => !epochs.Contains(witness.Epoch),
        };
    }

    private async Task EnterAsync(HubDbContext db, string[] epochs, Witness? witness, CancellationToken token)
    {
        var highest = await HighestAsync(db, token);
        var lost = witness?.Lost(highest) ?? new Dictionary<string, long>();
        var state = new Restored(clock.GetUtcNow(), await LastSignAsync(db, token), lost, await SkipNumbersAsync(db, highest, witness, token));
        await db.KeepAsync(EpochMark, string.Join(' ', [NewEpoch(), .. epochs]), token);
        await db.KeepAsync(RestoredMark, state.Stored, token);
        if (await db.Marks.Where(m => m.Name == PutBackMark).ExecuteDeleteAsync(token) == 0)
        {
            // Put back by hand, so that nobody ended them; after the verb, what is there was made since.
            await ShutDoorsAsync(db, token);
        }

        var held = Held;
        await db.Outbox.Where(m => m.State == OutboxState.Pending || m.State == OutboxState.Gathered)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Held).SetProperty(m => m.Answer, held), token);
        await audit.WriteAsync(db, "hub", "restore.begun", "hub", state.Stored, token);
    }

    private async Task<Dictionary<string, NumberSpan>> SkipNumbersAsync(HubDbContext db, IReadOnlyDictionary<string, long> highest, Witness? witness, CancellationToken token)
    {
        var skipped = new Dictionary<string, NumberSpan>(StringComparer.Ordinal);
        var thisYear = $"{Counter.TicketsOf}{Wita.DateOf(clock.GetUtcNow()).Year}";
        foreach (var name in highest.Keys.Union(witness?.Highest.Keys ?? []).Append(thisYear).Where(n => n.StartsWith(Counter.TicketsOf, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
        {
            var first = (int)highest.GetValueOrDefault(name) + 1;
            var last = (int)Math.Max(first - 1, witness?.Highest.GetValueOrDefault(name) ?? 0) + Gap;
            await db.Database.ExecuteSqlAsync($"INSERT INTO counters (name, last) VALUES ({name}, {last}) ON CONFLICT (name) DO UPDATE SET last = excluded.last", token);
            skipped[name[Counter.TicketsOf.Length..]] = new NumberSpan(first, last);
        }

        return skipped;
    }

    private static async Task<DateTimeOffset?> LastSignAsync(HubDbContext db, CancellationToken token)
    {
        DateTimeOffset?[] signs =
        [
            await db.Checkpoints.MaxAsync(c => (DateTimeOffset?)c.SavedAt, token),
            await db.Envelopes.OrderByDescending(e => e.Id).Select(e => (DateTimeOffset?)e.SeenAt).FirstOrDefaultAsync(token),
            await db.Outbox.OrderByDescending(m => m.Id).Select(m => (DateTimeOffset?)m.CreatedAt).FirstOrDefaultAsync(token),
            await db.Audit.OrderByDescending(e => e.Id).Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync(token),
        ];
        return signs.Max();
    }

    /// <summary>What only ever grows.</summary>
    private static async Task<Dictionary<string, long>> HighestAsync(HubDbContext db, CancellationToken token)
    {
        var highest = (await db.Counters.AsNoTracking().ToListAsync(token)).ToDictionary(c => c.Name, c => (long)c.Last, StringComparer.Ordinal);
        highest["envelopes"] = await db.Envelopes.MaxAsync(e => (long?)e.Id, token) ?? 0;
        highest["events"] = await db.TicketEvents.MaxAsync(e => (long?)e.Id, token) ?? 0;
        highest[Witness.Trail] = await db.Audit.MaxAsync(e => (long?)e.Id, token) ?? 0;
        return highest;
    }

    private static Task<string?> MarkAsync(HubDbContext db, string name, CancellationToken token) =>
        db.Marks.AsNoTracking().Where(m => m.Name == name).Select(m => m.Value).FirstOrDefaultAsync(token)!;

    private static string NewEpoch() => RandomNumberGenerator.GetHexString(8, lowercase: true);
}
