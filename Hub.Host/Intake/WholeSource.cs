using System.Runtime.CompilerServices;
using Hub.Connectors;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Leases;
using Hub.Host.Sources;
using Hub.Host.Storage;

namespace Hub.Host.Intake;

/// <summary>Reads a source from a cursor to its end beside the checkpoint, which stays where it is. No run of the source goes on meanwhile.</summary>
internal sealed class WholeSource(LeaseBook leases, ConfiguredConnectors connectors)
{
    private const int MostPortions = 10_000;

    /// <summary>The right to read the source, for as long as it is held.</summary>
    /// <exception cref="TicketRefusal">A run of the source is going on.</exception>
    public async Task<HeldLease> HoldAsync(string source, CancellationToken token) => await leases.TakeAsync(PollRun.LeaseOf(source), token) ?? throw TicketRefusal.Of("SourceBusy", source);

    /// <param name="cursor">Null reads everything.</param>
    /// <exception cref="ConnectorFailure">The source could not be read.</exception>
    public async IAsyncEnumerable<Batch> ReadAsync(string source, string? cursor, HeldLease lease, [EnumeratorCancellation] CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var connector = await connectors.FindAsync(source, lease.Token);
        for (var portions = 0; portions < MostPortions; portions++)
        {
            var batch = await connector.FetchAsync(cursor, lease.Token);
            await Unwinding.OfSteps();
            yield return batch;
            if (!batch.More || batch.Cursor == cursor)
            {
                yield break;
            }

            cursor = batch.Cursor;
        }
    }
}
