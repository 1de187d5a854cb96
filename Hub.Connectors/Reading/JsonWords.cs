using System.Text.Json;

namespace Hub.Connectors.Reading;

/// <summary>Writes words as JSON. A long text goes bit by bit: written at once it is first escaped into six times its length (16 MB of a text of 1 MB), and each thread keeps as much for its next text.</summary>
public static class JsonWords
{
    private const int Bit = 8 * 1024;

    /// <summary>Whether a text of that length, or a JSON value of so many bytes, is worth it.</summary>
    public static bool IsLong(int length) => length > Bit;

    /// <summary>The same bytes as <see cref="Utf8JsonWriter.WriteStringValue(string)"/>.</summary>
    public static void Write(Utf8JsonWriter writer, string words)
    {
        if (!IsLong(words.Length))
        {
            writer.WriteStringValue(words);
            return;
        }

        for (var at = 0; at < words.Length; at += Bit)
        {
            writer.WriteStringValueSegment(words.AsSpan(at, Math.Min(Bit, words.Length - at)), isFinalSegment: at + Bit >= words.Length);
        }
    }
}
