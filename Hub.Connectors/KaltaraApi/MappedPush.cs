using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Items that a system sends by itself: one object, a list, or a list under <c>data</c>, each as its list shows it.</summary>
internal sealed class MappedPush(Enveloping enveloping)
{
    /// <summary>In one push; each is an item of its own in the ledger, and the sender waits until all are kept.</summary>
    private const int MostItems = 5_000;

    /// <inheritdoc cref="IReceives.Receive"/>
    /// <exception cref="ConnectorFailure">Malformed: not JSON, or something in it is no item.</exception>
    public IReadOnlyList<Envelope> Receive(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var items = DataOf(root) is { ValueKind: not JsonValueKind.Undefined } data ? data : root;
            return items.ValueKind switch
            {
                JsonValueKind.Array when items.GetArrayLength() > MostItems => throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("PushTooMany", items.GetArrayLength(), MostItems)),
                JsonValueKind.Array => [.. items.EnumerateArray().Select((item, i) => Wrap(item, i + 1, receivedAt))],
                _ => [Wrap(items, 1, receivedAt)],
            };
        }
        catch (JsonException e)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("PushNoJson", e.LineNumber + 1), e);
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
