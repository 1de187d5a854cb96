using System.Collections;
using System.Globalization;
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
        var mapping = Parse(json);
        return Fault(mapping) is string fault ? throw new FormatException(fault) : mapping;
    }

    /// <summary>The mapping as it is written, whether or not it may be used.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static Mapping Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Mapping>(json, Json) ?? throw new FormatException(Texts.Say("Empty"));
        }
        catch (JsonException e)
        {
            throw new FormatException(Sentence(e), e);
        }
    }

    /// <summary>Why a mapping may not show a field there.</summary>
    internal static string SaysShown((string Place, string Field) shown) => Texts.Say("ShowsSender", shown.Place, shown.Field);

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
        if (NothingAt(mapping, "") is string place)
        {
            return Texts.Say("Nothing", place);
        }

        if (!IsBelow(mapping.List.Path))
        {
            return Texts.Say("ListPath");
        }

        if (mapping.Replies.Where(r => !IsBelow(r.Value.Path)).Select(r => r.Key.ToString()).FirstOrDefault() is string reply)
        {
            return Texts.Say("ReplyPath", reply);
        }

        if (!IsForm(mapping.List.SinceForm))
        {
            return Texts.Say("SinceForm", mapping.List.SinceForm);
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
            ?? Columns(mapping.Columns.Keys)
            ?? Expressions(mapping).Select(Form).FirstOrDefault(f => f is not null)
            ?? (SenderFields.ShownBy(mapping) is { } shown ? SaysShown(shown) : null);
    }

    /// <summary>Whether a path stays below the address it is put behind: no other host, no way up, no query.</summary>
    internal static bool IsBelow(string path) =>
        path.Length > 0 && path[0] != '/' && path.IndexOfAny(['\\', '?', '#', '@']) < 0 && !path.Any(char.IsControl)
        && !path.Contains("//", StringComparison.Ordinal) && !path.Split('/')[0].Contains(':', StringComparison.Ordinal)
        && !Uri.UnescapeDataString(path).Split('/', '\\').Contains("..");

    private static bool IsForm(string form)
    {
        try
        {
            _ = DateTimeOffset.UnixEpoch.ToString(form, CultureInfo.InvariantCulture);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <returns>Where a list or table holds nothing in place of a value; null where none does.</returns>
    private static string? NothingAt(object value, string place) => value switch
    {
        string => null,
        IDictionary table => table.Keys.Cast<object>().Select(key => In(table[key], $"{place}.{key}", value)).FirstOrDefault(p => p is not null),
        IEnumerable list => list.Cast<object?>().Select(entry => In(entry, place, value)).FirstOrDefault(p => p is not null),
        _ when value.GetType().Assembly != typeof(Mapping).Assembly || value is Enum => null,
        _ => value.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0 && p.GetValue(value) is not null)
            .Select(p => NothingAt(p.GetValue(value)!, $"{place}.{JsonNamingPolicy.CamelCase.ConvertName(p.Name)}")).FirstOrDefault(p => p is not null),
    };

    private static string? In(object? entry, string place, object collection) =>
        entry is not null ? NothingAt(entry, place)
        : Array.Exists(collection.GetType().GetGenericArguments(), a => Nullable.GetUnderlyingType(a) is not null) ? null
        : place.TrimStart('.');

    private static string? Words<T>(string name, IReadOnlyDictionary<string, string> table)
        where T : struct, Enum
    {
        foreach (var (word, value) in table)
        {
            if (!Enum.GetNames<T>().Contains(value))
            {
                return Texts.Say("UnknownWord", name, value, word, string.Join(", ", Enum.GetNames<T>()));
            }
        }

        try
        {
            _ = new WordTable<T>(table);
            return null;
        }
        catch (ArgumentException)
        {
            return Texts.Say("WordTwice", name);
        }
    }

    private static string? Columns(IEnumerable<string> fields)
    {
        var paths = fields.Order(StringComparer.Ordinal).ToArray();
        return paths.SelectMany(outer => paths.Where(inner => inner.StartsWith(outer + ".", StringComparison.Ordinal)).Select(inner => Texts.Say("ColumnWithin", outer, inner))).FirstOrDefault();
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
