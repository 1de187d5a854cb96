using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Domain.Deadlines;

/// <summary>The shape of <c>holidays.json</c>: the acts in the order of their signing, and the office hours.</summary>
internal sealed record CalendarFile
{
    public required IReadOnlyList<CalendarAct> Acts { get; init; }

    public required IReadOnlyList<OfficeHours> OfficeHours { get; init; }
}

/// <summary>How the data files of this folder are read: unknown fields are refused, the place of a fault is named.</summary>
internal static class DataFile
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <exception cref="CalendarException">The file is not JSON of that shape; the message names the line and the field.</exception>
    public static T Read<T>(Stream json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Json) ?? throw CalendarException.Of("FileEmpty", name);
        }
        catch (JsonException e)
        {
            throw e.Path is { Length: > 1 } path ? CalendarException.Of(e, "FieldUnread", name, e.LineNumber + 1, path.TrimStart('$', '.')) : CalendarException.Of(e, "NoJson", name, e.LineNumber + 1);
        }
    }

    public static Stream Embedded(string name) => typeof(DataFile).Assembly.GetManifestResourceStream(name)!;
}
