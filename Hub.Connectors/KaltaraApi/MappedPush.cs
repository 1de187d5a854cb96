using System.Text.Json;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Items that a system sends by itself: one object, a list, or a list under <c>data</c>, each as its list shows it.</summary>
internal sealed class MappedPush(Enveloping enveloping)
{
    /// <summary>Objects and lists within each other, as the reader takes them by default.</summary>
    private const int MostDepth = 64;

    /// <inheritdoc cref="IReceives.Receive"/>
    /// <exception cref="ConnectorFailure">Malformed: not JSON, or something in it is no item.</exception>
    public IReadOnlyList<Envelope> Receive(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        try
        {
            Measure(body.Span);
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var items = DataOf(root) is { ValueKind: not JsonValueKind.Undefined } data ? data : root;
            return items.ValueKind switch
            {
                JsonValueKind.Array when items.GetArrayLength() > ItemBounds.MostItems => throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("PushTooMany", items.GetArrayLength(), ItemBounds.MostItems)),
                JsonValueKind.Array => [.. items.EnumerateArray().Select((item, i) => Wrap(item, i + 1, receivedAt))],
                _ => [Wrap(items, 1, receivedAt)],
            };
        }
        catch (JsonException e)
        {
            throw new ConnectorFailure(FailureKind.Malformed, IsWhole(body.Span) ? Said.Of<MappedTexts>("PushTooDeep", MostDepth) : Said.Of<MappedTexts>("PushNoJson", e.LineNumber + 1), e);
        }
    }

    /// <summary>Only its depth is wrong with it.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Before a document is made of it: every value takes its place, also one whose name stands there a hundred thousand times.</summary>
    private static void Measure(ReadOnlySpan<byte> body)
    {
        var values = ListOf(body) is { } items ? items.Select(static i => i.Values).DefaultIfEmpty().Max() : JsonSlices.Values(body);
        if (values > ItemBounds.MostValues)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("PushItemTooWide", values, ItemBounds.MostValues));
        }
    }

    private static List<JsonSlice>? ListOf(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSlices.Of(body, "data", out _) ?? JsonSlices.Of(body, "", out _);
        }
        catch (InvalidOperationException)
        {
            // Half a character among the names: one item, that nobody can read.
            return null;
        }
    }

    /// <summary>Nothing where half a character is among the names: then it is one item that nobody can read.</summary>
    private static JsonElement DataOf(JsonElement root)
    {
        try
        {
            return root.Field("data");
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    private Envelope Wrap(JsonElement item, int number, DateTimeOffset receivedAt) => item.ValueKind == JsonValueKind.Object
        ? enveloping.Wrap(item, receivedAt)
        : throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("PushItemNoObject", number));
}
