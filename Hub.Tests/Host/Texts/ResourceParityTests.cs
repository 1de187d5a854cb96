using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Texts;

/// <summary>Both languages say everything, with the same blanks.</summary>
public sealed partial class ResourceParityTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateDirectories(Need.Repository, "Hub.*").Append(Path.Combine(Need.Repository, "mocks")).SelectMany(project => Directory.EnumerateFiles(project, "*.resx", SearchOption.AllDirectories))
        .Where(f => !f.EndsWith(".en.resx", StringComparison.Ordinal) && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(f => Path.GetRelativePath(Need.Repository, f))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Both_languages_have_the_same_keys_and_the_same_blanks(string file)
    {
        var path = Path.Combine(Need.Repository, file);
        var (indonesian, english) = (Read(path), Read(Path.ChangeExtension(path, ".en.resx")));

        english.Keys.ShouldBe(indonesian.Keys, ignoreOrder: true);
        indonesian.Concat(english).ShouldAllBe(t => t.Value.Length > 0);
        indonesian.Where(t => !Blanks(t.Value).SequenceEqual(Blanks(english[t.Key]))).Select(t => t.Key).ShouldBeEmpty();
    }

    private static Dictionary<string, string> Read(string path) =>
        XDocument.Load(path).Root!.Elements("data").ToDictionary(d => (string)d.Attribute("name")!, d => (string)d.Element("value")!, StringComparer.Ordinal);

    private static IEnumerable<string> Blanks(string text) => Blank().Matches(text).Select(m => m.Groups["n"].Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{(?<n>\d+)", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Blank();
}
