using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Connectors.Reading;
using Hub.Domain;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Who wrote, or the text, is not for everybody: by the fields of the mapping, and by every field whose name says so (<c>flags.words</c>), whatever the mapping does with it.</summary>
/// <param name="IsUnclear">A flag of the mapping is missing, or any flag says something new or two things: it protects, because what was shown once cannot be taken back.</param>
internal sealed partial record Flags(bool Anonymous, bool Secret, bool IsUnclear)
{
    private static readonly Lexicon Known = Lexicon.Read("flags", typeof(Flags).Assembly);
    private static readonly Regex Anonymously = Known.Any("anonymous");
    private static readonly Regex Secretly = Known.Any("secret");
    private static readonly Regex Openly = Known.Any("shown");

    /// <summary>Whether a field of that name is such a flag.</summary>
    public static bool Looks(string name) => Folded(name) is var folded && (Anonymously.IsMatch(folded) || Secretly.IsMatch(folded) || Openly.IsMatch(folded));

    public static Flags Of(JsonElement item, ReporterMapping mapping)
    {
        var flags = new Flags(false, false, false).With(item, mapping.Anonymous, secret: false).With(item, mapping.Secret, secret: true);
        return Named(item, "")
            .GroupBy(o => o.Path, StringComparer.OrdinalIgnoreCase)
            .Aggregate(flags, (so, field) => so.With(SaidBy(Folded(field.First().Name), YesNo.Read(field.Select(o => o.Value.Raw()))), Secretly.IsMatch(Folded(field.First().Name))));
    }

    /// <summary>Whether it protects: a field that asks to show does unless it clearly says yes.</summary>
    private static bool? SaidBy(string name, bool? value) => Openly.IsMatch(name) && !Anonymously.IsMatch(name) && !Secretly.IsMatch(name) ? !value : value;

    private Flags With(JsonElement item, string? field, bool secret) => field is null ? this : With(YesNo.Read(FieldForms.All(item, field).Select(JsonFields.Raw)), secret);

    private Flags With(bool? said, bool secret) => new(Anonymous || (!secret && said != false), Secret || (secret && said != false), IsUnclear || said is null);

    /// <summary>Fields that look like flags, at any depth.</summary>
    private static IEnumerable<(string Path, string Name, JsonElement Value)> Named(JsonElement element, string prefix) => element.ValueKind switch
    {
        JsonValueKind.Object when Pair(element) is var (name, value) && Looks(name) => [(prefix + name, name, value)],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(field => Named(field, prefix + field.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(entry => Named(entry, prefix)),
        _ => [],
    };

    private static IEnumerable<(string Path, string Name, JsonElement Value)> Named(JsonProperty field, string path) =>
        Looks(field.Name) ? [(path, field.Name, field.Value), .. Named(field.Value, path + ".")] : Named(field.Value, path + ".");

    /// <summary>A field whose name is a value itself, as answers of a form are: <c>{"nama": "anonim", "nilai": "ya"}</c>; null where it is none. A price or a count answers nothing.</summary>
    private static (string Name, JsonElement Value)? Pair(JsonElement element)
    {
        var (name, value) = (default(string), default(JsonElement?));
        foreach (var field in element.EnumerateObject())
        {
            switch (Folded(field.Name))
            {
                case "nama" or "name" or "key" or "kunci" or "field" or "isian" or "label" or "pertanyaan" or "question" when field.Value.ValueKind == JsonValueKind.String:
                    name = field.Value.GetString();
                    break;
                case "nilai" or "value" or "isi" or "jawaban" or "answer" when field.Value.ValueKind != JsonValueKind.Number || field.Value.GetRawText() is "0" or "1":
                    value = field.Value;
                    break;
            }
        }

        return name is not null && value is { } said ? (name, said) : null;
    }

    /// <summary>A name in small letters, its words parted by <c>_</c>.</summary>
    internal static string Folded(string name) => Humps().Replace(name, "_").Replace('-', '_').Replace(' ', '_').ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Humps();
}
