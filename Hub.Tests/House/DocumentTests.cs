using System.Text.RegularExpressions;
using Hub.Host.Foundation;

namespace Hub.Tests.House;

/// <summary>What the documents claim and a machine can check.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Readmes = ["README.md", "docs/id/README.md"];

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
            where !Path.Exists(Path.Combine(Tree.Root, path.Groups[1].Value)) && !Path.Exists(Path.Combine(Tree.Root, "Hub.Host", path.Groups[1].Value))
            select $"{document}: {path.Groups[1].Value}";

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void The_certificate_is_described_with_its_number_of_kill_points() =>
        Tree.Read("docs/reliability.md").ShouldContain($"one of {KillPoint.All.Count} points");

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
    public void Both_readmes_name_every_verb()
    {
        var verbs = VerbName().Matches(string.Concat(Tree.Files("Hub.Host/Verbs", "*Verb.cs").Select(Tree.Read))).Select(m => m.Groups[1].Value).Distinct();
        var missing =
            from readme in Readmes
            from verb in verbs
            where !Regex.IsMatch(Tree.Read(readme), $@"`[^`\n]*\b{verb}\b[^`\n]*`")
            select $"{readme}: {verb}";

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Both_readmes_name_every_setting()
    {
        var missing =
            from readme in Readmes
            from setting in typeof(HubOptions).GetProperties()
            where !Regex.IsMatch(Tree.Read(readme), $@"`Hub:{setting.Name}\b")
            select $"{readme}: Hub:{setting.Name}";

        missing.ShouldBeEmpty();
    }

    /// <summary>Same headings, rows and blocks, and the same settings, pages, options and words of mail commands.</summary>
    [Fact]
    public void Each_Indonesian_document_says_what_its_English_twin_says()
    {
        var unlike =
            from path in Tree.Files("docs/id", "*.md").Except(Readmes)
            let own = Tree.Read(path)
            let twin = Tree.Read(path.Replace("docs/id/", "docs/", StringComparison.Ordinal))
            let differences = Claims(own).Except(Claims(twin)).Concat(Claims(twin).Except(Claims(own)))
            let shapes = Shape(own) == Shape(twin) ? [] : new[] { "headings, rows or blocks" }
            from difference in differences.Concat(shapes)
            select $"{path}: {difference}";

        unlike.ShouldBeEmpty();
    }

    private static IEnumerable<string> Claims(string document) => Claim().Matches(document).Select(m => m.Groups[1].Value);

    private static string Shape(string document) => string.Join(' ', Block().Matches(document).Select(m => m.Value));

    [GeneratedRegex(@"^\| ([RP]\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("//.*|@\\*.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:R|P)[0-9]{1,2}\b")]
    private static partial Regex Number();

    [GeneratedRegex(@"`((?:Hub\.\w+|mocks|docs|Storage|Foundation|People|Sources|Work|Mailing|Intake|FollowUp|Watch|Figures|Web|Verbs)/[\w./-]+)`")]
    private static partial Regex NamedPath();

    [GeneratedRegex("`(Hub:\\w+|/[a-z][\\w/-]*|--[a-z-]+|[A-Z]{4,}(?: [A-Z]{4,})*)")]
    private static partial Regex Claim();

    [GeneratedRegex("^(?:#+ |\\||```|- |[0-9]+\\. )", RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"new (?:Command|VerbCommand)\(""([a-z-]+)""")]
    private static partial Regex VerbName();
}
