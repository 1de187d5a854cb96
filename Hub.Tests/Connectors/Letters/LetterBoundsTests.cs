using System.IO.Compression;
using System.Text;
using Hub.Connectors.Letters;
using Hub.Domain.Submissions;
using Hub.Host.Figures;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Hub.Tests.Connectors.Letters;

/// <summary>What is read of the files of one item, at each bound and one beyond.</summary>
public sealed class LetterBoundsTests
{
    private const int MaxBytes = 20 * 1024 * 1024;

    [Fact]
    public void Twelve_files_are_read_and_the_next_is_said_to_be_unread()
    {
        var files = Enumerable.Range(1, 13).Select(i => File($"surat{i}.docx", LetterPaper.Word($"Nomor : 005/{i}/2026 tentang pinjam kursi", tabled: false))).ToList();

        LetterFiles.Read(files[..12]).ShouldAllBe(f => f.Readability == FileReadability.Text);
        LetterFiles.Read(files).Where(f => f.Readability != FileReadability.Text).Select(f => (f.Name, f.Readability)).ShouldBe([("surat13.docx", FileReadability.Unread)]);
    }

    [Theory]
    [InlineData(MaxBytes, FileReadability.Text)]
    [InlineData(MaxBytes + 1, FileReadability.Unread)]
    public void A_file_of_20_MB_is_read(int bytes, FileReadability expected)
    {
        LetterFiles.Read([File("besar.docx", Padded(bytes))]).ShouldHaveSingleItem().Readability.ShouldBe(expected);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void Six_pages_are_read_and_a_longer_letter_is_not_whole(int pages, bool whole)
    {
        var read = LetterFiles.Read([File("surat.pdf", Pdf(pages, "Permohonan peminjaman ruang rapat dan kursi", 1))]).ShouldHaveSingleItem();

        (read.Readability, read.IsWhole).ShouldBe((FileReadability.Text, whole));
        read.Text.Split("Permohonan").Length.ShouldBe(1 + 6);
    }

    [Theory]
    [InlineData(400, FileReadability.Text)]
    [InlineData(401, FileReadability.Unread)]
    public void A_page_of_40_000_signs_is_read(int lines, FileReadability expected)
    {
        LetterFiles.Read([File("padat.pdf", Pdf(1, new string('a', 100), lines))]).ShouldHaveSingleItem().Readability.ShouldBe(expected);
    }

    private static Attachment File(string name, byte[] content) => new() { Name = name, MediaType = "application/octet-stream", Content = content };

    /// <summary>A document with a part that nobody reads, as it is, so that the file has just this size.</summary>
    private static byte[] Padded(int bytes)
    {
        byte[] Packed(int padding)
        {
            using var packed = new MemoryStream();
            using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            {
                using (var text = zip.CreateEntry("word/document.xml").Open())
                {
                    text.Write(Encoding.UTF8.GetBytes("""<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Permohonan peminjaman kursi</w:t></w:r></w:p></w:body></w:document>"""));
                }

                using var blank = zip.CreateEntry("word/lain.bin", CompressionLevel.NoCompression).Open();
                blank.Write(new byte[padding]);
            }

            return packed.ToArray();
        }

        // Stored blocks cost a little more the more there are: twice is exact.
        var guess = bytes - (Packed(bytes).Length - bytes);
        return Packed(guess + bytes - Packed(guess).Length);
    }

    private static byte[] Pdf(int pages, string line, int lines)
    {
        using var font = new PaperFont(bold: false);
        using var document = new PdfDocument();
        for (var page = 0; page < pages; page++)
        {
            using var pen = XGraphics.FromPdfPage(document.AddPage());
            for (var i = 0; i < lines; i++)
            {
                pen.DrawString(line, font.At(2), XBrushes.Black, 20, 20 + (i * 2));
            }
        }

        using var bytes = new MemoryStream();
        document.Save(bytes);
        return bytes.ToArray();
    }
}
