using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors.Reading;

namespace Hub.Host.People.Privacy;

/// <summary>Words as the JSON that is sealed.</summary>
internal static class SealedWords
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web) { Converters = { new BitByBit() } };

    /// <param name="words">What is sealed.</param>
    /// <param name="length">Characters in it, more or less: a buffer that grows is made anew with each doubling, three times the whole in the end.</param>
    public static ReadOnlyMemory<byte> Of<T>(T words, int length = 0)
    {
        // Not the serializer's own buffers, which stay with the thread.
        var written = new ArrayBufferWriter<byte>(Math.Max(256, length + (length / 16)));
        using (var json = new Utf8JsonWriter(written))
        {
            JsonSerializer.Serialize(json, words, Options);
        }

        return written.WrittenMemory;
    }

    private sealed class BitByBit : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => JsonWords.Write(writer, value);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
    }
}
