using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hub.Connectors.Reading;

/// <summary>Reads JSON fields whose type nobody can rely on: numbers as strings, flags as 0 and 1, objects that are lists.</summary>
public static class JsonFields
{
    /// <summary>The field, or an undefined element when it is absent or this is no object.</summary>
    public static JsonElement Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Everything in a field's place, whatever the case of its name and however often it stands.</summary>
    public static IEnumerable<JsonElement> All(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Where(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)).Select(f => f.Value) : [];

    /// <summary>False where a name or text in it is half a character (<c>\ud800</c> alone): such JSON is whole, and asking for that text throws.</summary>
    public static bool IsReadable(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Undefined || !HasSurrogates(JsonMarshal.GetRawUtf8Value(element)))
        {
            return true;
        }

        try
        {
            Touch(element);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool HasSurrogates(ReadOnlySpan<byte> json) => json.IndexOf(@"\ud"u8) >= 0 || json.IndexOf(@"\uD"u8) >= 0;

    private static void Touch(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var entry in element.EnumerateArray())
                {
                    Touch(entry);
                }

                break;
            case JsonValueKind.Object:
                foreach (var field in element.EnumerateObject())
                {
                    _ = field.Name;
                    Touch(field.Value);
                }

                break;
        }
    }

    /// <summary>The first of several spellings that is there and not null.</summary>
    public static JsonElement Field(this JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.Field(name) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value)
            {
                return value;
            }
        }

        return default;
    }

    /// <summary>A string, or a number or flag as written; null for null, absent, object and list.</summary>
    public static string? Raw(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <inheritdoc cref="Raw(JsonElement)"/>
    public static string? Raw(this JsonElement element, string name) => element.Field(name).Raw();

    /// <summary>The field on one clean line; null when nothing is left.</summary>
    public static string? Line(this JsonElement element, string name) => PlainText.LineOrNull(element.Raw(name));

    /// <summary>An id that is a number in one call and a string in the next; null when it is neither or not positive.</summary>
    public static long? Id(this JsonElement element, string name)
    {
        var text = element.Raw(name)?.Trim();
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && number is > 0 and <= long.MaxValue
            ? (long)number
            : null;
    }

    /// <summary><c>true</c>, <c>1</c>, <c>"1"</c>, <c>"ya"</c>; everything else is false.</summary>
    public static bool Flag(this JsonElement element, string name) =>
        element.Raw(name)?.Trim().ToUpperInvariant() is "TRUE" or "1" or "YA" or "Y" or "YES";

    /// <summary>A yes or no of the source; null when it is missing, says something new, or stands there twice and contradicts itself.</summary>
    public static bool? YesOrNo(this JsonElement element, string name) => YesNo.Read(element.All(name).Select(Raw));

    /// <summary>The members of a list, of an object that stands for one, or the single value itself; nothing for null.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray(),
        JsonValueKind.Object => value.EnumerateObject().Select(p => p.Value),
        JsonValueKind.Undefined or JsonValueKind.Null => [],
        _ => [value],
    };

    /// <summary>JSON that sits inside a JSON string; an undefined element when it is none.</summary>
    public static JsonElement Inner(this JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return value;
        }

        try
        {
            using var document = JsonDocument.Parse(value.GetString()!);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
