using System.Text;

namespace Hub.Connectors.Tabular;

/// <summary>The fields a table may have and the headings under which they are met.</summary>
public sealed class Headings
{
    private readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> titles = new(StringComparer.Ordinal);

    /// <param name="columns">Field to its headings, the usual one first.</param>
    public Headings(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> columns)
    {
        foreach (var (field, headings) in columns)
        {
            titles[field] = headings.Count > 0 ? headings[0] : field;
            foreach (var heading in headings.Append(field))
            {
                fields.TryAdd(Key(heading), field);
                fields.TryAdd(Key(WithoutBrackets(heading)), field);
            }
        }
    }

    /// <summary>Every field under its usual heading.</summary>
    public IEnumerable<string> Titles => titles.Values;

    /// <returns>The field of a heading; case, blanks and punctuation do not matter; null when it is not known.</returns>
    public string? Find(string? heading) =>
        heading is null ? null
        : fields.TryGetValue(Key(heading), out var field) ? field
        : fields.GetValueOrDefault(Key(WithoutBrackets(heading)));

    /// <returns>How people call the field.</returns>
    public string TitleOf(string field) => titles.GetValueOrDefault(field, field);

    private static string WithoutBrackets(string heading)
    {
        var open = heading.IndexOf('(');
        return open > 0 ? heading[..open] : heading;
    }

    private static string Key(string heading)
    {
        var key = new StringBuilder(heading.Length);
        foreach (var c in heading.Where(c => char.IsLetterOrDigit(c) || c == '%'))
        {
            key.Append(char.ToLowerInvariant(c));
        }

        return key.ToString();
    }
}
