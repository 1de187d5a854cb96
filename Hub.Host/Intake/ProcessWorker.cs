using System.Collections.Concurrent;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation.Loops;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Takes stored envelopes through the pipeline, oldest first within a source, each source on its own: a slow one holds up nobody else.</summary>
public sealed class ProcessWorker(Database database, Pipeline pipeline, LoopBook loops, TimeProvider clock)
{
    /// <summary>As many are stored together: enough to share what a transaction costs, few enough that whoever writes next waits for a moment only.</summary>
    private const int Portion = 100;

    /// <summary>As many raw bytes are in memory together; a bigger item goes by itself.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);

    /// <summary>Sources at work of which somebody said meanwhile that something waits: it may have come after they had looked.</summary>
    private readonly ConcurrentDictionary<string, bool> called = new(StringComparer.Ordinal);

    /// <summary>Sets to work on each source that has something waiting; does not wait for it.</summary>
    public async Task TurnAsync(CancellationToken stopping)
    {
        foreach (var waiting in await WaitingAsync(stopping))
        {
            if (running.TryGetValue(waiting.Source, out var task) && !task.IsCompleted)
            {
                called[waiting.Source] = true;
            }
            else
            {
                running[waiting.Source] = Task.Run(() => WorkOnAsync(waiting, stopping), CancellationToken.None);
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
            .GroupBy(e => e.Source).Select(g => new Waiting(g.Key, g.Min(e => e.Id), g.Max(e => e.Id))).ToListAsync(token);
    }

    private async Task WorkOnAsync(Waiting waiting, CancellationToken stopping)
    {
        var wait = await loops.TakeAsync($"processing:{waiting.Source}", token => DrainAsync(waiting, token), stopping);
        await Task.Delay(wait, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task DrainAsync(Waiting waiting, CancellationToken token)
    {
        // One alone is known by its id already.
        var (ids, isLast) = waiting.First == waiting.Last ? ([waiting.First], true) : await NextAsync(waiting.Source, token);
        while (ids.Count > 0)
        {
            // Stopping: the items in hand are finished, the rest stays stored.
            token.ThrowIfCancellationRequested();
            await pipeline.ProcessAsync(ids, token);
            (ids, isLast) = isLast && !called.TryRemove(waiting.Source, out _) ? ([], true) : await NextAsync(waiting.Source, token);
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

    /// <summary>A source with the first and the last item that waits.</summary>
    private sealed record Waiting(string Source, long First, long Last);
}
