using System.Collections.Frozen;
using System.Text.Json;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Reading;

/// <summary>Collects what a reader meets and does not know, each field once.</summary>
public sealed class DriftNotes
{
    private const int LongestSample = 200;

    /// <summary>Of one item: each becomes a line for a person, and nobody reads more; the next item tells the rest once these are settled.</summary>
    private const int Most = 100;

    private readonly Dictionary<string, Drift> notes = new(StringComparer.Ordinal);

    /// <summary>In the order met.</summary>
    public IReadOnlyList<Drift> Found => [.. notes.Values];

    /// <summary>Notes a field or value that the mapping does not know.</summary>
    public void Note(string field, string? value)
    {
        if (notes.Count < Most)
        {
            notes.TryAdd(field, new Drift(field, value is { Length: > LongestSample } ? value[..LongestSample] : value ?? ""));
        }
    }

    /// <summary>Notes every field of an object that is not in the list; nulls carry nothing and are passed over.</summary>
    public void Fields(JsonElement element, FrozenSet<string> known, string path = "")
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var field in element.EnumerateObject())
        {
            if (!known.Contains(field.Name) && field.Value.ValueKind != JsonValueKind.Null)
            {
                Note(path + field.Name, field.Value.GetRawText().Trim('"'));
            }
        }
    }
}
