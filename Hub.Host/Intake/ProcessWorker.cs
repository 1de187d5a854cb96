using System.Collections.Concurrent;
using Hub.Domain.Envelopes;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Takes stored envelopes through the pipeline, oldest first within a source, each source on its own: a slow one holds up nobody else.</summary>
public sealed partial class ProcessWorker(Database database, Pipeline pipeline, InboxSignal inbox, TimeProvider clock, ILogger<ProcessWorker> log) : BackgroundService
{
    private const int Portion = 100;
    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var source in await WaitingAsync(stoppingToken))
                {
                    if (!running.TryGetValue(source, out var task) || task.IsCompleted)
                    {
                        running[source] = Task.Run(() => DrainAsync(source, stoppingToken), stoppingToken);
                    }
                }

                await inbox.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                LogBroken(e);
                await Task.Delay(TimeSpan.FromSeconds(5), clock, CancellationToken.None);
            }
        }

        await Task.WhenAll(running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

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

    private async Task DrainAsync(string source, CancellationToken token)
    {
        try
        {
            while (await NextAsync(source, token) is { Count: > 0 } ids)
            {
                foreach (var id in ids)
                {
                    token.ThrowIfCancellationRequested();
                    await pipeline.ProcessAsync(id, token);
                }
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Stopping: the item in hand is finished, the rest stays stored.
        }
        catch (Exception e)
        {
            LogBroken(e);
        }
    }

    private async Task<List<long>> NextAsync(string source, CancellationToken token)
    {
        await using var db = database.Open();
        var now = clock.GetUtcNow();
        return await db.Envelopes
            .Where(e => e.Status == EnvelopeStatus.Received && e.Source == source && e.NextAttemptAt <= now)
            .OrderBy(e => e.Id).Select(e => e.Id).Take(Portion).ToListAsync(token);
    }

    [LoggerMessage(120, LogLevel.Error, "Processing broke off and goes on shortly")]
    private partial void LogBroken(Exception exception);
}
