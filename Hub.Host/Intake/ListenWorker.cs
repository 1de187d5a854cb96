using Hub.Connectors;
using Hub.Host.Foundation.Loops;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Listens at the sources that can tell of news at once, and starts a run when they do. The schedule goes on beside it: nothing depends on listening.</summary>
public sealed class ListenWorker(Database database, ConfiguredConnectors connectors, PollRun run, LoopBook loops, TimeProvider clock)
{
    /// <summary>Servers end an IDLE after half an hour (RFC 2177); renewed well before.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WhereNoneCanTell = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, Task> listening = new(StringComparer.Ordinal);

    /// <summary>Begins to listen at each source where nobody does.</summary>
    public async Task TurnAsync(CancellationToken stopping)
    {
        foreach (var source in await ActiveAsync(stopping))
        {
            if (!listening.TryGetValue(source.Name, out var task) || task.IsCompleted)
            {
                listening[source.Name] = Task.Run(() => ListenAsync(source, stopping), CancellationToken.None);
            }
        }
    }

    /// <summary>Ends when nobody listens any more.</summary>
    public Task RestAsync() => Task.WhenAll(listening.Values);

    private async Task<List<Source>> ActiveAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Sources.AsNoTracking().Where(s => s.PausedAt == null && s.Cron != null).ToListAsync(token);
    }

    /// <summary>One stretch of listening; the next turn begins the next one.</summary>
    private async Task ListenAsync(Source source, CancellationToken stopping)
    {
        var wait = TimeSpan.Zero;
        var trouble = await loops.TakeAsync($"listening:{source.Name}", async token => wait = await HearAsync(source, token), stopping);
        await Task.Delay(trouble > wait ? trouble : wait, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <returns>How long not to listen.</returns>
    private async Task<TimeSpan> HearAsync(Source source, CancellationToken token)
    {
        try
        {
            if (connectors.Build(source) is not IListens listener || await listener.ListenAsync(await CursorAsync(source.Name, token), Limit, token) is not { } heard)
            {
                return WhereNoneCanTell;
            }

            if (heard)
            {
                await run.RunAsync(source.Name, clock.GetUtcNow(), "listen", token);
            }

            return TimeSpan.Zero;
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable)
        {
            // The poll says so on the source's page; here it only means to wait.
            return AfterTrouble;
        }
    }

    private async Task<string?> CursorAsync(string source, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Checkpoints.AsNoTracking().Where(c => c.Source == source).Select(c => c.Cursor).FirstOrDefaultAsync(token);
    }
}
