using System.Collections.Frozen;

namespace Hub.Host.People.Files;

/// <summary>Names that somebody gave to what lies in a file, each replaced by the same one wherever it stands.</summary>
/// <param name="known">Those to which a standard gives a meaning; they stay.</param>
internal sealed class GivenNames(FrozenSet<string> known)
{
    private readonly Dictionary<string, string> given = new(StringComparer.Ordinal);

    public string Of(string name)
    {
        if (known.Contains(name))
        {
            return name;
        }

        if (!given.TryGetValue(name, out var other))
        {
            given.Add(name, other = $"N{given.Count}");
        }

        return other;
    }
}
