using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Web;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.Lapor;

/// <summary>One line of the list: a report that changed, and when. A line without a number is kept too, so that it is not lost.</summary>
internal sealed record LaporRow(long Id, DateTimeOffset Changed, JsonElement Json)
{
    public bool IsNumbered => Id > 0;

    /// <summary>What the item is called here.</summary>
    public string Name => IsNumbered ? Id.ToString(CultureInfo.InvariantCulture) : $"tanpa-nomor-{Fingerprint.Of(LaporRaw.Bytes(Json))}";
}

/// <summary>Freezes the list of what changed before anything is fetched: pages shift while one reads, so it is read until it stays the same.</summary>
internal sealed class LaporListing(ILaporApi api, LaporOptions options)
{
    private const int MostPasses = 5;
    private const int MostPages = 10_000;

    /// <summary>Far more than a province gets in a lifetime.</summary>
    private const int MostRows = 200_000;

    /// <summary>Bytes of lines kept beside their numbers: they stand for a report that is not handed over, and a first list has very many.</summary>
    private const long MostKept = 8 * 1024 * 1024;

    private readonly Dictionary<string, LaporRow> rows = new(StringComparer.Ordinal);
    private readonly HashSet<Said> warnings = [];
    private readonly ItemBounds bounds = new(options.LargestItemKb);
    private long kept;

    /// <summary>What was listed, in the order of change, equal changes in the order of numbers.</summary>
    public IReadOnlyList<LaporRow> Rows => [.. rows.Values.OrderBy(r => r.Changed).ThenBy(r => r.Id)];

    public IReadOnlyCollection<Said> Warnings => warnings;

    /// <summary>How many reports the source says the list holds; null when it does not say.</summary>
    public int? Total { get; private set; }

    /// <summary>False when the list could not be read to its end: the next run must start where this one did.</summary>
    public bool IsComplete => warnings.Count == 0;

    /// <param name="since">Lists what changed at this instant or later; null lists everything.</param>
    public async Task ReadAsync(DateTimeOffset? since, CancellationToken token)
    {
        var isStable = false;
        for (var pass = 0; !isStable && warnings.Count == 0; pass++)
        {
            if (pass == MostPasses)
            {
                warnings.Add(Said.Of<LaporTexts>("ListUnstable", MostPasses));
                break;
            }

            // A single page cannot have shifted under our hands; several are believed once reading them again shows nothing new.
            var before = rows.Count;
            var pages = await PassAsync(since, token);
            isStable = pages == 1 || (pass > 0 && rows.Count == before);
        }

        if (Total > rows.Count)
        {
            warnings.Add(Said.Of<LaporTexts>("ListShort", Total, rows.Count));
        }
    }

    /// <summary>The list from its last page to its first; the page after the last is asked for too, because a count may be too low.</summary>
    public static async Task<Holdings> BackwardsAsync(ILaporApi api, LaporOptions options, CancellationToken token)
    {
        var listing = new LaporListing(api, options);
        var first = await api.ListAsync(1, options.PageSize, null, token);
        var size = first.Field("results").Field("data").Items().Count();
        if (first.Field("results").Id("total") is not { } total || size == 0)
        {
            return Holdings.Untold;
        }

        for (var page = Math.Min(MostPages, (int)((total + size - 1) / size) + 1); page > 1; page--)
        {
            listing.Take(await api.ListAsync(page, options.PageSize, null, token));
        }

        listing.Take(first);
        return new Holdings { Claimed = (int)total, Listed = listing.rows.Count, Ids = listing.rows.Values.Select(r => r.Name).ToHashSet(StringComparer.Ordinal) };
    }

    /// <returns>The number of pages read.</returns>
    private async Task<int> PassAsync(DateTimeOffset? since, CancellationToken token)
    {
        // Cut to whole seconds, never rounded up: a change in the same second must stay inside.
        var from = since?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var seen = new HashSet<int>();
        for (int? page = 1; page is int number;)
        {
            if (!seen.Add(number) || seen.Count > MostPages)
            {
                warnings.Add(Said.Of<LaporTexts>("ListRepeated", number));
                break;
            }

            page = Take(await api.ListAsync(number, options.PageSize, from, token));
        }

        return seen.Count;
    }

    /// <returns>The next page; null at the end.</returns>
    private int? Take(JsonElement answer)
    {
        var results = answer.Field("results");
        if (results.Field("data") is not { ValueKind: JsonValueKind.Array } data)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<LaporTexts>("ListWithoutData"));
        }

        Total = (int?)results.Id("total") ?? Total;
        foreach (var json in bounds.Of(data.EnumerateArray(), "/complaints"))
        {
            Add(json);
        }

        return NextPage(results);
    }

    private void Add(JsonElement json)
    {
        var row = !json.IsReadable() ? new LaporRow(0, DateTimeOffset.MinValue, json) : new LaporRow(json.Id("id") ?? 0, IndonesianDate.Instant(json.Raw("updated_at"), options.Zone) ?? DateTimeOffset.MinValue, json);
        var key = row.IsNumbered ? row.Id.ToString(CultureInfo.InvariantCulture) : json.GetRawText();
        if (rows.TryGetValue(key, out var known) && known.Changed >= row.Changed)
        {
            return;
        }

        if (rows.Count >= MostRows)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<WireTexts>("TooManyItems", "/complaints", MostRows));
        }

        rows[key] = Kept(row);
    }

    /// <summary>A copy of the line, so that it does not hold its whole page; its number alone where that is enough and many are held.</summary>
    private LaporRow Kept(LaporRow row)
    {
        kept += JsonMarshal.GetRawUtf8Value(row.Json).Length;
        return kept <= MostKept ? row with { Json = row.Json.Clone() }
            : row.IsNumbered ? row with { Json = default }
            : throw new ConnectorFailure(FailureKind.Malformed, Said.Of<LaporTexts>("TooManyNameless", MostKept / (1024 * 1024)));
    }

    private static int? NextPage(JsonElement results)
    {
        var next = results.Raw("next_page_url");
        if (string.IsNullOrEmpty(next))
        {
            return null;
        }

        var query = HttpUtility.ParseQueryString(next[(next.IndexOf('?', StringComparison.Ordinal) + 1)..]);
        return int.TryParse(query["page"], CultureInfo.InvariantCulture, out var page)
            ? page
            : throw new ConnectorFailure(FailureKind.Malformed, Said.Of<LaporTexts>("NextWithoutNumber"));
    }
}
