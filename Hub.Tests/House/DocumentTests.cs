using System.Text.RegularExpressions;

namespace Hub.Tests.House;

/// <summary>What the documents claim and a machine can check.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Documents = [.. Tree.Files("docs", "*.md"), "README.md", "CONTRIBUTING.md", "SECURITY.md", .. Tree.Files("Hub.Connectors", "README.md")];

    [Fact]
    public void Every_rule_and_trap_that_code_cites_stands_in_the_rules()
    {
        var told = Row().Matches(Tree.Read("docs/rules.md")).Select(m => m.Groups[1].Value).ToHashSet();
        var cited =
            from project in (string[])["Hub.Domain", "Hub.Connectors", "Hub.Host", "mocks"]
            from path in Tree.Files(project, "*.cs").Concat(Tree.Files(project, "*.razor"))
            from Match comment in Comment().Matches(Tree.Read(path))
            from Match number in Number().Matches(comment.Value)
            where !told.Contains(number.Value)
            select $"{path}: {number.Value}";

        cited.Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void Every_path_that_a_document_names_exists()
    {
        var missing =
            from document in Documents
            from Match path in NamedPath().Matches(Tree.Read(document))
            where !Path.Exists(Path.Combine(Tree.Root, path.Groups[1].Value))
            select $"{document}: {path.Groups[1].Value}";

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_link_of_a_document_leads_to_a_file()
    {
        var broken =
            from document in Documents.Append("CHANGELOG.md")
            from Match link in Link().Matches(Tree.Read(document))
            let target = Path.Combine(Tree.Root, Path.GetDirectoryName(document)!, link.Groups[1].Value.Split('#')[0])
            where !Path.Exists(target)
            select $"{document}: {link.Groups[1].Value}";

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Decisions_are_numbered_without_gaps()
    {
        var numbers = Directory.GetFiles(Path.Combine(Tree.Root, "docs", "decisions")).Select(file => int.Parse(Path.GetFileName(file)[..4])).Order().ToList();

        numbers.ShouldBe(Enumerable.Range(1, numbers.Count));
    }

    [Fact]
    public void The_readme_names_every_verb()
    {
        var verbs = VerbName().Matches(string.Concat(Tree.Files("Hub.Host/Verbs", "*Verb.cs").Select(Tree.Read))).Select(m => m.Groups[1].Value).Distinct();
        var readme = Tree.Read("README.md");

        verbs.Where(verb => !Regex.IsMatch(readme, $@"`[^`\n]*\b{verb}\b[^`\n]*`")).ShouldBeEmpty();
    }

    [GeneratedRegex(@"^\| ([RP]\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("//.*|@\\*.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:R|P)[0-9]{1,2}\b")]
    private static partial Regex Number();

    [GeneratedRegex(@"`((?:Hub\.\w+|mocks|docs)/[\w./-]+)`")]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"new (?:Command|VerbCommand)\(""([a-z-]+)""")]
    private static partial Regex VerbName();
}
