using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hub.Tests.Support;

namespace Hub.Tests.Browser;

/// <summary>Whoever chose English reads English, and whoever did not reads no English; what stays Indonesian is data: titles, names, the decree.</summary>
public sealed partial class LanguageTests
{
    [Theory]
    [InlineData("en", "id")]
    [InlineData("id", "en")]
    public async Task No_text_of_the_rooms_is_of_the_other_language(string chosen, string other)
    {
        var foreign = Sentences(other);
        await using var hub = await BusyHub.StartAsync();
        using var client = hub.Rooms.Client();
        client.DefaultRequestHeaders.Add("Cookie", $"hub.bahasa={chosen}");
        var faults = new List<string>();
        foreach (var (_, path) in EveryRoom.Of(hub))
        {
            using var answer = await client.GetAsync(path);
            var page = await answer.Content.ReadAsStringAsync();
            page.ShouldContain($"<html lang=\"{chosen}\"");
            faults.AddRange(Text().Matches(Code().Replace(page, "")).Select(m => WebUtility.HtmlDecode(m.Groups["text"].Value).Trim()).Where(foreign.Contains).Select(text => $"{path}: {text}"));
        }

        faults.Distinct().ShouldBeEmpty();
    }

    /// <summary>Every sentence of a language without blanks that the other does not have. The languages' names are said in their own.</summary>
    private static HashSet<string> Sentences(string language)
    {
        var (found, known) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Need.Repository, "Hub.Host"), "*.resx", SearchOption.AllDirectories).Where(f => !f.EndsWith(".en.resx", StringComparison.Ordinal)))
        {
            var (own, others) = language == "id" ? (Read(file), Read(Path.ChangeExtension(file, ".en.resx"))) : (Read(Path.ChangeExtension(file, ".en.resx")), Read(file));
            found.UnionWith(own.Where(t => others.GetValueOrDefault(t.Key) is { } said && said != t.Value).Select(t => t.Value));
            known.UnionWith(others.Values);
        }

        found.ExceptWith(known);

        found.Count.ShouldBeGreaterThan(500);
        found.ExceptWith(["Bahasa Indonesia", "English"]);
        return found;
    }

    private static Dictionary<string, string> Read(string path) =>
        XDocument.Load(path).Root!.Elements("data").ToDictionary(d => (string)d.Attribute("name")!, d => (string)d.Element("value")!, StringComparer.Ordinal);

    /// <summary>Names that settings files use.</summary>
    [GeneratedRegex("<code\\b[^>]*>[^<]*</code>", RegexOptions.None, 20000)]
    private static partial Regex Code();

    [GeneratedRegex(">(?<text>[^<>]+)<", RegexOptions.ExplicitCapture, 20000)]
    private static partial Regex Text();
}
