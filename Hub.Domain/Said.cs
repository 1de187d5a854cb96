using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Hub.Domain;

/// <summary>Something said to people, kept as its code and values: it is worded where somebody reads it, in the reader's language.</summary>
/// <remarks>Kept in one text column. A row from before there were codes is read as a quotation and says its text as it is.</remarks>
[JsonConverter(typeof(SaidJson))]
public sealed class Said : IEquatable<Said>
{
    private const string CodeField = "said";
    private const string ValuesField = "values";
    private const string DayField = "on";
    private const string InstantField = "at";

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    private readonly IReadOnlyList<object> values;

    private Said(string code, IReadOnlyList<object> values) => (Code, this.values) = (code, values);

    /// <summary>Family and name of the sentence, <c>WireTexts.NoAnswer</c>; empty for a quotation and for several in a row.</summary>
    public string Code { get; }

    /// <summary>Whether it is that sentence, or says it within another.</summary>
    /// <param name="code">See <see cref="Code"/>.</param>
    public bool Holds(string code) => Code == code || values.OfType<Said>().Any(said => said.Holds(code));

    /// <summary>As one text column keeps it: JSON, or the text of a quotation as it is.</summary>
    public string Stored => Code.Length == 0 && values is [string text] && !LooksCoded(text) ? text : Write().ToJsonString(Compact);

    /// <typeparam name="TFamily">Beside it lie <c>Family.resx</c> (Indonesian) and <c>Family.en.resx</c>.</typeparam>
    /// <param name="name">The name of the sentence in the family.</param>
    /// <param name="values">For its blanks: text, numbers, days, instants and what was said elsewhere.</param>
    public static Said Of<TFamily>(string name, params object?[] values) => new($"{typeof(TFamily).Name}.{name}", Array.ConvertAll(values, Value));

    /// <summary>What an exception says: its sentence where it has one, else its message as a quotation.</summary>
    public static Said Of(Exception trouble) => trouble is ISays { Said: { } said } ? said : Quote(trouble.Message);

    /// <summary>Words that are not ours, or a person's: the same in every language.</summary>
    public static Said Quote(string text) => new("", [text]);

    /// <summary>One after the other.</summary>
    public static Said All(IEnumerable<Said> parts) => new("", [.. parts]);

    public static Said Read(string stored)
    {
        if (!LooksCoded(stored))
        {
            return Quote(stored);
        }

        try
        {
            return JsonNode.Parse(stored) is JsonObject kept ? Read(kept) : Quote(stored);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return Quote(stored);
        }
    }

    /// <summary>The same with each text in it changed.</summary>
    public Said Over(Func<string, string> change) => new(Code, [.. values.Select(v => v switch { Said said => said.Over(change), string text => change(text), _ => v })]);

    /// <summary>The sentence in the language of <see cref="CultureInfo.CurrentUICulture"/>.</summary>
    public override string ToString() => In(CultureInfo.CurrentUICulture);

    /// <summary>The sentence in that language; code and values where this version of the hub does not know the code.</summary>
    public string In(CultureInfo reader)
    {
        var worded = values.Select(v => Word(v, reader)).ToArray();
        return Code.Length == 0 ? string.Join(' ', worded)
            : Families.Text(Code, reader) is { } text ? Sentences.Fill(text, worded)
            : $"{Code} ({string.Join(", ", worded)})";
    }

    /// <summary>The sentence in English, as the log is written.</summary>
    public string InLog() => In(English);

    public bool Equals(Said? other) => other is not null && other.Stored == Stored;

    public override bool Equals(object? obj) => Equals(obj as Said);

    public override int GetHashCode() => Stored.GetHashCode(StringComparison.Ordinal);

    private static bool LooksCoded(string text) => text.StartsWith($$"""{"{{CodeField}}":""", StringComparison.Ordinal);

    private static object Value(object? value) => value switch
    {
        Said or DateOnly or DateTimeOffset => value,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    private static string Word(object value, CultureInfo reader) => value switch
    {
        Said said => said.In(reader),
        DateOnly day => OfficeDates.ShortDay(day, Languages.Of(reader)),
        DateTimeOffset at => OfficeDates.Instant(at, Languages.Of(reader)),
        _ => (string)value,
    };

    private JsonObject Write() => new() { [CodeField] = Code, [ValuesField] = new JsonArray([.. values.Select(Write)]) };

    private static JsonNode? Write(object value) => value switch
    {
        Said said => said.Write(),
        DateOnly day => new JsonObject { [DayField] = day.ToString("O", CultureInfo.InvariantCulture) },
        DateTimeOffset at => new JsonObject { [InstantField] = at.ToString("O", CultureInfo.InvariantCulture) },
        _ => (string)value,
    };

    private static Said Read(JsonObject kept) =>
        new(kept[CodeField]!.GetValue<string>(), [.. (kept[ValuesField] as JsonArray ?? []).Select(ReadValue)]);

    private static object ReadValue(JsonNode? kept) => kept switch
    {
        JsonObject said when said.ContainsKey(CodeField) => Read(said),
        JsonObject day when day[DayField] is JsonNode on => DateOnly.ParseExact(on.GetValue<string>(), "O", CultureInfo.InvariantCulture),
        JsonObject instant when instant[InstantField] is JsonNode at => DateTimeOffset.ParseExact(at.GetValue<string>(), "O", CultureInfo.InvariantCulture),
        _ => kept?.ToString() ?? "",
    };
}

/// <summary>An exception that knows what to say to people.</summary>
public interface ISays
{
    Said Said { get; }
}

/// <summary>In JSON a <see cref="Said"/> is the text that a column keeps.</summary>
internal sealed class SaidJson : JsonConverter<Said>
{
    public override Said Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Said.Read(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Said value, JsonSerializerOptions options) => writer.WriteStringValue(value.Stored);
}
