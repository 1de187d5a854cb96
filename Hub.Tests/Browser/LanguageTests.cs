using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hub.Tests.Support;

namespace Hub.Tests.Browser;

/// <summary>Whoever chose English reads English; what stays Indonesian is data: titles, names, the decree.</summary>
public sealed partial class LanguageTests
{
    [Fact]
    public async Task No_text_of_the_rooms_stays_Indonesian_in_English()
    {
        var indonesian = Sentences();
        await using var hub = await BusyHub.StartAsync();
        using var client = hub.Rooms.Client();
        client.DefaultRequestHeaders.Add("Cookie", "hub.bahasa=en");
        var faults = new List<string>();
        foreach (var (_, path) in EveryRoom.Of(hub))
        {
            using var answer = await client.GetAsync(path);
            var page = await answer.Content.ReadAsStringAsync();
            page.ShouldContain("<html lang=\"en\"");
            faults.AddRange(Text().Matches(page).Select(m => WebUtility.HtmlDecode(m.Groups["text"].Value).Trim()).Where(indonesian.Contains).Select(text => $"{path}: {text}"));
        }

        faults.Distinct().ShouldBeEmpty();
    }

    /// <summary>Every Indonesian sentence without blanks that is another one in English. "Bahasa Indonesia" is said in its own language.</summary>
    private static HashSet<string> Sentences()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Need.Repository, "Hub.Host"), "*.resx", SearchOption.AllDirectories).Where(f => !f.EndsWith(".en.resx", StringComparison.Ordinal)))
        {
            var english = Read(Path.ChangeExtension(file, ".en.resx"));
            found.UnionWith(Read(file).Where(t => english.GetValueOrDefault(t.Key) is { } said && said != t.Value).Select(t => t.Value));
        }

        found.Count.ShouldBeGreaterThan(500);
        found.Remove("Bahasa Indonesia");
        return found;
    }

    private static Dictionary<string, string> Read(string path) =>
        XDocument.Load(path).Root!.Elements("data").ToDictionary(d => (string)d.Attribute("name")!, d => (string)d.Element("value")!, StringComparer.Ordinal);

    [GeneratedRegex(">(?<text>[^<>]+)<", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Text();
}
