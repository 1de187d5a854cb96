using System.Text.Json;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Spse;

/// <summary>Procurement packages over ISB: a whole year in one answer, handed on in portions.</summary>
public sealed class IsbConnector : IConnector, IDisposable, IProposes
{
    /// <summary>Raw bytes of a portion.</summary>
    private const long MostBytes = 4 * 1024 * 1024;

    private readonly SourceContext context;
    private readonly IsbOptions options;
    private readonly HttpClient client;
    private readonly IIsbApi api;
    private readonly SpseRaw raw;
    private readonly SpseReader reader;
    private readonly ItemBounds bounds;
    private (int Job, Year Rows)? open;

    public IsbConnector(SourceContext context, IsbOptions options)
    {
        this.context = context;
        this.options = options;
        client = Wire.Client(context, options.Address!, options, new WireTraits { Judge = IsbVerdict.Of });
        api = Wire.Api<IIsbApi>(client);
        raw = new SpseRaw(context, options.Zone);
        reader = new SpseReader(options.Zone);
        bounds = new ItemBounds(options.LargestItemKb);
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
        var rows = Portion(year.Rows, from);
        var isLast = from + rows.Length >= year.Rows.Count;
        var next = isLast ? new Place(place.Job + 1, 0, null) : new Place(place.Job, from + rows.Length, year.Digest);
        open = isLast ? null : (place.Job, year);
        return new Batch
        {
            Envelopes = [.. rows.Select(row => raw.Wrap(resource, bounds.Of(row, year.Body.Span))).OfType<Envelope>()],
            Cursor = (next.Job < jobs.Count ? next : Place.Start).ToString(),
            More = next.Job < jobs.Count,
            Warnings = year.Rows.Count == 0 && from == 0 ? [Said.Of<SpseTexts>("IsbEmpty", setting, budgetYear)] : [],
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
            return new Probe(true, Said.Of<SpseTexts>("IsbOpen", setting, budgetYear, year.Rows.Count));
        }
        catch (ConnectorFailure e)
        {
            return new Probe(false, e.Said);
        }
    }

    public void Dispose() => client.Dispose();

    private List<(SpseResource Resource, IsbService Service, string Setting, int Year)> Jobs() =>
        [.. from year in SpseYears.Of(options.Tahun, context.Clock.GetUtcNow())
            from service in options.Services()
            select (service.Resource, service.Service, service.Setting, year)];

    /// <summary>As many as are stored at once, and no more than fit: large rows make small portions.</summary>
    private JsonSlice[] Portion(IReadOnlyList<JsonSlice> rows, int from)
    {
        var (count, bytes) = (0, 0L);
        while (count < options.BatchSize && from + count < rows.Count && (count == 0 || bytes + rows[from + count].Length <= MostBytes))
        {
            bytes += rows[from + count].Length;
            count++;
        }

        return [.. rows.Skip(from).Take(count)];
    }

    private async Task<Year> YearAsync(IsbService service, int year, CancellationToken token)
    {
        using var response = await api.YearAsync(service.Key, service.Number, service.Name, year, options.KdLpse, token);
        var body = AnswerContent.Of(response.Content).Json;
        return IsbVerdict.IsNothing(body.Span) ? new Year(body, [], "") : new Year(body, Rows(body.Span), Fingerprint.Of(body.Span));
    }

    /// <summary>A repeated package comes once for each version: the highest last.</summary>
    private JsonSlice[] Rows(ReadOnlySpan<byte> body)
    {
        var list = ListOf(body);
        if (list.Count > JsonSlices.Most)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<WireTexts>("TooManyItems", options.Address!.Host, JsonSlices.Most));
        }

        var rows = new (JsonSlice Row, long Version)[list.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = bounds.Of(list[i], body);
            rows[i] = (list[i], row.IsReadable() ? row.Id("versi_tender") ?? row.Id("versi_nontender") ?? 1 : 1);
        }

        return [.. rows.OrderBy(static r => r.Version).Select(static r => r.Row)];
    }

    private static List<JsonSlice> ListOf(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSlices.Of(body, "", out _) ?? JsonSlices.Of(body, "data", out _) ?? JsonSlices.Of(body, "result", out _)
                ?? throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SpseTexts>("IsbNoList"));
        }
        catch (InvalidOperationException e)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SpseTexts>("IsbNoList"), e);
        }
    }

    /// <summary>A year as it came, and where its rows lie: each is read when its portion is handed on.</summary>
    private sealed record Year(ReadOnlyMemory<byte> Body, IReadOnlyList<JsonSlice> Rows, string Digest);

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
                throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SpseTexts>("IsbCursorUnreadable"), e);
            }
        }

        public override string ToString() => JsonSerializer.Serialize(this);
    }
}
