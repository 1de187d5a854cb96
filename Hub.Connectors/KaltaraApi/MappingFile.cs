using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Submissions;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Reads a mapping and says in one sentence what is wrong with it.</summary>
public static class MappingFile
{
    private static readonly Sentences Texts = new(typeof(MappingFile));

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>The mapping that ships with a kind.</summary>
    /// <param name="folder">The connector's folder, for example <c>Sihab</c>.</param>
    public static Mapping Embedded(string folder)
    {
        using var reader = new StreamReader(typeof(MappingFile).Assembly.GetManifestResourceStream($"{folder}/mapping.json")
            ?? throw new InvalidOperationException($"{folder}/mapping.json is not embedded."));
        return Read(reader.ReadToEnd());
    }

    /// <exception cref="FormatException">One sentence that names the field at fault.</exception>
    public static Mapping Read(string json)
    {
        Mapping mapping;
        try
        {
            mapping = JsonSerializer.Deserialize<Mapping>(json, Json) ?? throw new FormatException(Texts.Say("Empty"));
        }
        catch (JsonException e)
        {
            throw new FormatException(Sentence(e), e);
        }

        return Fault(mapping) is string fault ? throw new FormatException(fault) : mapping;
    }

    private static string Sentence(JsonException e)
    {
        var place = Texts.Say("Line", (e.LineNumber ?? 0) + 1) + (e.Path is { Length: > 1 } path ? $", {path[2..]}" : "");
        return e.Message.Contains("could not be mapped", StringComparison.Ordinal)
            ? Texts.Say("UnknownField", place)
            : e.Message.Contains("missing required", StringComparison.Ordinal)
                ? Texts.Say("MissingField", place, Quoted(e.Message))
                : Texts.Say("WrongValue", place);
    }

    private static string Quoted(string message) =>
        string.Join(", ", message.Split('\'').Where((part, i) => i % 2 == 1 && !part.Contains('.', StringComparison.Ordinal)));

    private static string? Fault(Mapping mapping)
    {
        if (mapping.List.Path.Length == 0 || Uri.TryCreate(mapping.List.Path, UriKind.Absolute, out var absolute) && absolute.Scheme != Uri.UriSchemeFile)
        {
            return Texts.Say("ListPath");
        }

        if (mapping.List.PageSize is < 1 or > 1000)
        {
            return Texts.Say("PageSize");
        }

        if (mapping.Id.Count == 0)
        {
            return Texts.Say("NoId");
        }

        if (mapping.Status.Fields.Count == 0)
        {
            return Texts.Say("NoStatus");
        }

        return Words<SourceState>("status.table", mapping.Status.Table)
            ?? Words<SubmissionKind>("kind.table", mapping.Kind.Table)
            ?? Services(mapping.Service)
            ?? Expressions(mapping).Select(Form).FirstOrDefault(f => f is not null);
    }

    private static string? Words<T>(string name, IReadOnlyDictionary<string, string> table)
        where T : struct, Enum
    {
        foreach (var (word, value) in table)
        {
            if (!Enum.TryParse<T>(value, out _) || int.TryParse(value, out _))
            {
                return Texts.Say("UnknownWord", name, value, word, string.Join(", ", Enum.GetNames<T>()));
            }
        }

        return null;
    }

    private static string? Services(ServiceMapping service)
    {
        var wrong = service.Table.Values.Append(service.Default).FirstOrDefault(n => n is < 1 or > 34);
        return wrong is null ? null : Texts.Say("NoService", wrong);
    }

    private static string? Form((string Place, string Expression) p) =>
        FieldForms.Knows(p.Expression) ? null : Texts.Say("UnknownForm", p.Place, p.Expression, string.Join(", ", FieldForms.Names));

    private static IEnumerable<(string, string)> Expressions(Mapping m) =>
        m.Id.Select(e => ("id", e))
            .Concat(m.Title.SelectMany(TextTemplate.Fields).Select(e => ("title", e)))
            .Concat(m.Body.SelectMany(TextTemplate.Fields).Select(e => ("body", e)))
            .Concat(m.Facts.Select(f => ("facts", f.Field)));
}
