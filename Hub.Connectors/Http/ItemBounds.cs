using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.Http;

/// <summary>What one item of a source may be made of, whichever way it comes. In the place of a larger one stands what names it, so that it is set aside where it can be seen, and costs the others nothing.</summary>
/// <param name="LargestKb">For what is fetched; a push is bounded as a whole.</param>
internal sealed record ItemBounds(int LargestKb)
{
    /// <summary>In one push or page; each is an item of its own in the ledger, and the sender of a push waits until all are kept.</summary>
    public const int MostItems = 5_000;

    /// <summary>In a list that its system cannot divide into pages.</summary>
    public const int MostUnpaged = 20_000;

    /// <summary>Names may repeat, so these are counted and not fields; the largest real item, a report with all that was said of it, has 2,000.</summary>
    public const int MostValues = 10_000;

    /// <summary>The field that only a stand-in has.</summary>
    private const string Mark = "hub:terlalu-besar";

    /// <summary>Fields of a stand-in: more than any system has on one level.</summary>
    private const int MostKept = 100;

    /// <summary>Bytes; longer than any number, date or word of a state.</summary>
    private const int LongestKept = 400;

    /// <returns>The item itself, or what stands for it.</returns>
    public JsonElement Of(JsonElement item)
    {
        if (item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String))
        {
            return item;
        }

        var raw = JsonMarshal.GetRawUtf8Value(item);
        var values = raw.Length > MostValues ? JsonSlices.Values(raw) : 0;
        return Holds(raw.Length, values) ? item : StandIn(raw, values);
    }

    /// <summary>Makes the item of its bytes, or what stands for it; a large one costs nothing but the look at it.</summary>
    public JsonElement Of(JsonSlice slice, ReadOnlySpan<byte> json)
    {
        var raw = json.Slice(slice.Start, slice.Length);
        return Holds(raw.Length, slice.Values) ? JsonSlices.Element(raw) : StandIn(raw, slice.Values);
    }

    /// <summary>The items of a list, or what stands for those that are too large.</summary>
    /// <param name="place">Names the list for people.</param>
    /// <exception cref="ConnectorFailure">Malformed: they are more than one answer may have.</exception>
    public JsonElement[] Of(IEnumerable<JsonElement> list, string place)
    {
        JsonElement[] items = [.. list.Take(MostItems + 1)];
        if (items.Length > MostItems)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<WireTexts>("TooManyItems", place, MostItems));
        }

        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Of(items[i]);
        }

        return items;
    }

    /// <returns>Why an item was not taken; null where it is no stand-in.</returns>
    public static Said? Refused(JsonElement item)
    {
        var mark = item.ValueKind == JsonValueKind.Array && item.GetArrayLength() > 0 ? item[item.GetArrayLength() - 1].Field(Mark) : item.Field(Mark);
        return mark.ValueKind == JsonValueKind.Object ? Said.Of<WireTexts>("ItemTooLarge", mark.Raw("kb"), mark.Raw("nilai"), mark.Raw("paling"), MostValues) : null;
    }

    /// <summary>For an item that is put together from several answers.</summary>
    public Said? Refused(long bytes, int values) => Holds(bytes, values) ? null : Sentence(bytes, values);

    private bool Holds(long bytes, int values) => bytes <= LargestKb * 1024L && values <= MostValues;

    private Said Sentence(long bytes, int values) => Said.Of<WireTexts>("ItemTooLarge", Kb(bytes), values, LargestKb, MostValues);

    private static long Kb(long bytes) => (bytes + 1023) / 1024;

    private JsonElement StandIn(ReadOnlySpan<byte> raw, int values)
    {
        var into = new ArrayBufferWriter<byte>();
        var isList = raw[0] == (byte)'[';
        into.Write(isList ? "["u8 : "{"u8);
        if (isList || raw[0] == (byte)'{')
        {
            Keep(raw, into);
        }

        // The print of the whole makes a version of its own of each change.
        var mark = $"\"{Mark}\":{{\"kb\":{Kb(raw.Length)},\"nilai\":{values},\"paling\":{LargestKb},\"sidik\":\"{Fingerprint.Of(raw)}\"}}";
        into.Write(Encoding.UTF8.GetBytes(isList ? $"{{{mark}}}]" : mark + "}"));
        return JsonSlices.Element(into.WrittenSpan);
    }

    /// <summary>Short values of the first level as they came: number, dates, flags, state.</summary>
    private static void Keep(ReadOnlySpan<byte> raw, ArrayBufferWriter<byte> into)
    {
        var reader = JsonSlices.Reader(raw);
        reader.Read();
        for (var kept = 0; kept < MostKept && reader.Read() && reader.CurrentDepth > 0;)
        {
            var start = (int)reader.TokenStartIndex;
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                reader.Read();
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
            }
            else if (reader.BytesConsumed - start <= LongestKept)
            {
                into.Write(raw[start..(int)reader.BytesConsumed]);
                into.Write(","u8);
                kept++;
            }
        }
    }
}
