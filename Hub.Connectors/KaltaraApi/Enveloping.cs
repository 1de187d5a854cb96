using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Wraps items as they came, also those that nobody can read: they are set aside where they are read. The version is the content itself, whatever the order of its fields.</summary>
internal sealed class Enveloping(string source, Mapping mapping, MappedReader reader)
{
    private readonly HashSet<string> passing = [.. mapping.Volatile];

    /// <param name="fetchedAt">Counts where the source does not say when it took the item in.</param>
    public Envelope Wrap(JsonElement item, DateTimeOffset fetchedAt)
    {
        var raw = JsonMarshal.GetRawUtf8Value(item).ToArray();
        var isReadable = item.ValueKind == JsonValueKind.Object && item.IsReadable();
        var version = isReadable ? Version(item, raw.Length) : Fingerprint.Of(raw);
        return new Envelope
        {
            // An item without a number is kept under its content, so that it is set aside once and not at every poll.
            Key = new(source, reader.IdOf(item) is string id ? id : "tanpa-nomor:" + version, version),
            MediaType = "application/json",
            Raw = raw,
            ChangedAt = isReadable ? reader.UpdatedAt(item) : null,
            ReceivedAt = isReadable ? reader.ReceivedAt(item) ?? fetchedAt : fetchedAt,
        };
    }

    /// <param name="length">Room for it, so that a large one is not copied again and again while it grows.</param>
    private string Version(JsonElement item, int length)
    {
        var buffer = new ArrayBufferWriter<byte>(length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteSorted(item, writer, top: true);
        }

        return Fingerprint.Of(buffer.WrittenSpan);
    }

    private void WriteSorted(JsonElement value, Utf8JsonWriter writer, bool top)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var field in value.EnumerateObject().Where(f => !top || !passing.Contains(f.Name)).OrderBy(f => f.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(field.Name);
                    WriteSorted(field.Value, writer, top: false);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var entry in value.EnumerateArray())
                {
                    WriteSorted(entry, writer, top: false);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String when JsonWords.IsLong(JsonMarshal.GetRawUtf8Value(value).Length):
                JsonWords.Write(writer, value.GetString()!);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
