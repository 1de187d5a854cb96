using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Connectors;

/// <summary>Knows one foreign system. Saves nothing; the host keeps cursor and envelopes in one transaction.</summary>
/// <remarks>One instance serves one configured source and is used by one run at a time.</remarks>
public interface IConnector
{
    /// <summary>Takes what is new since the cursor, oldest first, in portions of a bounded size.</summary>
    /// <param name="cursor">The cursor of the last stored batch, in a form only this connector understands; null at the very first run.</param>
    /// <param name="token">Cancels waiting and reading; nothing is lost, the next run starts from the same cursor.</param>
    /// <exception cref="ConnectorFailure">The source could not be read; its kind says what to do.</exception>
    Task<Batch> FetchAsync(string? cursor, CancellationToken token);

    /// <summary>Turns an envelope into our words. Pure: no network, clock or disk.</summary>
    /// <exception cref="ConnectorFailure">Malformed: the envelope is set aside with this reason.</exception>
    Submission Read(Envelope envelope);

    /// <summary>Tests the connection by a full round trip that changes nothing.</summary>
    Task<Probe> ProbeAsync(CancellationToken token);
}

/// <summary>Answers the source: status, answer, "not ours".</summary>
public interface IReplies
{
    /// <summary>False where this source, as it is set up, takes no such word: a person gives it in the source's own application.</summary>
    bool Takes(ReplyKind kind) => true;

    /// <returns>The source's own answer, kept with the ticket.</returns>
    /// <exception cref="ConnectorFailure">The reply was not taken; a transient kind is tried again.</exception>
    Task<Said> ReplyAsync(Reply reply, CancellationToken token);
}

/// <summary>Says how an unknown field or value could be read; a person decides, nothing is guessed.</summary>
public interface IProposes
{
    /// <param name="field">As the drift names it.</param>
    /// <param name="value">The sample.</param>
    /// <returns>Null when nothing known resembles it.</returns>
    MappingProposal? Propose(string field, string value);
}

/// <summary>A proposal for the mapping.</summary>
/// <param name="Like">The known word that the value resembles most; null for a field that is new altogether.</param>
/// <param name="Meaning">What that word means to us: the name of a state or kind; null likewise.</param>
/// <param name="Setting">The line for the mapping of the source; null where the words are built in.</param>
public sealed record MappingProposal(string? Like, string? Meaning, string? Setting);

/// <summary>Reads export files of the system: an upload, a watched folder or the verb <c>import</c>.</summary>
public interface IReadsFiles
{
    /// <summary>One envelope for each usable row or record; refused rows are reported, never dropped in silence.</summary>
    /// <returns>Made one by one while they are gone through, each time anew; <paramref name="content"/> is read before the first.</returns>
    /// <exception cref="ConnectorFailure">Malformed: the file is not what the system exports; it may show at the last row only.</exception>
    IEnumerable<FileRow> RowsOf(string name, Stream content, DateTimeOffset receivedAt);

    /// <summary>Whether a file that merely lies in a folder may be one of the system's, by its path.</summary>
    bool MayRead(string path) => true;
}

/// <summary>Accepts pushes to <c>/hooks/{source}</c>; the host has checked the signature before.</summary>
public interface IReceives
{
    IReadOnlyList<Envelope> Receive(string mediaType, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt);
}

/// <summary>Hears at once that there is something new, where the source can tell; polling goes on beside it.</summary>
public interface IListens
{
    /// <summary>Waits for news, changing nothing.</summary>
    /// <param name="cursor">As for <see cref="IConnector.FetchAsync"/>.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <returns>True: there is something to fetch. False: the time passed. Null: this source cannot tell, polling must do.</returns>
    /// <exception cref="ConnectorFailure">The source could not be reached.</exception>
    Task<bool?> ListenAsync(string? cursor, TimeSpan limit, CancellationToken token);
}
