using System.Diagnostics.CodeAnalysis;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation.Leases;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Takes in the past of a source, by time of receipt or by numbers, without notices. The checkpoint of the ordinary runs stays where it is; a backfill that was cut off goes on where it was.</summary>
public sealed class Backfill(Database database, LeaseBook leases, ConfiguredConnectors connectors, Ledger ledger, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly WholeSource whole = new(leases, connectors);

    /// <param name="wanted">Which items.</param>
    /// <param name="progress">Called after each stored portion.</param>
    /// <returns>The sums.</returns>
    public async Task<BackfillProgress> RunAsync(string source, BackfillWindow wanted, Action<BackfillProgress> progress, CancellationToken token)
    {
        var row = await BeginAsync(source, wanted, token);
        try
        {
            await using var lease = await whole.HoldAsync(source, token);
            await foreach (var batch in whole.ReadAsync(source, row.Cursor, lease, token))
            {
                var chosen = batch.Envelopes.Where(wanted.Holds).ToList();
                row.Taken += await ledger.StoreAsync(source, chosen, Sighting.Shown, quiet: true, token);
                row.Seen += batch.Envelopes.Count;
                row.Chosen += chosen.Count;
                row.Total = batch.TotalAtSource ?? row.Total;
                row.Cursor = batch.More ? batch.Cursor : null;
                await KeepAsync(row, token);
                progress(BackfillProgress.Of(row));
            }

            row.EndedAt = clock.GetUtcNow();
            await KeepAsync(row, token);
            return BackfillProgress.Of(row);
        }
        catch (Exception e)
        {
            row.Cause = e is OperationCanceledException ? Said.Of<FetchTexts>("BackfillStopped") : Said.Of(e);
            row.EndedAt = clock.GetUtcNow();
            await KeepAsync(row, CancellationToken.None);
            throw;
        }
    }

    /// <summary>The last backfill of a source, going on or over, wherever it was started; null when there was none.</summary>
    public async Task<StoredBackfill?> LastAsync(string source, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Backfills.AsNoTracking().Where(b => b.Source == source).OrderByDescending(b => b.StartedAt).FirstOrDefaultAsync(token);
    }

    /// <summary>Whether it goes on: one without a sign of life for so long died with its process.</summary>
    public static bool IsRunning([NotNullWhen(true)] StoredBackfill? last, DateTimeOffset now) => last is { EndedAt: null } && now - last.SeenAt < Patience;

    /// <summary>The same window goes on where it was cut off; its counts begin anew.</summary>
    private async Task<StoredBackfill> BeginAsync(string source, BackfillWindow wanted, CancellationToken token)
    {
        await using var db = database.Open();
        var window = wanted.ToString();
        var cursor = await db.Backfills.Where(b => b.Source == source && b.Window == window).Select(b => b.Cursor).FirstOrDefaultAsync(token);
        var now = clock.GetUtcNow();
        var row = new StoredBackfill { Source = source, Window = window, From = wanted.From, To = wanted.To, Ids = [.. wanted.Ids], StartedAt = now, SeenAt = now, Cursor = cursor };
        await KeepAsync(row, token);
        return row;
    }

    private async Task KeepAsync(StoredBackfill row, CancellationToken token)
    {
        row.SeenAt = clock.GetUtcNow();
        await using var db = database.Open();
        db.Entry(row).State = await db.Backfills.AnyAsync(b => b.Source == row.Source && b.Window == row.Window, token) ? EntityState.Modified : EntityState.Added;
        await db.SaveChangesAsync(token);
    }
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
public sealed record BackfillProgress(int Seen, int Chosen, int Taken, int? Total)
{
    public static BackfillProgress Of(StoredBackfill row) => new(row.Seen, row.Chosen, row.Taken, row.Total);
}
