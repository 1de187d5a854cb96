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

    /// <summary>Sets to work on each source that has something waiting; does not wait for it.</summary>
    public async Task TurnAsync(CancellationToken stopping)
    {
        foreach (var source in await WaitingAsync(stopping))
        {
            if (!running.TryGetValue(source, out var task) || task.IsCompleted)
            {
                running[source] = Task.Run(() => WorkOnAsync(source, stopping), CancellationToken.None);
            }
        }
    }

    /// <summary>Ends when the items in hand are finished.</summary>
    public Task RestAsync() => Task.WhenAll(running.Values);

    /// <summary>Processes everything that waits, until nothing does. For tests and imports.</summary>
    public async Task DrainAllAsync(CancellationToken token)
    {
        while (await WaitingAsync(token) is { Count: > 0 } sources)
        {
            await Task.WhenAll(sources.Select(s => DrainAsync(s, token)));
        }
    }

    private async Task<List<string>> WaitingAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var now = clock.GetUtcNow();
        return await db.Envelopes.Where(e => e.Status == EnvelopeStatus.Received && e.NextAttemptAt <= now).Select(e => e.Source).Distinct().ToListAsync(token);
    }

    private async Task WorkOnAsync(string source, CancellationToken stopping)
    {
        var wait = await loops.TakeAsync($"processing:{source}", token => DrainAsync(source, token), stopping);
        await Task.Delay(wait, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task DrainAsync(string source, CancellationToken token)
    {
        while (await NextAsync(source, token) is { Count: > 0 } ids)
        {
            // Stopping: the items in hand are finished, the rest stays stored.
            token.ThrowIfCancellationRequested();
            await pipeline.ProcessAsync(ids, token);
        }
    }

    private async Task<List<long>> NextAsync(string source, CancellationToken token)
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

        return [.. next.Take(count).Select(n => n.Id)];
    }
}
