using Hub.Connectors.Letters;
using Hub.Domain;
using Hub.Domain.Submissions;

namespace Hub.Tests.Connectors.Letters;

/// <summary>Letters of many offices, made here, half PDF and half DOCX: fifty of the manner that the reader was built on, fifty-six of another hand's, and ten scans.</summary>
public sealed class LettersTests
{
    private static readonly DateTimeOffset Received = new(2026, 4, 10, 9, 0, 0, Wita.Offset);

    public static TheoryData<bool> Hands => [false, true];

    [Theory, MemberData(nameof(Hands))]
    public void Number_day_subject_and_event_of_letters_are_read(bool second)
    {
        var templates = second ? LetterSamples.Second : LetterSamples.Own;
        var letters = Enumerable.Range(0, second ? 2 * templates.Length : 50).Select(i => Make(i, templates)).ToList();
        var wrong = letters.SelectMany(sent => sent.Wanted.Against(EnclosedLetter.AddTo(Item(sent.File)).Letter)).ToList();
        foreach (var line in wrong)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(line);
        }

        wrong.Count(w => w.StartsWith("event", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(letters.Count / 10);
        wrong.Where(w => !w.StartsWith("event", StringComparison.Ordinal)).Select(w => w.Split(' ')[1]).Distinct().Count().ShouldBeLessThanOrEqualTo(letters.Count / 20);
    }

    [Fact]
    public void A_scan_is_known_as_such_and_said()
    {
        for (var i = 0; i < 10; i++)
        {
            var item = EnclosedLetter.AddTo(Item(new Attachment { Name = $"pindai{i}.pdf", MediaType = "application/pdf", Content = LetterPaper.Scan() }));

            item.Letter.ShouldBeNull();
            item.LetterText.ShouldBeNull();
            item.Facts.ShouldHaveSingleItem().Value.ShouldBe($"pindai{i}.pdf: lampiran berupa pindaian, teksnya tidak terbaca");
        }
    }

    [Fact]
    public void What_else_a_letter_says_is_read()
    {
        var letter = EnclosedLetter.AddTo(Item(Make(0, LetterSamples.Own).File)).Letter!;

        (letter.Grade, letter.From, letter.To, letter.Enclosures, letter.File).ShouldBe(("Segera", "DINAS KELAUTAN DAN PERIKANAN", "Kepala Biro Umum Sekretariat Daerah Provinsi", "1 (satu) berkas", "surat.pdf"));
        letter.Copies.ShouldBe(["Gubernur Kalimantan Utara (sebagai laporan)", "Kepala Bappeda dan Litbang Provinsi Kalimantan Utara"]);
    }

    private static Submission Item(Attachment file) => new() { Title = "Surat", Body = "Surat terlampir.", ReceivedAt = Received, Attachments = [file] };

    private static (Attachment File, LetterWanted Wanted) Make(int i, string[] templates)
    {
        var (lines, wanted) = LetterSamples.Of(i, templates);
        var file = i / templates.Length % 2 == 0
            ? new Attachment { Name = "surat.pdf", MediaType = "application/pdf", Content = LetterPaper.Pdf(lines) }
            : new Attachment { Name = "surat.docx", MediaType = "application/octet-stream", Content = LetterPaper.Word(lines, tabled: i % 3 == 0) };
        return (file, wanted);
    }
}
