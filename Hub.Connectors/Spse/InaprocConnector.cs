using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Spse;

/// <summary>Procurement packages over INAPROC: every resource and year from its first page to its last, one page a batch.</summary>
/// <remarks>The gateway has no "changed since": each run reads everything again, and the ledger drops what it knows.</remarks>
public sealed class InaprocConnector : IConnector, IDisposable, IProposes
{
    private readonly SourceContext context;
    private readonly InaprocOptions options;
    private readonly HttpClient client;
    private readonly IInaprocApi api;
    private readonly SpseRaw raw;
    private readonly SpseReader reader;
    private readonly ItemBounds bounds;

    public InaprocConnector(SourceContext context, InaprocOptions options)
    {
        this.context = context;
        this.options = options;
        client = Wire.Client(context, options.Address!, options);
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        api = Wire.Api<IInaprocApi>(client);
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

        var (resource, year) = jobs[place.Job];
        var page = await PageAsync(resource, year, place.Cursor, token);
        var warnings = new List<Said>();
        var next = Next(page, place, resource, warnings);
        return new Batch
        {
            Envelopes = [.. bounds.Of(page.Field("data").Items(), resource.Name).Select(row => raw.Wrap(resource, row)).OfType<Envelope>()],
            Cursor = (next.Job < jobs.Count ? next : Place.Start).ToString(),
            More = next.Job < jobs.Count,
            Warnings = warnings,
        };
    }

    public Submission Read(Envelope envelope) => reader.Read(envelope);

    public MappingProposal? Propose(string field, string value) => SpseWords.Propose(field, value);

    public async Task<Probe> ProbeAsync(CancellationToken token)
    {
        try
        {
            var (resource, year) = Jobs()[^1];
            var page = await api.TenderAsync(resource.ShortName, options.KodeKlpd!, year, 1, null, token);
            var office = page.Field("data").Items().Select(r => r.Line("nama_klpd")).FirstOrDefault();
            return new Probe(true, office is null ? Said.Of<SpseTexts>("InaprocEmpty", options.KodeKlpd, year) : Said.Of<SpseTexts>("InaprocOpen", options.KodeKlpd, office));
        }
        catch (ConnectorFailure e)
        {
            return new Probe(false, e.Said);
        }
    }

    public void Dispose() => client.Dispose();

    private List<(SpseResource Resource, int Year)> Jobs() =>
        [.. from year in SpseYears.Of(options.Tahun, context.Clock.GetUtcNow())
            from resource in SpseResource.Rows
            where options.Jadwal || !resource.IsSchedule
            select (resource, year)];

    // A first page sometimes comes without its cursor; asking once more has helped others.
    private async Task<JsonElement> PageAsync(SpseResource resource, int year, string? cursor, CancellationToken token)
    {
        var page = await api.TenderAsync(resource.ShortName, options.KodeKlpd!, year, options.Limit, cursor, token);
        return HasMore(page) && CursorOf(page) is null
            ? await api.TenderAsync(resource.ShortName, options.KodeKlpd!, year, options.Limit, cursor, token)
            : page;
    }

    private static Place Next(JsonElement page, Place place, SpseResource resource, List<Said> warnings)
    {
        if (!HasMore(page))
        {
            return place.NextJob();
        }

        if (CursorOf(page) is not string cursor)
        {
            warnings.Add(Said.Of<SpseTexts>("InaprocNoCursor", resource.Name));
            return place.NextJob();
        }

        if (place.HasSeen(cursor))
        {
            warnings.Add(Said.Of<SpseTexts>("InaprocRepeated", resource.Name));
            return place.NextJob();
        }

        return place.Follow(cursor);
    }

    private static bool HasMore(JsonElement page) => page.Field("meta").Flag("has_more");

    private static string? CursorOf(JsonElement page) => page.Field("meta").Raw("cursor") is { Length: > 0 } cursor ? cursor : null;

    /// <summary>Where a run stands: which resource, and the cursor of its next page, with those followed before.</summary>
    private sealed record Place(int Job, string? Cursor, IReadOnlyList<string> Seen)
    {
        public static readonly Place Start = new(0, null, []);

        public static Place Parse(string? text)
        {
            try
            {
                return text is null ? Start : JsonSerializer.Deserialize<Place>(text) ?? Start;
            }
            catch (JsonException e)
            {
                throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SpseTexts>("CursorUnreadable"), e);
            }
        }

        public bool HasSeen(string cursor) => Seen.Contains(Mark(cursor));

        public Place Follow(string cursor) => new(Job, cursor, [.. Seen, Mark(cursor)]);

        public Place NextJob() => new(Job + 1, null, []);

        public override string ToString() => JsonSerializer.Serialize(this);

        private static string Mark(string cursor) => Fingerprint.Of(Encoding.UTF8.GetBytes(cursor))[..8];
    }
}
