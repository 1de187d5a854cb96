using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Spse;

/// <summary>Procurement packages from SPSE's public lists, page by page until a short one: the counts there are not true.</summary>
public sealed class GridConnector : IConnector, IDisposable, IProposes, ITellsHoldings
{
    private const int MostRows = 100_000;

    private readonly SourceContext context;
    private readonly GridOptions options;
    private readonly HttpClient client;
    private readonly ISpseGridApi api;
    private readonly SpseRaw raw;
    private readonly SpseReader reader;
    private readonly ItemBounds bounds;
    private GridSession? session;

    public GridConnector(SourceContext context, GridOptions options)
    {
        this.context = context;
        this.options = options;
        client = Wire.Client(context, options.Address!, options, new WireTraits { ReadsByPost = true, Judge = GridVerdict.Of });
        api = Wire.Api<ISpseGridApi>(client);
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

        var (grid, year) = jobs[place.Job];
        var rows = await RowsAsync(grid, year, place.From, options.PageSize, "asc", token);
        var digest = Fingerprint.Of(JsonSerializer.SerializeToUtf8Bytes(rows));
        var isRepeat = rows.Length > 0 && digest == place.Digest;
        var isLast = isRepeat || rows.Length < options.PageSize || place.From + rows.Length >= MostRows;
        var next = isLast ? new Place(place.Job + 1, 0, null) : new Place(place.Job, place.From + rows.Length, digest);
        return new Batch
        {
            Envelopes = isRepeat ? [] : [.. rows.Select(row => raw.Wrap(grid, row)).OfType<Envelope>()],
            Cursor = (next.Job < jobs.Count ? next : Place.Start).ToString(),
            More = next.Job < jobs.Count,
            Warnings = isRepeat ? [Said.Of<SpseTexts>("RowsRepeated", grid.Name, place.From)] : [],
        };
    }

    /// <summary>The lists from their end; how many rows there are is not said truly.</summary>
    public async Task<Holdings> HoldingsAsync(CancellationToken token)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (grid, year) in Jobs())
        {
            for (var from = 0; from < MostRows; from += options.PageSize)
            {
                var rows = await RowsAsync(grid, year, from, options.PageSize, "desc", token);
                var known = ids.Count;
                ids.UnionWith(rows.Select(row => raw.Wrap(grid, row)?.Key.ExternalId).OfType<string>());
                if (rows.Length < options.PageSize || ids.Count == known)
                {
                    break;
                }
            }
        }

        return new Holdings { Listed = ids.Count, Ids = ids };
    }

    public Submission Read(Envelope envelope) => reader.Read(envelope);

    public MappingProposal? Propose(string field, string value) => SpseWords.Propose(field, value);

    public async Task<Probe> ProbeAsync(CancellationToken token)
    {
        try
        {
            var (grid, year) = Jobs()[^1];
            var rows = await RowsAsync(grid, year, 0, 1, "asc", token);
            return new Probe(true, Said.Of<SpseTexts>(rows.Length == 0 ? "GridEmpty" : "GridOpen", grid.Name, year));
        }
        catch (ConnectorFailure e)
        {
            return new Probe(false, e.Said);
        }
    }

    public void Dispose() => client.Dispose();

    private List<(SpseResource Grid, int Year)> Jobs() =>
        [.. from year in SpseYears.Of(options.Tahun, context.Clock.GetUtcNow())
            from grid in SpseResource.Grids
            where grid.Name switch { "dt/lelang" => options.Tender, "dt/pl" => options.NonTender, _ => options.Pencatatan }
            select (grid, year)];

    private async Task<JsonElement[]> RowsAsync(SpseResource grid, int year, int from, int length, string order, CancellationToken token)
    {
        session ??= await GridSession.OpenAsync(api, token);
        try
        {
            var answer = await api.RowsAsync(
                grid.Name["dt/".Length..], year, Form(session, grid, from, length, order), session.Cookie, $"{options.Address!.ToString().TrimEnd('/')}/lelang", token);
            return answer.Field("data") is { ValueKind: JsonValueKind.Array } data
                ? bounds.Of(data.EnumerateArray(), grid.Name)
                : throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SpseTexts>("GridWithoutData", grid.Name));
        }
        catch (ConnectorFailure)
        {
            // An old session looks like many things; the next call begins with a new one.
            session = null;
            throw;
        }
    }

    private static FormUrlEncodedContent Form(GridSession session, SpseResource grid, int from, int length, string order)
    {
        var fields = new Dictionary<string, string>
        {
            ["draw"] = "1",
            ["start"] = from.ToString(CultureInfo.InvariantCulture),
            ["length"] = length.ToString(CultureInfo.InvariantCulture),
            ["search[value]"] = "",
            ["search[regex]"] = "false",
            ["order[0][column]"] = "0",
            ["order[0][dir]"] = order,
            ["authenticityToken"] = session.Token,
        };
        for (var i = 0; i < grid.Columns.Length; i++)
        {
            fields[$"columns[{i}][data]"] = i.ToString(CultureInfo.InvariantCulture);
            fields[$"columns[{i}][name]"] = "";
            fields[$"columns[{i}][searchable]"] = "true";
            fields[$"columns[{i}][orderable]"] = "true";
        }

        return new FormUrlEncodedContent(fields);
    }

    /// <summary>Where a run stands: which list, the next row, and what the last page was.</summary>
    private sealed record Place(int Job, int From, string? Digest)
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
                throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SpseTexts>("CursorUnreadable"), e);
            }
        }

        public override string ToString() => JsonSerializer.Serialize(this);
    }
}
