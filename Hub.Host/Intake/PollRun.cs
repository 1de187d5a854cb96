using Hub.Connectors;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Leases;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>One run of one source: fetch portion by portion, keep each with its checkpoint, and write down how it went.</summary>
public sealed partial class PollRun(Database database, Ledger ledger, ConfiguredConnectors connectors, InboxSignal inbox, TimeProvider clock, ILogger<PollRun> log)
{
    /// <summary>A source that always says "more" is stopped here and continued by the next run.</summary>
    private const int MostBatches = 500;

    /// <summary>Why a run has no end of its own.</summary>
    internal static readonly Said Died = Said.Of<FetchTexts>("Died");

    /// <param name="plannedAt">The slot of the schedule; a slot runs once.</param>
    /// <param name="trigger">Who asked: <c>schedule</c>, <c>recovery</c> or a user name.</param>
    public async Task<RunOutcome> RunAsync(string source, DateTimeOffset plannedAt, string trigger, CancellationToken token)
    {
        if (await BeginAsync(source, plannedAt, trigger, token) is not { } fence)
        {
            return RunOutcome.Skipped;
        }

        using var scope = Scope(log, source, fence.RunId);
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(token);
        var heart = BeatAsync(fence, lifetime);
        RunResult result;
        try
        {
            result = await FetchAllAsync(source, fence, lifetime.Token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            result = new RunResult(RunOutcome.Died, Cause: Said.Of<FetchTexts>("Stopped"));
        }
        catch (Exception e) when (e is LeaseLost or OperationCanceledException)
        {
            result = new RunResult(RunOutcome.Died, Cause: Said.Of<FetchTexts>("LeaseLost"));
        }
        catch (ConnectorFailure e)
        {
            LogFailed(e.Kind, e.Said.InLog());
            result = new RunResult(RunOutcome.Failed, Cause: e.Said, Failure: e);
        }
        catch (Exception e)
        {
            LogBroken(e);
            result = new RunResult(RunOutcome.Failed, Cause: StoreTrouble.Of(e), Failure: new ConnectorFailure(FailureKind.Transient, Said.Of(e), e));
        }

        await lifetime.CancelAsync();
        await heart;
        await EndAsync(source, fence, result);
        return result.Outcome;
    }

    private async Task<RunResult> FetchAllAsync(string source, Fence fence, CancellationToken token)
    {
        var connector = await connectors.FindAsync(source, token);
        var cursor = await CursorAsync(source, token);
        var result = new RunResult(RunOutcome.Succeeded);
        var warnings = new List<Said>();
        for (var batches = 0; batches < MostBatches; batches++)
        {
            await KillPoint.ReachAsync(KillPoint.Fetch);
            var batch = await connector.FetchAsync(cursor, token);
            await KillPoint.ReachAsync(KillPoint.Fetched);
            var taken = await ledger.StoreAsync(source, batch, fence, token);
            if (taken > 0)
            {
                inbox.Raise();
            }

            result = result with { Seen = result.Seen + batch.Envelopes.Count, Taken = result.Taken + taken, Total = batch.TotalAtSource ?? result.Total };
            warnings.AddRange(batch.Warnings);
            if (!batch.More)
            {
                break;
            }

            if (batch.Cursor == cursor)
            {
                warnings.Add(Said.Of<FetchTexts>("CursorRepeated"));
                break;
            }

            cursor = batch.Cursor;
        }

        return warnings.Count == 0 ? result : result with { Outcome = RunOutcome.Warned, Cause = Said.All(warnings.Distinct()) };
    }

    private async Task<string?> CursorAsync(string source, CancellationToken token)
    {
        await using var db = database.Open();
        return (await db.Checkpoints.FindAsync([source], token))?.Cursor;
    }

    /// <summary>Writes the run down and takes the lease; null when the slot ran already or another run is going on.</summary>
    private async Task<Fence?> BeginAsync(string source, DateTimeOffset plannedAt, string trigger, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.Runs.AnyAsync(r => r.Source == source && r.PlannedAt == plannedAt, token))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var run = new Run { Source = source, PlannedAt = plannedAt, StartedAt = now, HeartbeatAt = now, Trigger = trigger };
        db.Runs.Add(run);
        try
        {
            await db.SaveChangesAsync(token);
        }
        catch (DbUpdateException)
        {
            // Another copy of the hub took the slot in the same moment: the unique key decided.
            return null;
        }

        var fence = await Fence.TakeAsync(db, $"run:{source}", run.Id, now, token);
        if (fence is null)
        {
            run.Outcome = RunOutcome.Skipped;
            run.EndedAt = now;
            run.Cause = Said.Of<FetchTexts>("StillRunning");
        }

        else
        {
            // Whoever holds the lease is the only one: any other run of this source died with its process.
            await db.Runs.Where(r => r.Source == source && r.Id != run.Id && r.Outcome == RunOutcome.Running).ExecuteUpdateAsync(
                set => set.SetProperty(r => r.Outcome, RunOutcome.Died).SetProperty(r => r.EndedAt, now).SetProperty(r => r.Cause, Died), token);
        }

        await db.SaveChangesAsync(token);
        await KillPoint.ReachAsync(KillPoint.RunBegin);
        await transaction.CommitAsync(token);
        await KillPoint.ReachAsync(KillPoint.RunBegun);
        return fence;
    }

    private async Task EndAsync(string source, Fence fence, RunResult result)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var now = clock.GetUtcNow();
        var run = await db.Runs.SingleAsync(r => r.Id == fence.RunId);
        (run.EndedAt, run.Outcome, run.Seen, run.Taken, run.TotalAtSource, run.Cause) = (now, result.Outcome, result.Seen, result.Taken, result.Total, result.Cause);
        var health = await db.SourceHealth.FindAsync(source);
        if (health is null)
        {
            health = new SourceHealth { Source = source };
            db.SourceHealth.Add(health);
        }

        HealthRules.Note(health, result, now);
        await fence.ReleaseAsync(db, now, CancellationToken.None);
        await db.SaveChangesAsync();
        await KillPoint.ReachAsync(KillPoint.RunEnd);
        await transaction.CommitAsync();
        await KillPoint.ReachAsync(KillPoint.RunEnded);
    }

    /// <summary>Signs of life while a slow source answers; stops the run when the lease is lost.</summary>
    private async Task BeatAsync(Fence fence, CancellationTokenSource lifetime)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(15), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(lifetime.Token))
            {
                await using var db = database.Open();
                await fence.RenewAsync(db, clock.GetUtcNow(), lifetime.Token);
                await db.Runs.Where(r => r.Id == fence.RunId).ExecuteUpdateAsync(set => set.SetProperty(r => r.HeartbeatAt, clock.GetUtcNow()), lifetime.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The run ended.
        }
        catch (LeaseLost)
        {
            await lifetime.CancelAsync();
        }
    }

    private static readonly Func<ILogger, string, long, IDisposable?> Scope = LoggerMessage.DefineScope<string, long>("{Source} {Run}");

    [LoggerMessage(100, LogLevel.Warning, "Fetch failed ({Kind}): {Cause}")]
    private partial void LogFailed(FailureKind kind, string cause);

    [LoggerMessage(101, LogLevel.Error, "Fetch broke off")]
    private partial void LogBroken(Exception exception);
}

/// <summary>How a run went.</summary>
internal sealed record RunResult(RunOutcome Outcome, int Seen = 0, int Taken = 0, int? Total = null, Said? Cause = null, ConnectorFailure? Failure = null);
