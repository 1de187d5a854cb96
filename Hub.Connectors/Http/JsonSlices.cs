using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Hub.Connectors.Http;

/// <summary>Where an item lies in an answer.</summary>
/// <param name="Values">How many it is made of.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonSlice(int Start, int Length, int Values);

/// <summary>Finds the items of a list in an answer without a document of the whole.</summary>
internal static class JsonSlices
{
    internal static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static Utf8JsonReader Reader(ReadOnlySpan<byte> json) => new(json, Lenient);

    /// <summary>A piece of an answer for itself: nothing holds the rest.</summary>
    public static JsonElement Element(ReadOnlySpan<byte> json)
    {
        var reader = Reader(json);
        return JsonElement.ParseValue(ref reader);
    }

    public static int Values(ReadOnlySpan<byte> json)
    {
        var reader = Reader(json);
        reader.Read();
        return Measure(ref reader);
    }

    /// <param name="json">Whole JSON.</param>
    /// <param name="path">Names with dots between them; empty for the whole.</param>
    /// <param name="list">From its first bracket to its last.</param>
    /// <returns>Null where no list is there. One that is longer than a source may send ends after one item more than that.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static List<JsonSlice>? Of(ReadOnlySpan<byte> json, string path, out Range list)
    {
        list = default;
        var place = Place(json, path.Length == 0 ? [] : path.Split('.'));
        if (place < 0 || json[place] != (byte)'[')
        {
            return null;
        }

        var reader = Reader(json[place..]);
        reader.Read();
        var items = new List<JsonSlice>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var values = Measure(ref reader);
            if (items.Count <= Most)
            {
                items.Add(new(place + start, (int)reader.BytesConsumed - start, values));
            }
        }

        list = place..(place + (int)reader.BytesConsumed);
        return items;
    }

    /// <summary>Rows of a year that comes in one answer: 21,000 have been seen.</summary>
    public const int Most = 50_000;

    /// <returns>Where the value begins; less than 0 where there is none. Of a name that stands there twice the last holds, as everywhere.</returns>
    private static int Place(ReadOnlySpan<byte> json, string[] path)
    {
        var reader = Reader(json);
        reader.Read();
        var at = (int)reader.TokenStartIndex;
        foreach (var name in path.Select(Encoding.UTF8.GetBytes))
        {
            var found = json[at] == (byte)'{' ? Field(json[at..], name) : -1;
            if (found < 0)
            {
                return -1;
            }

            at += found;
        }

        return at;
    }

    private static int Field(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var reader = Reader(json);
        reader.Read();
        var found = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            found = isIt ? (int)reader.TokenStartIndex : found;
            reader.Skip();
        }

        return found;
    }

    /// <summary>Goes to the end of a value.</summary>
    private static int Measure(ref Utf8JsonReader reader)
    {
        var (depth, values) = (reader.CurrentDepth, 1);
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return values;
        }

        while (reader.Read() && reader.CurrentDepth > depth)
        {
            values += AnswerBounds.IsValue(reader.TokenType) ? 1 : 0;
        }

        return values;
    }
}
