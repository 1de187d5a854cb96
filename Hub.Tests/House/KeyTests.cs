using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hub.Tests.House;

/// <summary>Every sentence that code can ask for is there, and every one that is there can be asked for. That both languages have the same keys is held by ResourceParityTests.</summary>
public sealed partial class KeyTests
{
    private static readonly IReadOnlyDictionary<string, HashSet<string>> Families = Tree.Files(".", "*.resx")
        .Where(f => !f.EndsWith(".en.resx", StringComparison.Ordinal))
        .ToDictionary(f => Path.GetFileNameWithoutExtension(f), f => XDocument.Parse(Tree.Read(f)).Root!.Elements("data").Select(d => (string)d.Attribute("name")!).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private static readonly IReadOnlyList<(string File, string Text)> Code =
        [.. new[] { "Hub.Domain", "Hub.Connectors", "Hub.Host", "mocks" }.SelectMany(part => Tree.Files(part, "*.cs").Concat(Tree.Files(part, "*.razor"))).Select(f => (f, Comment().Replace(Tree.Read(f), "")))];

    /// <summary>Nearly the whole of an enum has a sentence here, and the last value is never asked for: accepting needs no words, and an old item that is told of is one like any other.</summary>
    private static readonly string[] NeverAsked = ["PagesTexts.link.text-Accept", "PagesTexts.tried.old-Tell"];

    [Fact]
    public void Every_sentence_asked_for_by_name_is_there()
    {
        var asked = Code.SelectMany(file => Asked(file.Text).Select(a => (file.File, a.Family, a.Key))).ToList();

        asked.Count.ShouldBeGreaterThan(1000);
        asked.Where(a => !Families[a.Family].Contains(a.Key)).Select(a => $"{a.File}: {a.Family}.{a.Key}").Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void Every_sentence_that_is_there_can_be_asked_for()
    {
        var said = Code.SelectMany(file => Literal().Matches(file.Text).Select(m => m.Groups["text"].Value)).ToHashSet(StringComparer.Ordinal);
        var names = Code.SelectMany(file => Word().Matches(file.Text).Select(m => m.Value)).ToHashSet(StringComparer.Ordinal);
        var composed = Code.SelectMany(file => Composed(file.Text)).Distinct().Select(pattern => new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(2))).ToList();

        Families.SelectMany(f => f.Value.Where(key => !said.Contains(key) && !names.Contains(key) && !composed.Any(c => c.IsMatch(key))).Select(key => $"{f.Key}.{key}")).ShouldBeEmpty();
    }

    /// <summary>Where a key is put together, each value that can stand in the hole has its sentence: the hole is a value of an enum of the hub.</summary>
    [Fact]
    public void Every_composed_key_has_a_sentence_for_each_value()
    {
        var enums = new[] { typeof(Hub.Domain.Said), typeof(Hub.Connectors.Probe), typeof(Hub.Host.HubApp) }
            .SelectMany(t => t.Assembly.GetTypes()).Where(t => t.IsEnum).Select(t => (t.Name, Values: Enum.GetNames(t))).ToList();
        var faults = new List<string>();
        foreach (var (file, text) in Code)
        {
            foreach (var (family, before, after) in OneHole(text))
            {
                var there = Families[family].Where(k => k.StartsWith(before, StringComparison.Ordinal) && k.EndsWith(after, StringComparison.Ordinal) && k.Length > before.Length + after.Length)
                    .Select(k => k[before.Length..^after.Length]).ToHashSet(StringComparer.Ordinal);
                if (there.Count == 0)
                {
                    faults.Add($"{file}: {family}.{before}*{after} has no sentence");
                }

                // An enum that is said nearly whole is meant, where none is said whole: what lacks is a hole in the texts.
                faults.AddRange(enums.Any(e => e.Values.Length > 2 && e.Values.All(there.Contains)) ? [] : enums.Where(e => e.Values.Length > 2 && e.Values.Count(there.Contains) == e.Values.Length - 1)
                    .Select(e => $"{family}.{before}{e.Values.First(v => !there.Contains(v))}{after}").Except(NeverAsked).Select(key => $"{file}: {key}"));
            }
        }

        faults.Distinct().ShouldBeEmpty();
    }

    /// <summary>A family is found by its name alone.</summary>
    [Fact]
    public void No_two_families_have_one_name() =>
        Tree.Files(".", "*.resx").Select(Path.GetFileName).GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();

    private static IEnumerable<(string Family, string Key)> Asked(string text)
    {
        foreach (var (family, argument) in Calls(text))
        {
            if (WholeLiteral().Match(argument) is { Success: true } literal)
            {
                yield return (family, literal.Groups["text"].Value);
            }
            else if (Choice().Match(argument) is { Success: true } choice)
            {
                yield return (family, choice.Groups["a"].Value);
                yield return (family, choice.Groups["b"].Value);
            }
        }
    }

    private static IEnumerable<(string Family, string Before, string After)> OneHole(string text) =>
        from call in Calls(text)
        let hole = Hole().Match(call.Argument)
        where hole.Success
        select (call.Family, hole.Groups["before"].Value + hole.Groups["prefix"].Value, hole.Groups["after"].Value + hole.Groups["suffix"].Value);

    private static IEnumerable<string> Composed(string text) =>
        Interpolated().Matches(text).Select(m => $"^{string.Join(".+", Blank().Split(m.Groups["text"].Value).Select(Regex.Escape))}$").Where(p => p.Length > 5)
            .Concat(Joined().Matches(text).Select(m => $"^{Regex.Escape(m.Groups["prefix"].Value)}.+{Regex.Escape(m.Groups["suffix"].Value)}$"));

    /// <summary>Every call that takes the name of a sentence, with its family and the text of its first argument.</summary>
    private static IEnumerable<(string Family, string Argument)> Calls(string text)
    {
        var families = new Dictionary<string, string>(StringComparer.Ordinal) { ["Say"] = "PagesTexts", ["words"] = "PagesTexts" };
        foreach (var declared in Declared().Matches(text).Cast<Match>())
        {
            families[declared.Groups["name"].Value] = declared.Groups["family"].Value;
        }

        foreach (var call in Call().Matches(text).Cast<Match>())
        {
            var family = call.Groups["of"] is { Success: true } of ? of.Value : families.GetValueOrDefault(call.Groups["who"].Value, call.Groups["who"].Value);
            if (Families.ContainsKey(family))
            {
                yield return (family, FirstArgument(text, call.Index + call.Length));
            }
        }
    }

    private static string FirstArgument(string text, int start)
    {
        var (depth, quoted, at) = (0, false, start);
        for (; at < text.Length && (quoted || depth > 0 || text[at] is not (',' or ')' or ']')); at++)
        {
            quoted ^= text[at] == '"' && text[at - 1] != '\\';
            depth += quoted ? 0 : text[at] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
        }

        return text[start..at].Trim();
    }

    [GeneratedRegex(@"^\s*(///?|\*|@\*).*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Comment();

    [GeneratedRegex("(?<=\")(?<text>[^\"\\s]+)(?=\")", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b[A-Z]\w+\b", RegexOptions.None, 5000)]
    private static partial Regex Word();

    [GeneratedRegex("^\"(?<text>[^\"]+)\"$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex WholeLiteral();

    [GeneratedRegex("\\? \"(?<a>[^\"]+)\" : \"(?<b>[^\"]+)\"$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Choice();

    [GeneratedRegex("^\\$\"(?<before>[^\"{}]*)\\{[^{}]+\\}(?<after>[^\"{}]*)\"$|^\"(?<prefix>[^\"]+)\" \\+ [^\"+]+(\\+ \"(?<suffix>[^\"]+)\")?$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Hole();

    [GeneratedRegex("\\$\"(?<text>[A-Za-z.\\-]*\\{[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, 5000)]
    private static partial Regex Blank();

    [GeneratedRegex("\"(?<prefix>[a-z\\-.]+[.\\-])\" \\+ [^\"+;]+?(\\+ \"(?<suffix>[^\"]+)\")?(?=[\\],);])", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Joined();

    [GeneratedRegex(@"IStringLocalizer<(?<family>\w+)>\s+(?<name>\w+)|Sentences (?<name>\w+) = new\(typeof\((?<family>\w+)\)\)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Declared();

    [GeneratedRegex(@"Said\.Of<(?<of>\w+)>\(|\b(?<who>\w+)(\.(Find|Say|Of|Text)\(|\[)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Call();
}
