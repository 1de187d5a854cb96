using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors.Reading;
using Hub.Domain.Submissions;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Reads a mapping and says in one sentence what is wrong with it.</summary>
public static class MappingFile
{
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
            mapping = JsonSerializer.Deserialize<Mapping>(json, Json) ?? throw new FormatException("Pemetaan kosong.");
        }
        catch (JsonException e)
        {
            throw new FormatException(Sentence(e), e);
        }

        return Fault(mapping) is string fault ? throw new FormatException(fault) : mapping;
    }

    private static string Sentence(JsonException e)
    {
        var place = $"baris {(e.LineNumber ?? 0) + 1}{(e.Path is { Length: > 1 } path ? $", {path[2..]}" : "")}";
        return e.Message.Contains("could not be mapped", StringComparison.Ordinal)
            ? $"Pemetaan, {place}: kolom setelan ini tidak dikenal."
            : e.Message.Contains("missing required", StringComparison.Ordinal)
                ? $"Pemetaan, {place}: ada setelan wajib yang tidak diisi ({Quoted(e.Message)})."
                : $"Pemetaan, {place}: bukan nilai yang sah di tempat ini.";
    }

    private static string Quoted(string message) =>
        string.Join(", ", message.Split('\'').Where((part, i) => i % 2 == 1 && !part.Contains('.', StringComparison.Ordinal)));

    private static string? Fault(Mapping mapping)
    {
        if (mapping.List.Path.Length == 0 || Uri.TryCreate(mapping.List.Path, UriKind.Absolute, out var absolute) && absolute.Scheme != Uri.UriSchemeFile)
        {
            return "Pemetaan, list.path: harus jalur di bawah alamat sumber, misalnya api/v1/proposal.";
        }

        if (mapping.List.PageSize is < 1 or > 1000)
        {
            return "Pemetaan, list.pageSize: harus antara 1 dan 1000.";
        }

        if (mapping.Id.Count == 0)
        {
            return "Pemetaan, id: sebutkan sedikitnya satu kolom.";
        }

        if (mapping.Status.Fields.Count == 0)
        {
            return "Pemetaan, status.fields: sebutkan sedikitnya satu kolom.";
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
                return $"Pemetaan, {name}: nilai \"{value}\" untuk \"{word}\" tidak dikenal. Pilihan: {string.Join(", ", Enum.GetNames<T>())}.";
            }
        }

        return null;
    }

    private static string? Services(ServiceMapping service)
    {
        var wrong = service.Table.Values.Append(service.Default).FirstOrDefault(n => n is < 1 or > 34);
        return wrong is null ? null : $"Pemetaan, service: layanan {wrong} tidak ada; nomor layanan 1 sampai 34.";
    }

    private static string? Form((string Place, string Expression) p) =>
        FieldForms.Knows(p.Expression) ? null : $"Pemetaan, {p.Place}: bentuk pada \"{p.Expression}\" tidak dikenal. Pilihan: {string.Join(", ", FieldForms.Names)}.";

    private static IEnumerable<(string, string)> Expressions(Mapping m) =>
        m.Id.Select(e => ("id", e))
            .Concat(m.Title.SelectMany(TextTemplate.Fields).Select(e => ("title", e)))
            .Concat(m.Body.SelectMany(TextTemplate.Fields).Select(e => ("body", e)))
            .Concat(m.Facts.Select(f => ("facts", f.Field)));
}
