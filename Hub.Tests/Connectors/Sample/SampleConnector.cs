using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Http;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Tests.Connectors.Sample;

/// <summary>A guest book of a made-up office, written out: all that a new coded system brings along.</summary>
internal sealed class SampleConnector(SourceContext context, SampleOptions options) : IConnector
{
    private readonly HttpClient client = Wire.Client(context, new Uri(options.Address!), options);

    public static ConnectorKind Kind { get; } = new()
    {
        Name = "sample",
        System = "sample",
        Title = "Buku tamu",
        Brings = SubmissionKind.Complaint,
        Options = typeof(SampleOptions),
        Cron = "0 0 * * * ?",
        Create = (context, options) => new SampleConnector(context, (SampleOptions)options),
    };

    public async Task<Batch> FetchAsync(string? cursor, CancellationToken token)
    {
        using var page = JsonDocument.Parse(await client.GetStringAsync($"/entries?after={cursor ?? "0"}", token));
        var envelopes = page.RootElement.EnumerateArray().Select(entry => Wrap(entry.GetRawText(), entry.GetProperty("number").GetInt32())).ToList();
        return new Batch { Envelopes = envelopes, Cursor = envelopes.LastOrDefault()?.Key.ExternalId ?? cursor };
    }

    public Submission Read(Envelope envelope)
    {
        using var entry = JsonDocument.Parse(envelope.Raw);
        return new Submission
        {
            Title = entry.RootElement.GetProperty("about").GetString()!,
            Body = entry.RootElement.GetProperty("words").GetString()!,
            Service = entry.RootElement.GetProperty("service").GetInt32(),
            ReceivedAt = envelope.ReceivedAt,
            Kind = SubmissionKind.Complaint,
            Reporter = new Reporter { Name = entry.RootElement.GetProperty("guest").GetString() },
        };
    }

    public async Task<Probe> ProbeAsync(CancellationToken token) => new((await FetchAsync(null, token)).Cursor is not null, "");

    private Envelope Wrap(string json, int number)
    {
        var raw = System.Text.Encoding.UTF8.GetBytes(json);
        return new Envelope { Key = new EnvelopeKey(context.Source, $"{number}", Fingerprint.Of(raw)), MediaType = "application/json", Raw = raw, ReceivedAt = context.Clock.GetUtcNow() };
    }
}

internal sealed class SampleOptions : WireOptions
{
    [Required]
    [HttpAddress]
    public string? Address { get; set; }
}
