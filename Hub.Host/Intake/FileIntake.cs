using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation;
using Hub.Host.Sources;

namespace Hub.Host.Intake;

/// <summary>Takes export files of a source: an upload, a watched folder or the verb <c>import</c>. They enter at the ledger like everything else, portion by portion.</summary>
public sealed class FileIntake(ConfiguredConnectors connectors, Ledger ledger, InboxSignal inbox, TimeProvider clock)
{
    /// <summary>What a crash leaves half taken is taken whole when the file is read again: the ledger knows what it has.</summary>
    /// <param name="quiet">True: no notices (backfill).</param>
    /// <exception cref="SourceUnusable">The source is unknown or takes no files.</exception>
    /// <exception cref="ConnectorFailure">The file is not what the source exports; nothing of it is stored.</exception>
    public async Task<FileTaken> TakeAsync(string source, string name, Stream content, bool quiet, CancellationToken token)
    {
        if (await connectors.FindAsync(source, token) is not IReadsFiles reader)
        {
            throw new SourceUnusable(Said.Of<SourceFaults>("TakesNoFile", source));
        }

        SpareMemory.MakeRoom(content.CanSeek ? content.Length : 0);
        try
        {
            var file = Read(reader, name, content);
            var (reports, seen, taken) = (new List<RowReport>(), 0, 0);
            foreach (var portion in Portions.Of(Taken(file, reports)))
            {
                seen += portion.Count;
                taken += await ledger.StoreAsync(source, portion, Sighting.Filed, quiet, token);
            }

            inbox.Raise();
            return new FileTaken(seen, taken, [.. reports.OrderBy(static r => r.Row)]);
        }
        finally
        {
            // What is refused may have cost as much as what is taken.
            SpareMemory.GiveBack();
        }
    }

    /// <summary>Gone through once before anything is stored: what breaks off at its last row is refused whole.</summary>
    private IEnumerable<FileRow> Read(IReadsFiles reader, string name, Stream content)
    {
        try
        {
            var rows = reader.RowsOf(name, content, clock.GetUtcNow());
            foreach (var row in rows)
            {
                _ = row;
            }

            return rows;
        }
        catch (Exception e) when (Trouble.IsOfContent(e))
        {
            throw new ConnectorFailure(FailureKind.Malformed, Trouble.Of(e).Cause, e);
        }
    }

    private static IEnumerable<Envelope> Taken(IEnumerable<FileRow> rows, List<RowReport> reports)
    {
        foreach (var row in rows)
        {
            reports.Add(row.Report);
            if (row.Envelope is { } envelope)
            {
                yield return envelope;
            }
        }
    }
}

/// <summary>What became of a file.</summary>
/// <param name="Seen">Items in it.</param>
/// <param name="Taken">Items that were new to the ledger.</param>
public sealed record FileTaken(int Seen, int Taken, IReadOnlyList<RowReport> Rows);
