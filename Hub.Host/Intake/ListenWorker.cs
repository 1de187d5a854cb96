using Hub.Connectors;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Listens at the sources that can tell of news at once, and starts a run when they do. The schedule goes on beside it: nothing depends on listening.</summary>
public sealed partial class ListenWorker(Database database, ConfiguredConnectors connectors, PollRun run, TimeProvider clock, ILogger<ListenWorker> log) : BackgroundService
{
    /// <summary>Servers end an IDLE after half an hour (RFC 2177); renewed well before.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WhereNoneCanTell = TimeSpan.FromMinutes(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = new Dictionary<string, Task>(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                foreach (var source in await ActiveAsync(stoppingToken))
                {
                    if (!listening.TryGetValue(source.Name, out var task) || task.IsCompleted)
                    {
                        listening[source.Name] = ListenAsync(source, stoppingToken);
                    }
                }

                await Task.Delay(Look, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(listening.Values);
        }
    }

    private async Task<List<Source>> ActiveAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Sources.AsNoTracking().Where(s => s.PausedAt == null && s.Cron != null).ToListAsync(token);
    }

    /// <summary>One stretch of listening; the worker starts the next one.</summary>
    private async Task ListenAsync(Source source, CancellationToken token)
    {
        try
        {
            if (connectors.Build(source) is not IListens listener)
            {
                await Task.Delay(WhereNoneCanTell, clock, token);
                return;
            }

            var heard = await listener.ListenAsync(await CursorAsync(source.Name, token), Limit, token);
            if (heard == true)
            {
                await run.RunAsync(source.Name, clock.GetUtcNow(), "listen", token);
            }

            if (heard is null)
            {
                await Task.Delay(WhereNoneCanTell, clock, token);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The hub stops; what arrives meanwhile waits at the source.
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable)
        {
            // The poll says so on the source's page; here it only means to wait.
            await PauseAsync(AfterTrouble, token);
        }
        catch (Exception e)
        {
            LogBroken(source.Name, e);
            await PauseAsync(AfterTrouble, token);
        }
    }

    private async Task PauseAsync(TimeSpan wait, CancellationToken token) =>
        await Task.Delay(wait, clock, token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private async Task<string?> CursorAsync(string source, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Checkpoints.AsNoTracking().Where(c => c.Source == source).Select(c => c.Cursor).FirstOrDefaultAsync(token);
    }

    [LoggerMessage(146, LogLevel.Error, "Listening at {Source} broke off and goes on shortly")]
    private partial void LogBroken(string source, Exception exception);
}
