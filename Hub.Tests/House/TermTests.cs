using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hub.Tests.House;

/// <summary>One word for one thing on Indonesian screens and in Indonesian mails, as the glossary has it.</summary>
public sealed partial class TermTests
{
    private static readonly IReadOnlyList<(string Say, string Not)> Twins =
        [.. Row().Matches(Tree.Read("docs/glossary.md").Split("## Words and their twins")[1]).SelectMany(m => m.Groups["not"].Value.Split(',', StringSplitOptions.TrimEntries).Select(not => (m.Groups["say"].Value, not)))];

    [Fact]
    public void No_Indonesian_text_says_a_twin()
    {
        Twins.Count.ShouldBeGreaterThan(15);
        var texts = Tree.Files(".", "*.resx").Where(f => !f.EndsWith(".en.resx", StringComparison.Ordinal))
            .SelectMany(file => XDocument.Parse(Tree.Read(file)).Root!.Elements("data").Select(data => (At: $"{file} {(string)data.Attribute("name")!}", Text: (string)data.Element("value")!))).ToList();

        texts.SelectMany(t => Faults(t.Text).Select(fault => $"{t.At}: {fault}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Kirim e-mail kepada pelapor.", true)]
    [InlineData("Isi Kode pelacakan Anda.", true)]
    [InlineData("Surat Elektronik", true)]
    [InlineData("Sumber, misalnya email-kesra.", false)]
    [InlineData("Tulis \"email\" di kolom itu.", false)]
    [InlineData("Surel dengan kode lacak", false)]
    public void The_test_sees_what_it_looks_for(string text, bool fault) => Faults(text).Any().ShouldBe(fault);

    private static IEnumerable<string> Faults(string text)
    {
        var own = Quoted().Replace(text, " ");
        return Twins.Where(t => Regex.IsMatch(own, $@"(?<![\p{{L}}\d-]){Regex.Escape(t.Not)}(?![\p{{L}}\d-])", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(2))).Select(t => $"{t.Not}, not {t.Say}");
    }

    [GeneratedRegex(@"^\| (?<say>[a-z ]+) \| (?<not>[^|]+?) \|$", RegexOptions.Multiline, 5000)]
    private static partial Regex Row();

    // Words of a form or system that are quoted, addresses, commands and settings stay as they are.
    [GeneratedRegex(@"""[^""]*""|“[^”]*”|<[^>]*>|Contoh: [\s\S]*|\S*[_:/=@]\S+", RegexOptions.None, 5000)]
    private static partial Regex Quoted();
}
