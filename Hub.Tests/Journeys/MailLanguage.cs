using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hub.Tests.Support;

namespace Hub.Tests.Journeys;

/// <summary>The hub's own sentences by language. Mails speak Indonesian: none of theirs may come from a file of the other language.</summary>
internal static partial class MailLanguage
{
    /// <summary>Shorter ones are names, units and words that both languages share.</summary>
    private const int Shortest = 14;

    private static readonly Lazy<IReadOnlyList<string>> English = new(() =>
    {
        var files = Directory.GetFiles(Path.Combine(Need.Repository, "Hub.Host"), "*.en.resx", SearchOption.AllDirectories).Concat(Directory.GetFiles(Path.Combine(Need.Repository, "Hub.Domain"), "*.en.resx", SearchOption.AllDirectories)).ToList();
        var shared = files.SelectMany(f => Pieces(f.Replace(".en.resx", ".resx", StringComparison.Ordinal))).ToHashSet(StringComparer.Ordinal);
        return [.. files.SelectMany(Pieces).Where(p => !shared.Contains(p)).Distinct(StringComparer.Ordinal)];
    });

    /// <summary>What an Indonesian mail should not say.</summary>
    public static IReadOnlyList<string> EnglishIn(string mail) => [.. English.Value.Where(p => mail.Contains(p, StringComparison.Ordinal))];

    /// <summary>The words between the blanks of each sentence.</summary>
    private static IEnumerable<string> Pieces(string file) =>
        XDocument.Load(file).Root!.Elements("data").SelectMany(d => Blank().Split((string)d.Element("value")!)).Select(p => p.Trim()).Where(p => p.Length >= Shortest && p.Contains(' ', StringComparison.Ordinal));

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Blank();
}
