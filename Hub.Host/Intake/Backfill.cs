using System.Text.Json;
using Hub.Domain.Envelopes;
using Hub.Domain;
using Hub.Host.Foundation.Leases;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Takes in the past of a source, by time of receipt or by numbers, without notices. The checkpoint of the ordinary runs stays where it is; a backfill that was cut off goes on where it was.</summary>
public sealed class Backfill(Database database, LeaseBook leases, ConfiguredConnectors connectors, Ledger ledger, TimeProvider clock)
{
    private readonly WholeSource whole = new(leases, connectors);

    /// <param name="wanted">Which items.</param>
    /// <param name="progress">Called after each stored portion.</param>
    /// <returns>The sums.</returns>
    public async Task<BackfillProgress> RunAsync(string source, BackfillWindow wanted, Action<BackfillProgress> progress, CancellationToken token)
    {
        var mark = $"backfill:{source}:{wanted}";
        var record = new BackfillRecord(wanted.From, wanted.To, [.. wanted.Ids], clock.GetUtcNow(), clock.GetUtcNow(), null, null, new BackfillProgress(0, 0, 0, null));
        try
        {
            await foreach (var batch in whole.ReadAsync(source, await PlaceAsync(mark, token), token))
            {
                var chosen = batch.Envelopes.Where(wanted.Holds).ToList();
                var taken = await ledger.StoreAsync(source, chosen, quiet: true, token);
                var sum = record.Sum;
                sum = new BackfillProgress(sum.Seen + batch.Envelopes.Count, sum.Chosen + chosen.Count, sum.Taken + taken, batch.TotalAtSource ?? sum.Total);
                record = record with { Sum = sum, At = clock.GetUtcNow() };
                await KeepAsync(source, record, mark, batch.More ? batch.Cursor : null, token);
                progress(sum);
            }

            await KeepAsync(source, record with { EndedAt = clock.GetUtcNow() }, mark, null, token);
            return record.Sum;
        }
        catch (Exception e)
        {
            var cause = e is OperationCanceledException ? "Hub dihentikan." : e.Message;
            await KeepAsync(source, record with { EndedAt = clock.GetUtcNow(), Cause = cause }, CancellationToken.None);
            throw;
        }
    }

    /// <summary>The last backfill of a source, going on or over, wherever it was started; null when there was none.</summary>
    public async Task<BackfillRecord?> LastAsync(string source, CancellationToken token)
    {
        await using var db = database.Open();
        var name = RecordName(source);
        return await db.Settings.Where(s => s.Name == name).Select(s => s.Value).FirstOrDefaultAsync(token) is { } kept ? JsonSerializer.Deserialize<BackfillRecord>(kept) : null;
    }

    private static string RecordName(string source) => $"backfill-last:{source}";

    private async Task<string?> PlaceAsync(string mark, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Settings.Where(s => s.Name == mark).Select(s => s.Value).FirstOrDefaultAsync(token);
    }

    /// <summary>Where it is, for going on, and how far, for people: in one transaction.</summary>
    private async Task KeepAsync(string source, BackfillRecord record, string mark, string? cursor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (cursor is null)
        {
            await db.Settings.Where(s => s.Name == mark).ExecuteDeleteAsync(token);
        }
        else
        {
            await db.KeepAsync(mark, cursor, token);
        }

        await db.KeepAsync(RecordName(source), JsonSerializer.Serialize(record), token);
        await transaction.CommitAsync(token);
    }

    private async Task KeepAsync(string source, BackfillRecord record, CancellationToken token)
    {
        await using var db = database.Open();
        await db.KeepAsync(RecordName(source), JsonSerializer.Serialize(record), token);
    }
}

/// <summary>A backfill as the source's page shows it.</summary>
/// <param name="From">First WITA date of receipt; null: no limit.</param>
/// <param name="To">Last one.</param>
/// <param name="At">Its last sign of life.</param>
/// <param name="EndedAt">Null while it goes on.</param>
/// <param name="Cause">Why it was cut off; null when it was not. The same window goes on from there.</param>
public sealed record BackfillRecord(DateOnly? From, DateOnly? To, IReadOnlyList<string> Ids, DateTimeOffset StartedAt, DateTimeOffset At, DateTimeOffset? EndedAt, string? Cause, BackfillProgress Sum)
{
    /// <summary>A backfill without a sign of life for so long died with its process.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public bool IsRunning(DateTimeOffset now) => EndedAt is null && now - At < Patience;
}

/// <summary>Which items a backfill takes; what is not given does not limit.</summary>
/// <param name="From">First WITA date of receipt.</param>
/// <param name="To">Last one.</param>
public sealed record BackfillWindow(DateOnly? From, DateOnly? To, IReadOnlySet<string> Ids)
{
    public bool Holds(Envelope envelope)
    {
        var day = Wita.DateOf(envelope.ReceivedAt);
        return (From is null || day >= From) && (To is null || day <= To) && (Ids.Count == 0 || Ids.Contains(envelope.Key.ExternalId));
    }

    public override string ToString() => $"{From:yyyyMMdd}-{To:yyyyMMdd}-{(Ids.Count == 0 ? "" : Fingerprint.Of(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Ids.Order(StringComparer.Ordinal)))))}";
}

/// <summary>How far a backfill is.</summary>
/// <param name="Seen">Items the source showed.</param>
/// <param name="Chosen">Items in the window.</param>
/// <param name="Taken">Items that were new here.</param>
/// <param name="Total">What the source says it holds; null when it does not say.</param>
public sealed record BackfillProgress(int Seen, int Chosen, int Taken, int? Total);
