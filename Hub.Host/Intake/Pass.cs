using Hub.Domain;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>One whole pass without waiting for any schedule: fetch from the sources, process what came, hand over what is due.</summary>
public sealed class Pass(Database database, PollRun run, ProcessWorker worker, DispatchWorker dispatch, TimeProvider clock)
{
    /// <param name="only">The sources to fetch from; empty takes all that have a schedule and are not paused.</param>
    /// <param name="trigger">Who asked.</param>
    /// <returns>How each source's run went.</returns>
    /// <exception cref="SourceUnusable">There is no source of that name.</exception>
    public async Task<IReadOnlyList<(string Source, RunOutcome Outcome)>> RunAsync(IReadOnlyCollection<string> only, string trigger, CancellationToken token)
    {
        var outcomes = new List<(string, RunOutcome)>();
        foreach (var source in await SourcesAsync(only, token))
        {
            outcomes.Add((source, await run.RunAsync(source, clock.GetUtcNow(), trigger, token)));
        }

        await worker.DrainAllAsync(token);
        while (await dispatch.DispatchAsync(token))
        {
            token.ThrowIfCancellationRequested();
        }

        return outcomes;
    }

    private async Task<List<string>> SourcesAsync(IReadOnlyCollection<string> only, CancellationToken token)
    {
        await using var db = database.Open();
        var known = await db.Sources.Where(s => only.Contains(s.Name)).Select(s => s.Name).ToListAsync(token);
        if (only.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new SourceUnusable(Said.Of<SourceFaults>("NoSource", unknown));
        }

        var all = await db.Sources.AsNoTracking().Where(s => s.Cron != null && s.PausedAt == null).OrderBy(s => s.Name).Select(s => s.Name).ToListAsync(token);
        return only.Count == 0 ? all : [.. all.Where(only.Contains)];
    }
}
