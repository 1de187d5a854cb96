using System.Text.Json;
using Hub.Domain;

namespace Hub.Connectors.Http;

/// <summary>How many values an answer may be made of: each takes its place in memory however short it is, and a list of nothing but commas and figures takes ten times its size.</summary>
internal static class AnswerBounds
{
    /// <summary>Bytes for each value, on the average of a full answer; with names and marks real ones have 20 and more.</summary>
    private const int BytesPerValue = 16;

    /// <returns>Null for what keeps to it, and for what is no JSON: that is judged elsewhere.</returns>
    public static ConnectorFailure? Of(ReadOnlySpan<byte> json, string host, long largest)
    {
        var most = largest / BytesPerValue;
        if (json.Length < most)
        {
            return null;
        }

        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(JsonSlices.Lenient));
        try
        {
            for (var values = 0L; reader.Read();)
            {
                values += IsValue(reader.TokenType) ? 1 : 0;
                if (values > most)
                {
                    return new ConnectorFailure(FailureKind.Malformed, Said.Of<WireTexts>("TooManyValues", host, most, largest / (1024 * 1024)));
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return null;
    }

    internal static bool IsValue(JsonTokenType token) => token is not (JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject or JsonTokenType.Comment);
}
