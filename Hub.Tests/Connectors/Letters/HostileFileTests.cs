using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Hub.Connectors.Letters;
using Hub.Domain.Submissions;

namespace Hub.Tests.Connectors.Letters;

/// <summary>Files made to harm whoever reads them: unread, in bounded time and memory.</summary>
public sealed class HostileFileTests
{
    private const string Body = """<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{0}</w:body></w:document>""";

    [Fact]
    public void A_broken_or_hostile_file_is_unread_and_the_item_goes_on()
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["cut.pdf"] = LetterPaper.Pdf("Nomor : 005/1/2026")[..700],
            ["word.pdf"] = Encoding.ASCII.GetBytes("%PDF-1.7 but nothing of one"),
            ["deep.pdf"] = Encoding.ASCII.GetBytes($"%PDF-1.7\n1 0 obj\n{new string('[', 200_000)}\nendobj\ntrailer << /Root 1 0 R >>"),
            ["bomb.pdf"] = Bomb(),
            ["cut.docx"] = LetterPaper.Word("Nomor : 005/1/2026", tabled: false)[..200],
            ["entity.docx"] = LetterPaper.Packed(("word/document.xml", """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>""")),
            ["empty.docx"] = LetterPaper.Packed(("word/document.xml", "")),
        };
        var before = GC.GetTotalAllocatedBytes();
        var clock = Stopwatch.StartNew();

        var item = EnclosedLetter.AddTo(Item([.. files.Select(f => new Attachment { Name = f.Key, MediaType = "application/octet-stream", Content = f.Value })]));

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(600_000_000);
        (item.Letter, item.LetterText).ShouldBe((null, null));
        item.Facts.ShouldHaveSingleItem().Value.ShouldBe($"{string.Join(", ", files.Keys)}: isi lampiran tidak dapat dibaca");
    }

    [Fact]
    public void A_packed_text_beyond_all_letters_is_read_to_its_bound()
    {
        var text = Body.Replace("{0}", string.Concat(Enumerable.Repeat("<w:p><w:r><w:t>Nomor : 1/2/2026 panjang sekali</w:t></w:r></w:p>", 200_000)), StringComparison.Ordinal);

        var item = EnclosedLetter.AddTo(Item([new Attachment { Name = "panjang.docx", MediaType = "application/octet-stream", Content = LetterPaper.Packed(("word/document.xml", text)) }]));

        item.LetterText!.Length.ShouldBeLessThan(7_000);
    }

    [Fact]
    public void Other_files_say_nothing()
    {
        var zip = LetterPaper.Packed(("a.txt", "Nomor : 1/2/2026"));

        EnclosedLetter.AddTo(Item([new Attachment { Name = "a.zip", MediaType = "application/zip", Content = zip }, new Attachment { Name = "foto.jpg", MediaType = "image/jpeg", Content = new byte[] { 0xFF, 0xD8, 0xFF, 0 } }])).ShouldBe(Item([]) with { }, new SameButFiles());
    }

    private static Submission Item(IReadOnlyList<Attachment> files) => new() { Title = "Surat", Body = "Surat terlampir.", ReceivedAt = new(2026, 4, 10, 9, 0, 0, TimeSpan.Zero), Attachments = files };

    /// <summary>A page whose content is a gigabyte of blanks, packed.</summary>
    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var blanks = new byte[1024 * 1024];
            Array.Fill(blanks, (byte)' ');
            for (var i = 0; i < 1024; i++)
            {
                zlib.Write(blanks);
            }
        }

        using var pdf = new MemoryStream();
        void Write(string text) => pdf.Write(Encoding.ASCII.GetBytes(text));
        Write("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n");
        Write("3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>\nendobj\n");
        Write($"4 0 obj\n<< /Length {packed.Length} /Filter /FlateDecode >>\nstream\n");
        pdf.Write(packed.ToArray());
        Write("\nendstream\nendobj\ntrailer << /Root 1 0 R /Size 5 >>\n%%EOF");
        return pdf.ToArray();
    }

    private sealed class SameButFiles : IEqualityComparer<Submission>
    {
        public bool Equals(Submission? x, Submission? y) => (x!.Letter, x.LetterText, x.Facts.Count, x.Body) == (y!.Letter, y.LetterText, y.Facts.Count, y.Body);

        public int GetHashCode(Submission obj) => 0;
    }
}
