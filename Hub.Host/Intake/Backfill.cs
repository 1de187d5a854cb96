using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Takes in the past of a source, by time of receipt or by numbers, without notices. The checkpoint of the ordinary runs stays where it is; a backfill that was cut off goes on where it was.</summary>
public sealed class Backfill(Database database, ConfiguredConnectors connectors, Ledger ledger, TimeProvider clock)
{
    private readonly WholeSource whole = new(database, connectors, clock);

    /// <param name="wanted">Which items.</param>
    /// <param name="progress">Called after each stored portion.</param>
    /// <returns>The sums.</returns>
    public async Task<BackfillProgress> RunAsync(string source, BackfillWindow wanted, Action<BackfillProgress> progress, CancellationToken token)
    {
        var mark = $"backfill:{source}:{wanted}";
        var sum = new BackfillProgress(0, 0, 0, null);
        await foreach (var batch in whole.ReadAsync(source, await PlaceAsync(mark, token), token))
        {
            var chosen = batch.Envelopes.Where(wanted.Holds).ToList();
            var taken = await ledger.StoreAsync(source, chosen, quiet: true, token);
            await KeepPlaceAsync(mark, batch.More ? batch.Cursor : null, token);
            sum = new BackfillProgress(sum.Seen + batch.Envelopes.Count, sum.Chosen + chosen.Count, sum.Taken + taken, batch.TotalAtSource ?? sum.Total);
            progress(sum);
        }

        return sum;
    }

    private async Task<string?> PlaceAsync(string mark, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Settings.Where(s => s.Name == mark).Select(s => s.Value).FirstOrDefaultAsync(token);
    }

    private async Task KeepPlaceAsync(string mark, string? cursor, CancellationToken token)
    {
        await using var db = database.Open();
        await db.Settings.Where(s => s.Name == mark).ExecuteDeleteAsync(token);
        if (cursor is not null)
        {
            db.Settings.Add(new Setting { Name = mark, Value = cursor });
            await db.SaveChangesAsync(token);
        }
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
public sealed record BackfillProgress(int Seen, int Chosen, int Taken, int? Total);
