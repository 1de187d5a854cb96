using Hub.Connectors.Tabular;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Speaks to any system whose items are described by a mapping; what is its own stands in the system's definition.</summary>
public sealed class MappedConnector : IConnector, IReplies, IReadsFiles, IReceives, IProposes, ITellsHoldings
{
    private readonly KaltaraClient client;
    private readonly MappedReader reader;
    private readonly IListPoll poll;
    private readonly MappedReplies replies;
    private readonly MappedFile file;
    private readonly MappedPush push;

    /// <param name="folder">Where the system's definition lies, with its <c>mapping.json</c>.</param>
    public MappedConnector(SourceContext context, KaltaraOptions options, string folder)
    {
        var mapping = options.MappingOr(folder);
        client = KaltaraClient.For(context, options, mapping.List);
        reader = new MappedReader(mapping);
        var enveloping = new Enveloping(context.Source, mapping, reader);
        poll = options.Poll(new PollParts(client, mapping, reader, enveloping, context.Clock));
        replies = new MappedReplies(client, mapping);
        file = new MappedFile(mapping, reader, enveloping);
        push = new MappedPush(enveloping);
    }

    public bool Takes(ReplyKind kind) => replies.Takes(kind);

    public Task<Batch> FetchAsync(string? cursor, CancellationToken token) => poll.FetchAsync(cursor, token);

    public Task<Holdings> HoldingsAsync(CancellationToken token) => poll.HoldingsAsync(token);

    public Submission Read(Envelope envelope) => reader.Read(envelope);

    public MappingProposal? Propose(string field, string value) => reader.Propose(field, value);

    public Task<Probe> ProbeAsync(CancellationToken token) => client.ProbeAsync(token);

    public Task<Said> ReplyAsync(Reply reply, CancellationToken token) => replies.ReplyAsync(reply, token);

    public IEnumerable<FileRow> RowsOf(string name, Stream content, DateTimeOffset receivedAt) => file.RowsOf(name, content, receivedAt);

    public IReadOnlyList<Envelope> Receive(string mediaType, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => push.Receive(body, receivedAt);
}

/// <summary>How a list is walked from one run to the next.</summary>
internal interface IListPoll
{
    /// <inheritdoc cref="IConnector.FetchAsync"/>
    Task<Batch> FetchAsync(string? cursor, CancellationToken token);

    /// <inheritdoc cref="ITellsHoldings.HoldingsAsync"/>
    Task<Holdings> HoldingsAsync(CancellationToken token);
}

/// <summary>What every way of walking a list needs.</summary>
internal sealed record PollParts(KaltaraClient Client, Mapping Mapping, MappedReader Reader, Enveloping Enveloping, TimeProvider Clock);
