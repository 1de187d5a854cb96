using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Tabular;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Connectors.EBang;

/// <summary>Takes the monthly development reports from e-Bang; a report that is due and absent becomes a request.</summary>
public sealed class EBangConnector : IConnector, IReadsFiles, IProposes
{
    private readonly KaltaraClient client;
    private readonly MappedReader reader;
    private readonly MonthPoll poll;
    private readonly MappedFile file;

    public EBangConnector(SourceContext context, EBangOptions options)
    {
        var mapping = options.MappingOr("EBang");
        client = KaltaraClient.For(context, options, mapping.List);
        reader = new MappedReader(mapping);
        var enveloping = new Enveloping(context.Source, mapping, reader);
        poll = new MonthPoll(client, mapping, reader, enveloping, options, context.Clock);
        file = new MappedFile(mapping, reader, enveloping);
    }

    public static ConnectorKind Kind { get; } = new()
    {
        Name = "e-bang",
        System = "e-bang",
        Title = "e-Bang (pengendalian pembangunan)",
        Options = typeof(EBangOptions),
        Cron = "0 30 6,12 * * ?",
        Create = (context, options) => new EBangConnector(context, (EBangOptions)options),
    };

    public Task<Batch> FetchAsync(string? cursor, CancellationToken token) => poll.FetchAsync(cursor, token);

    public Submission Read(Envelope envelope) => reader.Read(envelope);

    public MappingProposal? Propose(string field, string value) => reader.Propose(field, value);

    public Task<Probe> ProbeAsync(CancellationToken token) => client.ProbeAsync(token);

    public FileReading ReadFile(string name, Stream content, DateTimeOffset receivedAt) => file.Read(name, content, receivedAt);
}
