using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;

namespace Hub.Domain;

/// <summary>Finds the sentence of a code in the families of all parts of the hub; a family's name is unique (a test holds it).</summary>
internal static class Families
{
    private const string Ours = $"{nameof(Hub)}.";
    private const string Ending = ".resources";
    private static readonly ConcurrentDictionary<string, ResourceManager> Known = new(StringComparer.Ordinal);

    /// <returns>Null where no part that is loaded has such a family or such a sentence.</returns>
    public static string? Text(string code, CultureInfo reader)
    {
        var dot = code.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Find(code[..dot]) is { } family ? family.GetString(code[(dot + 1)..], reader) : null;
    }

    private static ResourceManager? Find(string family)
    {
        if (!Known.TryGetValue(family, out var texts) && Load(family) is { } loaded)
        {
            texts = Known.GetOrAdd(family, loaded);
        }

        return texts;
    }

    private static ResourceManager? Load(string family) =>
        (from part in AppDomain.CurrentDomain.GetAssemblies()
         where !part.IsDynamic
         from name in part.GetManifestResourceNames()
         where name.StartsWith(Ours, StringComparison.Ordinal) && name.EndsWith($".{family}{Ending}", StringComparison.Ordinal)
         select new ResourceManager(name[..^Ending.Length], part)).FirstOrDefault();
}
