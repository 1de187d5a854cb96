using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hub.Tests.House;

/// <summary>What is written in one language has no words of the other.</summary>
public sealed partial class LanguageTests
{
    private static readonly string[] Indonesian = ["yang", "dan", "tidak", "dari", "untuk", "dengan", "belum", "sudah", "harus", "bukan", "tanpa", "sedang", "berkas", "kolom", "baris", "wajib"];
    private static readonly string[] English = ["the", "and", "not", "with", "without", "from", "must", "cannot", "already", "does", "which", "of"];

    [Fact]
    public void English_sentences_have_no_Indonesian_words() => Foreign("*.en.resx", Indonesian).ShouldBeEmpty();

    [Fact]
    public void Indonesian_sentences_have_no_English_words() => Foreign("*.resx", English).Where(f => !f.Contains(".en.resx", StringComparison.Ordinal)).ShouldBeEmpty();

    private static IEnumerable<string> Foreign(string files, string[] words) =>
        from file in Tree.Files(".", files)
        where files != "*.resx" || !file.EndsWith(".en.resx", StringComparison.Ordinal)
        from data in XDocument.Parse(Tree.Read(file)).Root!.Elements("data")
        let text = Quoted().Replace((string)data.Element("value")!, " ")
        where Word().Matches(text).Any(m => words.Contains(m.Value, StringComparer.Ordinal))
        select $"{file} {(string)data.Attribute("name")!}: {text}";

    // Words of a form or system that are quoted, examples and settings stay as they are.
    [GeneratedRegex(@"""[^""]*""|“[^”]*”|<[^>]*>|\([^)]*\)|(Example|Contoh): .*$|\S*[-_:/.=]\S+", RegexOptions.None, 5000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b[a-z]+\b", RegexOptions.None, 5000)]
    private static partial Regex Word();
}
