using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Items that a system sends by itself: one object, a list, or a list under <c>data</c>, each as its list shows it.</summary>
internal sealed class MappedPush(Enveloping enveloping)
{
    /// <inheritdoc cref="IReceives.Receive"/>
    /// <exception cref="ConnectorFailure">Malformed: not JSON, or something in it is no item.</exception>
    public IReadOnlyList<Envelope> Receive(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var items = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out var data) ? data : root;
            return items.ValueKind switch
            {
                JsonValueKind.Array => [.. items.EnumerateArray().Select((item, i) => Wrap(item, i + 1, receivedAt))],
                _ => [Wrap(items, 1, receivedAt)],
            };
        }
        catch (JsonException e)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("PushNoJson", e.LineNumber + 1), e);
        }
    }

    private Envelope Wrap(JsonElement item, int number, DateTimeOffset receivedAt) => item.ValueKind == JsonValueKind.Object
        ? enveloping.Wrap(item, receivedAt)
        : throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("PushItemNoObject", number));
}
