using System.Collections.Frozen;
using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Leases;
using Hub.Host.People.Privacy;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Keeps what arrived: envelopes and the checkpoint they belong to, in one transaction.</summary>
public sealed class Ledger(Database database, ByteStore store, TimeProvider clock)
{
    /// <summary>The cause of items that are older than their source here, and set aside.</summary>
    internal const string OldItem = "old-item";

    /// <summary>The cause of versions that came after one that their source dates later.</summary>
    internal const string OlderVersion = "older-version";

    /// <summary>Stores what is new of a fetched batch, with its checkpoint.</summary>
    /// <param name="fence">The run's right to write; a run that lost it stores nothing.</param>
    /// <param name="run">By which run they came.</param>
    /// <returns>How many envelopes were new.</returns>
    /// <exception cref="LeaseLost">Another run holds the source now.</exception>
    public async Task<int> StoreAsync(string source, Batch batch, Fence fence, long run, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await fence.RenewAsync(db, token);
        await TakeTurnAsync(db, source, token);
        SpareMemory.MakeRoom(batch.Envelopes.Sum(static e => e.Length));
        var connected = await db.Sources.Where(s => s.Name == source).Select(s => new Connected(s.CreatedAt, s.OldItems)).SingleOrDefaultAsync(token);
        var taken = AddNew(db, await ItemVersions.LoadAsync(db, source, batch.Envelopes, token), new Delivery(source, batch.Envelopes), Sighting.Shown, run, quiet: false);
        connected?.Mark(db.Envelopes.Local);
        await SaveCheckpointAsync(db, source, batch.Cursor, token);
        await SaveAsync(db, taken, token);
        foreach (var (_, item) in taken.Where(static t => PieceStream.Takes(t.Row.RawLength)))
        {
            // What fails is fetched anew.
            item.LetGo();
        }

        if (batch.More)
        {
            await NoteProgressAsync(db, run, batch, taken.Count, token);
        }

        await KillPoint.ReachAsync(KillPoint.Store);
        await transaction.CommitAsync(token);
        await KillPoint.ReachAsync(KillPoint.Stored);
        return taken.Count;
    }

    /// <summary>Large bytes follow their rows, which have their ids then.</summary>
    private async Task SaveAsync(HubDbContext db, IEnumerable<Taken> taken, CancellationToken token)
    {
        await db.SaveChangesAsync(token);
        foreach (var (row, item) in taken.Where(static t => PieceStream.Takes(t.Row.RawLength)))
        {
            await store.KeepPiecesAsync(db, row, item, token);
        }
    }

