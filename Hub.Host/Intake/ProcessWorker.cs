using System.Collections.Concurrent;
using Hub.Connectors;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Loops;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Takes stored envelopes through the pipeline, oldest first within a source, each source on its own: a slow one holds up nobody else.</summary>
public sealed class ProcessWorker(Database database, Pipeline pipeline, LoopBook loops, TimeProvider clock)
{
    /// <summary>As many are stored together: enough to share what a transaction costs, few enough that whoever writes next waits for a moment only.</summary>
    private const int Portion = 100;

    /// <summary>As many raw bytes are in memory together.</summary>
    private const int MostBytes = 1024 * 1024;

    /// <summary>A larger item goes by itself: read and looked through it is many times its size. It does not come with the look for what waits either, because a look may see it many times.</summary>
    private const int MostAtSight = 256 * 1024;

    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);

    /// <summary>Sources at work of which somebody said meanwhile that something waits: it may have come after they had looked.</summary>
    private readonly ConcurrentDictionary<string, bool> called = new(StringComparer.Ordinal);

    /// <summary>Sets to work on each source that has something waiting; does not wait for it.</summary>
    public async Task TurnAsync(CancellationToken stopping)
    {
        var sources = await WaitingAsync(stopping);
        if (sources.Count == 0)
        {
            SpareMemory.GiveBackAtRest();
        }

        foreach (var waiting in sources)
        {
            if (running.TryGetValue(waiting.Source.Name, out var task) && !task.IsCompleted)
            {
                called[waiting.Source.Name] = true;
            }
            else
            {
                running[waiting.Source.Name] = Task.Run(() => WorkOnAsync(waiting, stopping), CancellationToken.None);
            }
        }
    }

    /// <summary>Ends when the items in hand are finished.</summary>
    public Task RestAsync() => Task.WhenAll(running.Values);

    /// <summary>Processes everything that waits now. For tests and imports.</summary>
    public async Task DrainAllAsync(CancellationToken token) => await Task.WhenAll((await WaitingAsync(token)).Select(w => DrainAsync(w, token)));

    private async Task<List<Waiting>> WaitingAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var now = clock.GetUtcNow();
        return await db.Envelopes.Where(e => e.Status == EnvelopeStatus.Received && e.NextAttemptAt <= now)
            .GroupBy(e => e.Source).Select(g => new { Source = g.Key, First = g.Min(e => e.Id), Last = g.Max(e => e.Id) })
            .Join(db.Sources.AsNoTracking(), w => w.Source, s => s.Name, (w, s) => new { Source = s, w.First, w.Last })
            .LeftJoin(
                db.Envelopes.AsNoTracking().Where(e => e.RawLength <= MostAtSight), w => new { w.First, w.Last }, e => new { First = e.Id, Last = e.Id },
                (w, e) => new Waiting(w.Source, w.First, w.Last, e, !db.Envelopes.Any(o => o.Source == e!.Source && o.ExternalId == e.ExternalId && o.Id < e.Id)))
            .ToListAsync(token);
    }

    private async Task WorkOnAsync(Waiting waiting, CancellationToken stopping)
    {
        var wait = await loops.TakeAsync($"processing:{waiting.Source.Name}", token => DrainAsync(waiting, token), stopping);
        await Task.Delay(wait, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task DrainAsync(Waiting waiting, CancellationToken token)
    {
        // One alone is at hand already, unless it is large.
        var alone = waiting.Alone;
        var next = alone is not null ? new Together([alone.Id], alone.RawLength, alone.RawLength, IsLast: true) : await NextAsync(waiting.Source.Name, token);
        while (next.Ids.Count > 0)
        {
            // Stopping: the items in hand are finished, the rest stays stored.
            token.ThrowIfCancellationRequested();
            using var turn = HeavyTurn.Begin();
            await HeavyTurn.TakeAsync(next.Weight, token);
            await (alone is null ? pipeline.ProcessAsync(next.Ids, token) : pipeline.ProcessAsync([new WaitingItem(alone, waiting.IsFirst)], waiting.Source, token));
            alone = null;
            if (next.Ids.Count == 1)
            {
                SpareMemory.GiveBackAfter(next.Bytes);
            }
            else
            {
                SpareMemory.GiveBackBetween();
            }

            next = next.IsLast && !called.TryRemove(waiting.Source.Name, out _) ? Together.None : await NextAsync(waiting.Source.Name, token);
        }

        SpareMemory.GiveBack();
    }

    private async Task<Together> NextAsync(string source, CancellationToken token)
    {
        await using var db = database.Open();
        var now = clock.GetUtcNow();
        var next = await db.Envelopes
            .Where(e => e.Status == EnvelopeStatus.Received && e.Source == source && e.NextAttemptAt <= now)
            .OrderBy(e => e.Id).Select(e => new { e.Id, e.RawLength, e.MediaType }).Take(Portion).ToListAsync(token);
        var (bytes, count) = (0L, 0);
        while (count < next.Count && (count == 0 || (Math.Max(next[0].RawLength, next[count].RawLength) <= MostAtSight && bytes + next[count].RawLength <= MostBytes)))
        {
            bytes += next[count++].RawLength;
        }

        // A large text is looked through many times: while it is, no page of a list is fetched beside it.
        var weight = count == 1 ? SpareMemory.WeightOf(next[0].MediaType, bytes) : bytes;
        return new Together([.. next.Take(count).Select(n => n.Id)], bytes, weight, count == next.Count && count < Portion);
    }

    /// <summary>Items that are stored together.</summary>
    /// <param name="Weight">Bytes that reading them takes.</param>
    /// <param name="IsLast">Nothing waits behind them.</param>
    private sealed record Together(IReadOnlyList<long> Ids, long Bytes, long Weight, bool IsLast)
    {
        public static readonly Together None = new([], 0, 0, IsLast: true);
    }

    /// <summary>A source with the first and the last item that waits; where that is one of moderate size, with the item.</summary>
    private sealed record Waiting(Source Source, long First, long Last, StoredEnvelope? Alone, bool IsFirst);
}
