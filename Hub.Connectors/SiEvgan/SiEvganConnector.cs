using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Tabular;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Connectors.SiEvgan;

/// <summary>Takes applications and finished evaluations of organisations from Si-Evgan; verifies or returns them there.</summary>
public sealed class SiEvganConnector : IConnector, IReplies, IReadsFiles, IReceives, IProposes
{
    private readonly KaltaraClient client;
    private readonly MappedReader reader;
    private readonly ChangePoll poll;
    private readonly MappedReplies replies;
    private readonly MappedFile file;
    private readonly MappedPush push;

    public SiEvganConnector(SourceContext context, SiEvganOptions options)
    {
        var mapping = options.MappingOr("SiEvgan");
        client = KaltaraClient.For(context, options, mapping.List);
        reader = new MappedReader(mapping);
        var enveloping = new Enveloping(context.Source, mapping, reader);
        poll = new ChangePoll(client, mapping, reader, enveloping, options, context.Clock);
        replies = new MappedReplies(client, mapping);
        file = new MappedFile(mapping, reader, enveloping);
        push = new MappedPush(enveloping);
    }

    public static ConnectorKind Kind { get; } = new()
    {
        Name = "si-evgan",
        System = "si-evgan",
        Title = "Si-Evgan (evaluasi kelembagaan)",
        Options = typeof(SiEvganOptions),
        Cron = "0 0/15 * * * ?",
        Create = (context, options) => new SiEvganConnector(context, (SiEvganOptions)options),
    };

    public Task<Batch> FetchAsync(string? cursor, CancellationToken token) => poll.FetchAsync(cursor, token);

    public Submission Read(Envelope envelope) => reader.Read(envelope);

    public MappingProposal? Propose(string field, string value) => reader.Propose(field, value);

    public Task<Probe> ProbeAsync(CancellationToken token) => client.ProbeAsync(token);

    public Task<Said> ReplyAsync(Reply reply, CancellationToken token) => replies.ReplyAsync(reply, token);

    public FileReading ReadFile(string name, Stream content, DateTimeOffset receivedAt) => file.Read(name, content, receivedAt);

    public IReadOnlyList<Envelope> Receive(string mediaType, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => push.Receive(body, receivedAt);
}
