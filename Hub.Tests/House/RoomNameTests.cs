using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hub.Tests.House;

/// <summary>A sentence that sends people to a room calls it as its door does, and a mail has one word.</summary>
public sealed partial class RoomNameTests
{
    [Theory]
    [InlineData("Hub.Host/People/Visits/PagesTexts.resx", "*.resx", "docs/id")]
    [InlineData("Hub.Host/People/Visits/PagesTexts.en.resx", "*.en.resx", "docs")]
    public void Every_room_named_in_a_sentence_or_document_exists(string pages, string families, string documents)
    {
        var doors = Sentences(pages).Where(s => Door().IsMatch(s.Name)).Select(s => s.Text).ToList();
        var told = Tree.Files("Hub.Host", families).Where(f => families != "*.resx" || !f.EndsWith(".en.resx", StringComparison.Ordinal)).SelectMany(f => Sentences(f).Select(s => (Place: $"{f} {s.Name}", s.Text)))
            .Concat(Directory.EnumerateFiles(Path.Combine(Tree.Root, documents), "*.md").Select(f => (Place: f, Text: File.ReadAllText(f))));

        var named = told.SelectMany(t => Room().Matches(t.Text).Select(m => (t.Place, Room: m.Groups["room"].Value))).ToList();

        named.Count.ShouldBeGreaterThan(4);
        named.Where(n => !doors.Exists(d => n.Room == d || n.Room.StartsWith(d + " ", StringComparison.Ordinal))).Select(n => $"{n.Place}: {n.Room}").ShouldBeEmpty();
    }

    [Fact]
    public void A_mail_is_called_surel_and_surat_is_a_letter() =>
        Tree.Files(".", "*.resx").Where(f => !f.EndsWith(".en.resx", StringComparison.Ordinal))
            .SelectMany(f => Sentences(f).Where(s => Letter().IsMatch(AboutLetters().Replace(s.Text, ""))).Select(s => $"{f} {s.Name}: {s.Text}"))
            .ShouldBeEmpty();

    private static IEnumerable<(string Name, string Text)> Sentences(string file) =>
        XDocument.Parse(Tree.Read(file)).Root!.Elements("data").Select(d => ((string)d.Attribute("name")!, (string)d.Element("value")!));

    [GeneratedRegex(@"^settings\.[a-z]+$", RegexOptions.None, 2000)]
    private static partial Regex Door();

    [GeneratedRegex(@"(?:(?:Setelan|Settings), |(?<!\*)\*(?:Setelan|Settings) → )(?<room>[A-Z][^;:.,()*]*)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Room();

    [GeneratedRegex(@"\b[Ss]urat\b", RegexOptions.None, 2000)]
    private static partial Regex Letter();

    /// <summary>The numbered letters of an office, letters that people bring, and the names of folders and files; a mailbox is a <c>kotak surat</c> (glossary).</summary>
    [GeneratedRegex(@"[Kk]otak surat|[Nn]omor surat|kode surat|surat keterangan|Surat Terkirim|surat\.eml|sebelum surat diterima|[Tt]anggal surat|hari surat diterima|instansi surat|Kemendagri surat|^Surat \{0\}\.$|^Surat$|[Rr]egister surat|^Surat yang masuk|^Tidak ada surat|surat yang sama nomornya", RegexOptions.None, 2000)]
    private static partial Regex AboutLetters();
}
