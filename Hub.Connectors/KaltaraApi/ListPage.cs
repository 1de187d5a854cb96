using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain;

namespace Hub.Connectors.KaltaraApi;

/// <summary>One page of a list, in whichever of the known envelopes it came.</summary>
/// <param name="HasNext">Null when the answer does not say.</param>
/// <param name="Total">Null when the answer does not say.</param>
internal sealed record ListPage(IReadOnlyList<JsonElement> Items, bool? HasNext, int? Total)
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <exception cref="ConnectorFailure">Malformed: there is no list where the mapping looks for one.</exception>
    public static ListPage Of(ReadOnlyMemory<byte> body, ListMapping mapping)
    {
        using var document = Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body);
        try
        {
            return Of(document.RootElement, mapping);
        }
        catch (InvalidOperationException e)
        {
            // Half a character in what says where the list goes on; one in an item is the item's matter.
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("AnswerNoJson"), e);
        }
    }

    private static ListPage Of(JsonElement root, ListMapping mapping)
    {
        var list = mapping.Items.Select(path => Find(root, path)).FirstOrDefault(e => e.ValueKind == JsonValueKind.Array);
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("NoList", mapping.Path, string.Join(", ", mapping.Items.Where(p => p.Length > 0))));
        }

        return new([.. list.EnumerateArray().Select(e => e.Clone())], Next(root), TotalOf(root));
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Lenient);
        }
        catch (JsonException e)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("AnswerNoJson"), e);
        }
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
