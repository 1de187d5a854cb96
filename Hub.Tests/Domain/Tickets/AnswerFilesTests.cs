using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

public sealed class AnswerFilesTests
{
    [Theory]
    [InlineData("surat.pdf", "%PDF-1.4", null)]
    [InlineData("DAFTAR.CSV", "a;b", null)]
    [InlineData("pasang.exe", "MZ", "FileKind")]
    [InlineData("tanpa-akhiran", "x", "FileKind")]
    [InlineData("surat.pdf.exe", "%PDF", "FileKind")]
    [InlineData("surat.pdf", "MZ", "FileOther")]
    [InlineData("catatan.txt", "a\0b", "FileOther")]
    [InlineData("foto.png", "", "FileEmpty")]
    public void A_file_goes_when_it_is_what_its_name_says(string name, string content, string? fault) =>
        AnswerFiles.Fault(File(name, System.Text.Encoding.Latin1.GetBytes(content)))?.Code.ShouldBe(fault);

    [Fact]
    public void Few_and_small_ones_go_together()
    {
        var small = File("a.txt", "x"u8.ToArray());
        var big = File("a.txt", [.. Enumerable.Repeat((byte)'x', (AnswerFiles.MostMegabytes * 1024 * 1024 / 2) + 1)]);

        AnswerFiles.Fault([.. Enumerable.Repeat(small, AnswerFiles.Most)]).ShouldBeNull();
        AnswerFiles.Fault([.. Enumerable.Repeat(small, AnswerFiles.Most + 1)])!.Code.ShouldBe("FilesTooMany");
        AnswerFiles.Fault([big, big])!.Code.ShouldBe("FilesTooBig");
    }

    private static Attachment File(string name, byte[] content) => new() { Name = name, MediaType = "application/octet-stream", Content = content };
}
