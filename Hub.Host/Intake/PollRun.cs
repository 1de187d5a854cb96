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
public sealed partial class PollRun(Database database, LeaseBook leases, Ledger ledger, ConfiguredConnectors connectors, InboxSignal inbox, TimeProvider clock, ILogger<PollRun> log)
{
    /// <summary>A source that always says "more" is stopped here and continued by the next run.</summary>
    private const int MostBatches = 10_000;

    /// <summary>Why a run has no end of its own.</summary>
    internal static readonly Said Died = Said.Of<FetchTexts>("Died");

    /// <summary>Whoever reads a source holds this.</summary>
    internal static string LeaseOf(string source) => $"run:{source}";

    /// <param name="plannedAt">The slot of the schedule; a slot runs once.</param>
    /// <param name="trigger">Who asked: <c>schedule</c>, <c>recovery</c> or a user name.</param>
    /// <returns><see cref="RunOutcome.Skipped"/> when the slot ran already or another run is going on.</returns>
    public async Task<RunOutcome> RunAsync(string source, DateTimeOffset plannedAt, string trigger, CancellationToken token)
    {
        await using var lease = await leases.TakeAsync(LeaseOf(source), token);
        if (lease is null || await BeginAsync(source, plannedAt, trigger, token) is not { } run)
        {
            return RunOutcome.Skipped;
        }

        using var scope = Scope(log, source, run);
        var result = await TryAsync(source, lease, run, token);
        await EndAsync(source, run, result);
        SpareMemory.GiveBack();
        return result.Outcome;
    }

    private async Task<RunResult> TryAsync(string source, HeldLease lease, long run, CancellationToken token)
    {
        try
        {
            return await FetchAllAsync(source, lease.Fence, run, lease.Token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return new RunResult(RunOutcome.Died, Cause: Said.Of<FetchTexts>("Stopped"));
        }
        catch (Exception e) when (e is LeaseLost or OperationCanceledException)
        {
            return new RunResult(RunOutcome.Died, Cause: Said.Of<FetchTexts>("LeaseLost"));
        }
        catch (ConnectorFailure e)
        {
            LogFailed(source, e.Kind, e.Said.InLog());
            return new RunResult(RunOutcome.Failed, Cause: e.Said, Failure: e);
        }
        catch (Exception e) when (Trouble.IsOfContent(e))
        {
            LogBroken(source, e);
            var trouble = new ConnectorFailure(FailureKind.Malformed, Trouble.Of(e).Cause, e);
            return new RunResult(RunOutcome.Failed, Cause: trouble.Said, Failure: trouble);
        }
        catch (Exception e)
        {
            LogBroken(source, e);
            return new RunResult(RunOutcome.Failed, Cause: StoreTrouble.Of(e), Failure: new ConnectorFailure(FailureKind.Transient, Said.Of(e), e));
        }
    }

    private async Task<RunResult> FetchAllAsync(string source, Fence fence, long run, CancellationToken token)
    {
        var connector = await connectors.FindAsync(source, token);
        var cursor = await CursorAsync(source, token);
        var result = new RunResult(RunOutcome.Succeeded);
        var warnings = new List<Said>();
        for (var batches = 0; batches < MostBatches; batches++)
        {
            using var turn = HeavyTurn.Begin();
            await KillPoint.ReachAsync(KillPoint.Fetch);
            var batch = await connector.FetchAsync(cursor, token);
            await Unwinding.OfSteps();
            await KillPoint.ReachAsync(KillPoint.Fetched);
            var taken = await ledger.StoreAsync(source, batch, fence, run, token);
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
            SpareMemory.GiveBackBetween();
        }

        return warnings.Count == 0 ? result : result with { Outcome = RunOutcome.Warned, Cause = Said.All(warnings.Distinct()) };
    }

    private async Task<string?> CursorAsync(string source, CancellationToken token)
    {
        await using var db = database.Open();
        return (await db.Checkpoints.FindAsync([source], token))?.Cursor;
    }

    /// <summary>Writes the run down; null when the slot ran already. Whoever holds the lease is the only one: any other run of this source died with its process.</summary>
    private async Task<long?> BeginAsync(string source, DateTimeOffset plannedAt, string trigger, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.Runs.AnyAsync(r => r.Source == source && r.PlannedAt == plannedAt, token))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        await CloseDeadAsync(db, source, now, token);
        var run = new Run { Source = source, PlannedAt = plannedAt, StartedAt = now, Trigger = trigger };
        db.Runs.Add(run);
        await db.SaveChangesAsync(token);
        await KillPoint.ReachAsync(KillPoint.RunBegin);
        await transaction.CommitAsync(token);
        await KillPoint.ReachAsync(KillPoint.RunBegun);
        return run.Id;
    }

    /// <summary>Closes the runs of a source that nobody reads; the caller holds its lease.</summary>
    internal static Task CloseDeadAsync(HubDbContext db, string source, DateTimeOffset now, CancellationToken token) =>
        db.Runs.Where(r => r.Source == source && r.Outcome == RunOutcome.Running).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Outcome, RunOutcome.Died).SetProperty(r => r.EndedAt, now).SetProperty(r => r.Cause, Died), token);

    private async Task EndAsync(string source, long id, RunResult result)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var now = clock.GetUtcNow();
        var run = await db.Runs.SingleAsync(r => r.Id == id);
        (run.EndedAt, run.Outcome, run.Seen, run.Taken, run.Left, run.TotalAtSource, run.Cause) = (now, result.Outcome, result.Seen, result.Taken, null, result.Total, result.Cause);
        var health = await db.SourceHealth.FindAsync(source);
        if (health is null)
        {
            health = new SourceHealth { Source = source };
            db.SourceHealth.Add(health);
        }

        HealthRules.Note(health, result, now);
        await db.SaveChangesAsync();
        await KillPoint.ReachAsync(KillPoint.RunEnd);
        await transaction.CommitAsync();
        await KillPoint.ReachAsync(KillPoint.RunEnded);
    }

    private static readonly Func<ILogger, string, long, IDisposable?> Scope = LoggerMessage.DefineScope<string, long>("{Source} {Run}");

    [LoggerMessage(100, LogLevel.Warning, "Fetch from {Source} failed ({Kind}): {Cause}")]
    private partial void LogFailed(string source, FailureKind kind, string cause);

    [LoggerMessage(101, LogLevel.Error, "Fetch from {Source} broke off")]
    private partial void LogBroken(string source, Exception exception);
}

/// <summary>How a run went.</summary>
internal sealed record RunResult(RunOutcome Outcome, int Seen = 0, int Taken = 0, int? Total = null, Said? Cause = null, ConnectorFailure? Failure = null);
