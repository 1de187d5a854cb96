using System.Collections.Concurrent;
using Hub.Domain.Envelopes;
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

    /// <summary>As many raw bytes are in memory together; a bigger item goes by itself.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Of an item that waits alone so many bytes come with the look for what waits.</summary>
    private const int MostAlone = 256 * 1024;

    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);

    /// <summary>Sources at work of which somebody said meanwhile that something waits: it may have come after they had looked.</summary>
    private readonly ConcurrentDictionary<string, bool> called = new(StringComparer.Ordinal);

    /// <summary>Sets to work on each source that has something waiting; does not wait for it.</summary>
    public async Task TurnAsync(CancellationToken stopping)
    {
        foreach (var waiting in await WaitingAsync(stopping))
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
        var waiting = db.Envelopes.Where(e => e.Status == EnvelopeStatus.Received && e.NextAttemptAt <= now)
            .GroupBy(e => e.Source).Select(g => new { Source = g.Key, First = g.Min(e => e.Id), Last = g.Max(e => e.Id) });
        var found = await (
            from some in waiting
            join source in db.Sources on some.Source equals source.Name
            join envelope in db.Envelopes.Where(e => e.RawLength <= MostAlone) on some.First == some.Last ? some.First : 0 equals envelope.Id into one
            from alone in one.DefaultIfEmpty()
            select new { Source = source, Alone = alone }).AsNoTracking().ToListAsync(token);
        return found.ConvertAll(static f => new Waiting(f.Source, f.Alone));
    }

    private async Task WorkOnAsync(Waiting waiting, CancellationToken stopping)
    {
        var wait = await loops.TakeAsync($"processing:{waiting.Source.Name}", token => DrainAsync(waiting, token), stopping);
        await Task.Delay(wait, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task DrainAsync(Waiting waiting, CancellationToken token)
    {
        var isLast = false;
        if (waiting.Alone is { } alone)
        {
            token.ThrowIfCancellationRequested();
            await pipeline.ProcessAsync([alone], waiting.Source, token);
            isLast = true;
        }

        while (!isLast || called.TryRemove(waiting.Source.Name, out _))
        {
            // Stopping: the items in hand are finished, the rest stays stored.
            token.ThrowIfCancellationRequested();
            (var ids, isLast) = await NextAsync(waiting.Source.Name, token);
            if (ids.Count > 0)
            {
                await pipeline.ProcessAsync(ids, token);
            }
        }
    }

    /// <returns>Those that go together, and whether nothing waits behind them.</returns>
    private async Task<(List<long> Ids, bool IsLast)> NextAsync(string source, CancellationToken token)
    {
        await using var db = database.Open();
        var now = clock.GetUtcNow();
        var next = await db.Envelopes
            .Where(e => e.Status == EnvelopeStatus.Received && e.Source == source && e.NextAttemptAt <= now)
            .OrderBy(e => e.Id).Select(e => new { e.Id, e.RawLength }).Take(Portion).ToListAsync(token);
        var (bytes, count) = (0L, 0);
        while (count < next.Count && (count == 0 || bytes + next[count].RawLength <= MostBytes))
        {
            bytes += next[count++].RawLength;
        }

        return ([.. next.Take(count).Select(n => n.Id)], count == next.Count && count < Portion);
    }

    /// <summary>A source of which something waits.</summary>
    /// <param name="Alone">The only item that waits, unless it is big; null where several do.</param>
    private sealed record Waiting(Source Source, StoredEnvelope? Alone);
}
