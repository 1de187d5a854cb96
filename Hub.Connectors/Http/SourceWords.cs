using System.Text;
using System.Text.Json;
using Hub.Domain.Privacy;

namespace Hub.Connectors.Http;

/// <summary>Finds the sentence a source gives with a refusal, short, on one line, and without numbers and addresses of people: it is kept, logged and shown.</summary>
internal static class SourceWords
{
    private const int Longest = 200;

    /// <summary>So much is looked at.</summary>
    private const int Read = 2_000;

    /// <summary>Bytes: a page of a fault with its whole trace has a tenth; beyond it there are no words for people.</summary>
    public const int LargestRefusal = 1024 * 1024;

    /// <summary>So deep lies no sentence; each level is looked at twice.</summary>
    private const int Deepest = 8;

    // In the order in which the systems met so far are most telling.
    private static readonly string[] Keys = ["message", "msg", "error", "errors", "details", "status_message"];

    /// <returns>Null where the body says nothing readable (empty, HTML, binary).</returns>
    public static string? From(ReadOnlySpan<byte> body)
    {
        if (IsHtml(body) || body.Length > LargestRefusal)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, Longest)]);
            return text.Contains('\uFFFD') ? null : Short(text);
        }
    }

    /// <returns>The first message found in an envelope, looking into <c>error</c> and <c>errors</c>; null when there is none.</returns>
    public static string? Of(JsonElement element) => Of(element, 0);

    private static string? Of(JsonElement element, int depth) => depth > Deepest ? null : element.ValueKind switch
    {
        JsonValueKind.String => Short(element.GetString()!),
        JsonValueKind.Object => Keys.Select(key => element.TryGetProperty(key, out var value) ? Of(value, depth + 1) : null).FirstOrDefault(w => w is not null)
            ?? FieldErrors(element, depth),
        JsonValueKind.Array => element.EnumerateArray().Select(e => Of(e, depth + 1)).FirstOrDefault(w => w is not null),
        _ => null,
    };

    public static bool IsHtml(ReadOnlySpan<byte> body)
    {
        var start = body.TrimStart(" \t\r\n\uFEFF"u8);
        return start.StartsWith("<"u8);
    }

    // Laravel: {"errors":{"nama":["wajib diisi"]}}
    private static string? FieldErrors(JsonElement element, int depth)
    {
        foreach (var field in element.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Array && Of(field.Value, depth + 1) is string words)
            {
                return $"{field.Name}: {words}";
            }
        }

        return null;
    }

    private static string? Short(string text)
    {
        var line = string.Join(' ', (text.Length > 2 * Read ? text[..(2 * Read)] : text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length == 0)
        {
            return null;
        }

        // Before the cut: half a number is seen by nobody.
        var masked = LeakGate.Mask(line.Length > Read ? line[..Read] : line);
        return masked.Length > Longest ? masked[..Longest].TrimEnd() + "…" : masked;
    }
}
