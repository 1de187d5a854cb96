using System.Text.Json;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Spse;

/// <summary>Procurement packages over ISB: a whole year in one answer, handed on in portions.</summary>
public sealed class IsbConnector : IConnector, IDisposable, IProposes
{
    private readonly SourceContext context;
    private readonly IsbOptions options;
    private readonly HttpClient client;
    private readonly IIsbApi api;
    private readonly SpseRaw raw;
    private readonly SpseReader reader;
    private (int Job, Year Rows)? open;

    public IsbConnector(SourceContext context, IsbOptions options)
    {
        this.context = context;
        this.options = options;
        client = Wire.Client(context, options.Address!, options, new WireTraits { Judge = IsbVerdict.Of });
        api = Wire.Api<IIsbApi>(client);
        raw = new SpseRaw(context, options.Zone);
        reader = new SpseReader(options.Zone);
    }

    public async Task<Batch> FetchAsync(string? cursor, CancellationToken token)
    {
        var place = Place.Parse(cursor);
        var jobs = Jobs();
        if (place.Job >= jobs.Count)
        {
            place = Place.Start;
        }

        var (resource, service, setting, budgetYear) = jobs[place.Job];
        var year = open is { } kept && kept.Job == place.Job && place.Row > 0 ? kept.Rows : await YearAsync(service, budgetYear, token);

        // The answer changed while it was being stored in portions: begin it again, the ledger knows the rest.
        var from = place.Digest is null || place.Digest == year.Digest ? place.Row : 0;
        var rows = year.Rows.Skip(from).Take(options.BatchSize).ToArray();
        var isLast = from + rows.Length >= year.Rows.Count;
        var next = isLast ? new Place(place.Job + 1, 0, null) : new Place(place.Job, from + rows.Length, year.Digest);
        open = isLast ? null : (place.Job, year);
        return new Batch
        {
            Envelopes = [.. rows.Select(row => raw.Wrap(resource, row)).OfType<Envelope>()],
            Cursor = (next.Job < jobs.Count ? next : Place.Start).ToString(),
            More = next.Job < jobs.Count,
            Warnings = year.Rows.Count == 0 && from == 0 ? [$"ISB menjawab kosong untuk {setting} tahun {budgetYear}."] : [],
        };
    }

    public Submission Read(Envelope envelope) => reader.Read(envelope);

    public MappingProposal? Propose(string field, string value) => SpseWords.Propose(field, value);

    public async Task<Probe> ProbeAsync(CancellationToken token)
    {
        try
        {
            var (_, service, setting, budgetYear) = Jobs()[^1];
            var year = await YearAsync(service, budgetYear, token);
            return new Probe(true, $"Terhubung; {setting} tahun {budgetYear} memuat {year.Rows.Count} baris.");
        }
        catch (ConnectorFailure e)
        {
            return new Probe(false, e.Message);
        }
    }

    public void Dispose() => client.Dispose();

    private List<(SpseResource Resource, IsbService Service, string Setting, int Year)> Jobs() =>
        [.. from year in SpseYears.Of(options.Tahun, context.Clock.GetUtcNow())
            from service in options.Services()
            select (service.Resource, service.Service, service.Setting, year)];

    private async Task<Year> YearAsync(IsbService service, int year, CancellationToken token)
    {
        using var response = await api.YearAsync(service.Key, service.Number, service.Name, year, options.KdLpse, token);
        var body = await response.Content.ReadAsByteArrayAsync(token);
        if (IsbVerdict.IsNothing(body))
        {
            return new Year([], "");
        }

        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var list = root.ValueKind == JsonValueKind.Array ? root : root.Field("data", "result");
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new ConnectorFailure(FailureKind.Malformed, "Jawaban ISB bukan daftar dan tidak memuat data atau result.");
        }

        // A repeated package comes once for each version: the highest last.
        var rows = list.EnumerateArray().Select(r => r.Clone()).OrderBy(r => r.Id("versi_tender") ?? r.Id("versi_nontender") ?? 1).ToArray();
        return new Year(rows, Fingerprint.Of(body));
    }

    private sealed record Year(IReadOnlyList<JsonElement> Rows, string Digest);

    /// <summary>Where a run stands: which service, and the row within its answer.</summary>
    private sealed record Place(int Job, int Row, string? Digest)
    {
        public static readonly Place Start = new(0, 0, null);

        public static Place Parse(string? text)
        {
            try
            {
                return text is null ? Start : JsonSerializer.Deserialize<Place>(text) ?? Start;
            }
            catch (JsonException e)
            {
                throw new ConnectorFailure(FailureKind.Malformed, "Penanda posisi (cursor) ISB tidak terbaca; setel ulang agar sumber dibaca dari awal.", e);
            }
        }

        public override string ToString() => JsonSerializer.Serialize(this);
    }
}
