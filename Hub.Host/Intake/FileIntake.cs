using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Sources;

namespace Hub.Host.Intake;

/// <summary>Takes export files of a source: an upload, a watched folder or the verb <c>import</c>. They enter at the ledger like everything else.</summary>
public sealed class FileIntake(ConfiguredConnectors connectors, Ledger ledger, InboxSignal inbox, TimeProvider clock)
{
    /// <param name="quiet">True: no notices (backfill).</param>
    /// <exception cref="SourceUnusable">The source is unknown or takes no files.</exception>
    /// <exception cref="ConnectorFailure">The file is not what the source exports.</exception>
    public async Task<FileTaken> TakeAsync(string source, string name, Stream content, bool quiet, CancellationToken token)
    {
        if (await connectors.FindAsync(source, token) is not IReadsFiles reader)
        {
            throw new SourceUnusable(Said.Of<SourceFaults>("TakesNoFile", source));
        }

        var reading = Read(reader, name, content);
        var taken = await ledger.StoreAsync(source, reading.Envelopes, Sighting.Filed, quiet, token);
        inbox.Raise();
        return new FileTaken(reading.Envelopes.Count, taken, reading.Rows);
    }

    private FileReading Read(IReadsFiles reader, string name, Stream content)
    {
        try
        {
            return reader.ReadFile(name, content, clock.GetUtcNow());
        }
        catch (Exception e) when (Trouble.IsOfContent(e))
        {
            throw new ConnectorFailure(FailureKind.Malformed, Trouble.Of(e).Cause, e);
        }
    }
}

/// <summary>What became of a file.</summary>
/// <param name="Seen">Items in it.</param>
/// <param name="Taken">Items that were new to the ledger.</param>
public sealed record FileTaken(int Seen, int Taken, IReadOnlyList<RowReport> Rows);