    /// <summary>How far a run is that goes on; its end is written with its outcome.</summary>
    private static Task NoteProgressAsync(HubDbContext db, long run, Batch batch, int taken, CancellationToken token) =>
        db.Runs.Where(r => r.Id == run).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Seen, r => r.Seen + batch.Envelopes.Count).SetProperty(r => r.Taken, r => r.Taken + taken).SetProperty(r => r.Left, batch.Left), token);

    /// <summary>Stores envelopes that came without a run: uploads, imports, readings of a whole source.</summary>
    /// <returns>How many were new.</returns>
    public async Task<int> StoreAsync(string source, IReadOnlyList<Envelope> envelopes, Sighting how, bool quiet, CancellationToken token) =>
        (await StoreAsync([new Delivery(source, envelopes)], how, quiet, token))[0];

    /// <summary>Stores several deliveries with one commit, each as if it came after those before it.</summary>
    /// <returns>How many were new of each.</returns>
    internal async Task<IReadOnlyList<int>> StoreAsync(IReadOnlyList<Delivery> deliveries, Sighting how, bool quiet, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var taken = new List<Taken>[deliveries.Count];
        foreach (var ofSource in Enumerable.Range(0, deliveries.Count).GroupBy(i => deliveries[i].Source, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            await TakeTurnAsync(db, ofSource.Key, token);
            List<Envelope> all = [.. ofSource.SelectMany(i => deliveries[i].Envelopes)];
            var items = await ItemVersions.LoadAsync(db, ofSource.Key, all, token);
            foreach (var some in items.SetAside.Chunk(500))
            {
                await TakeUpAsync(db.Envelopes.Where(e => e.Source == ofSource.Key && some.Contains(e.ExternalId)), quiet, token);
            }

            foreach (var i in ofSource)
            {
                taken[i] = AddNew(db, items, deliveries[i], how, runId: null, quiet);
            }
        }

        await SaveAsync(db, taken.SelectMany(static t => t), token);
        await KillPoint.ReachAsync(KillPoint.Store);
        await transaction.CommitAsync(token);
        await KillPoint.ReachAsync(KillPoint.Stored);
        return [.. taken.Select(static t => t.Count)];
    }

    /// <summary>What a source brings is looked up and stored by one at a time: run, push, upload and statement may bring the same.</summary>
    private static Task TakeTurnAsync(HubDbContext db, string source, CancellationToken token) => db.TakeTurnAsync($"ledger:{source}", token);

    /// <summary>What was set aside as older than its source is wished for after all.</summary>
    internal Task TakeUpAsync(IQueryable<StoredEnvelope> envelopes, bool quiet, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        return envelopes.Where(e => e.CauseCode == OldItem && e.Status == EnvelopeStatus.Ignored && e.RawLength > 0).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.Status, EnvelopeStatus.Received).SetProperty(e => e.Quiet, quiet).SetProperty(e => e.Cause, (Said?)null).SetProperty(e => e.CauseCode, (string?)null).SetProperty(e => e.NextAttemptAt, now),
            token);
    }

    private List<Taken> AddNew(HubDbContext db, ItemVersions items, Delivery delivery, Sighting how, long? runId, bool quiet)
    {
        var now = clock.GetUtcNow();
        var taken = new List<Taken>();
        foreach (var (envelope, version, place) in items.Take(delivery, how))
        {
            var stored = new StoredEnvelope
            {
                Source = delivery.Source,
                ExternalId = envelope.Key.ExternalId,
                ItemVersion = version,
                Sequence = envelope.Sequence,
                ChangedAt = envelope.ChangedAt,
                MediaType = envelope.MediaType,
                Raw = PieceStream.Takes(envelope.Length) ? [] : Packed.Pack(envelope.Raw.Span),
                RawLength = (int)envelope.Length,
                Place = envelope.Place,
                ReceivedAt = envelope.ReceivedAt,
                SeenAt = now,
                RunId = runId,
                NextAttemptAt = now,
                Quiet = quiet,
            };
            if (place == VersionPlace.Outdated)
            {
                (stored.Status, stored.Cause, stored.CauseCode) = (EnvelopeStatus.Superseded, Said.Of<FetchTexts>("OlderVersion"), OlderVersion);
                stored.TicketId = items.TicketOf(envelope.Key.ExternalId);
            }

            db.Envelopes.Add(stored);
            taken.Add(new Taken(stored, envelope));
        }

        return taken;
    }

    /// <summary>A new row with the item that it keeps.</summary>
    private sealed record Taken(StoredEnvelope Row, Envelope Item);

    /// <summary>When a source was connected, and what is wished of what is older.</summary>
    private sealed record Connected(DateTimeOffset At, OldItems Wish)
    {
        public void Mark(IEnumerable<StoredEnvelope> envelopes)
        {
            foreach (var old in envelopes.Where(e => e.Status == EnvelopeStatus.Received && Source.IsOld(e.ReceivedAt, At) && Wish != OldItems.Tell))
            {
                old.Quiet = true;
                if (Wish == OldItems.Leave)
                {
                    (old.Status, old.Cause, old.CauseCode) = (EnvelopeStatus.Ignored, Said.Of<SourceFaults>("OldItem"), OldItem);
                }
            }
        }
    }

    private async Task SaveCheckpointAsync(HubDbContext db, string source, string? cursor, CancellationToken token)
    {
        var checkpoint = await db.Checkpoints.FindAsync([source], token);
        if (checkpoint is null)
        {
            checkpoint = new Checkpoint { Source = source, SavedAt = clock.GetUtcNow() };
            db.Checkpoints.Add(checkpoint);
        }

        checkpoint.Cursor = cursor;
        checkpoint.SavedAt = clock.GetUtcNow();
    }
}

/// <summary>What came of a source at once.</summary>
internal sealed record Delivery(string Source, IReadOnlyList<Envelope> Envelopes)
{
    public long Bytes => Envelopes.Sum(static e => e.Length);

    /// <summary>Items of which a later portion brings a version: that one is what their source says now.</summary>
    public IReadOnlySet<string> ToCome { get; private init; } = FrozenSet<string>.Empty;

    /// <summary>Stored one after the other they are to the ledger what the whole is.</summary>
    public IEnumerable<Delivery> InPortions()
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Envelopes.Count; i++)
        {
            last[Envelopes[i].Key.ExternalId] = i;
        }

        var done = 0;
        foreach (var portion in Portions.Of(Envelopes))
        {
            done += portion.Count;
            yield return new Delivery(Source, portion) { ToCome = portion.Select(e => e.Key.ExternalId).Where(id => last[id] >= done).ToHashSet(StringComparer.Ordinal) };
        }
    }
}
