using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;
using Hub.Domain;

namespace Hub.Connectors.KaltaraApi;

/// <summary>One page of a list, in whichever of the known envelopes it came.</summary>
/// <param name="HasNext">Null when the answer does not say.</param>
/// <param name="Total">Null when the answer does not say.</param>
internal sealed record ListPage(IReadOnlyList<JsonElement> Items, bool? HasNext, int? Total)
{
    /// <summary>Bytes of an answer beside its items.</summary>
    private const int LargestRest = 1024 * 1024;

    /// <exception cref="ConnectorFailure">Malformed: there is no list where the mapping looks for one, or it is longer than a list may be.</exception>
    public static ListPage Of(ReadOnlyMemory<byte> body, ListMapping mapping, ItemBounds bounds)
    {
        try
        {
            return Of(body.Span, mapping, bounds);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a character in what says where the list goes on; one in an item is the item's matter.
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("AnswerNoJson"), e);
        }
    }

    private static ListPage Of(ReadOnlySpan<byte> body, ListMapping mapping, ItemBounds bounds)
    {
        var (slices, list) = List(body, mapping);
        var most = mapping.Paging == PagingStyle.OnePage ? ItemBounds.MostUnpaged : ItemBounds.MostItems;
        if (slices.Count > most || body.Length - (list.End.Value - list.Start.Value) > LargestRest)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("ListTooLong", mapping.Path, most, LargestRest / (1024 * 1024)));
        }

        var items = new JsonElement[slices.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = bounds.Of(slices[i], body);
        }

        var rest = JsonSlices.Element([.. body[..list.Start], .. "[]"u8, .. body[list.End..]]);
        return new(items, Next(rest), TotalOf(rest));
    }

    private static (List<JsonSlice> Items, Range Place) List(ReadOnlySpan<byte> body, ListMapping mapping)
    {
        foreach (var path in mapping.Items)
        {
            if (JsonSlices.Of(body, path, out var place) is { } found)
            {
                return (found, place);
            }
        }

        throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("NoList", mapping.Path, string.Join(", ", mapping.Items.Where(p => p.Length > 0))));
    }

    private static JsonElement Find(JsonElement root, string path) => path.Length == 0 ? root : FieldForms.At(root, path);

    private static bool? Next(JsonElement root)
    {
        if (Number(root, "meta.current_page") is int page && Number(root, "meta.last_page") is int last)
        {
            return page < last;
        }

        foreach (var path in (string[])["links.next", "next_page_url", "results.next_page_url", "data.next_page_url"])
        {
            if (Find(root, path).ValueKind is var kind and not JsonValueKind.Undefined)
            {
                return kind == JsonValueKind.String;
            }
        }

        return null;
    }

    private static int? TotalOf(JsonElement root) =>
        Number(root, "meta.total") ?? Number(root, "results.total") ?? Number(root, "data.total") ?? Number(root, "total");

    // 2147483647 and its like mean "many", not a count.
    private static int? Number(JsonElement root, string path) =>
        int.TryParse(Find(root, path).Raw(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < 100_000_000 ? n : null;
}
