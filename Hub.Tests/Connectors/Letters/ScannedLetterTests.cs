using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Connectors.Letters;
using Hub.Domain;
using Hub.Domain.Submissions;
using Hub.Tests.Browser;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Hub.Tests.Connectors.Letters;

/// <summary>Letters on paper, a little crooked on a grey sheet, as scans in a PDF and as photos, read by a real Tesseract.</summary>
public sealed partial class ScannedLetterTests(ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>
{
    private const int EachHand = 12;

    private static readonly DateTimeOffset Received = new(2026, 4, 10, 9, 0, 0, Wita.Offset);
    private static readonly string Font = Convert.ToBase64String(File.ReadAllBytes(Path.Combine(Need.Repository, "Hub.Host", "Figures", "fonts", "NotoSans-Regular.ttf")));

    [Fact]
    public async Task Number_day_subject_and_event_of_scans_and_photos_are_read()
    {
        var reader = Reader();
        var page = await browser.PageAsync(new Uri("http://localhost"), 1240);
        List<string> wrong = [];
        foreach (var (i, templates) in Enumerable.Range(0, EachHand).SelectMany(i => new[] { (i, LetterSamples.Own), (i, LetterSamples.Second) }))
        {
            var (lines, wanted) = LetterSamples.Of(i, templates);
            var photo = await PhotoAsync(page, lines);
            var file = i % 2 == 0
                ? new Attachment { Name = "surat.pdf", MediaType = "application/pdf", Content = LetterPaper.Scan(photo) }
                : new Attachment { Name = "surat.jpg", MediaType = "image/jpeg", Content = photo };
            var item = EnclosedLetter.AddTo(Item(file), reader);
            item.Facts.ShouldContain(f => f.Value.Contains(file.Name, StringComparison.Ordinal) && f.Value.Contains("dibaca mesin", StringComparison.Ordinal));
            wrong.AddRange(wanted.Against(item.Letter));
        }

        foreach (var line in wrong)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(line);
        }

        wrong.Count(static w => w.StartsWith("event", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(2 * EachHand / 10, string.Join('\n', wrong));
        wrong.Count(static w => !w.StartsWith("event", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(3 * 2 * EachHand / 10, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_plea_on_a_scan_puts_the_ticket_on_the_protected_road()
    {
        var page = await browser.PageAsync(new Uri("http://localhost"), 1240);
        var scan = LetterPaper.Scan(await PhotoAsync(page, """
            Nomor    : 005/0412/SMA.2/IV/2026
            Hal      : Pengaduan

            Kami mengadukan kepala biro yang meminta uang pelicin kepada kami.
            Mohon identitas kami dirahasiakan.
            """));
        await using var hub = await HubFixture.StartAsync(new Dictionary<string, string?>(HubFixture.Mailbox("umum", "kaltaraprov@contoh.id")) { ["Hub:Ocr:Program"] = Tesseract() });
        var mail = $"From: tu@contoh.id\r\nTo: kaltaraprov@contoh.id\r\nSubject: Surat\r\nMessage-ID: <a@contoh.id>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nMohon dibaca lampirannya.\r\n"
            + $"--x\r\nContent-Type: application/pdf; name=surat.pdf\r\nContent-Disposition: attachment; filename=surat.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(scan, Base64FormattingOptions.InsertLineBreaks)}\r\n--x--\r\n";

        await hub.ArriveAsync("umum", "a", "message/rfc822", Encoding.UTF8.GetBytes(mail), Received.ToUniversalTime());

        await using var db = hub.Database.Open();
        (await db.Tickets.AsNoTracking().SingleAsync(static t => t.ExternalId == "a", TestContext.Current.CancellationToken)).Protection.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_photo_without_writing_adds_nothing_and_a_small_one_is_not_looked_at()
    {
        var reader = Reader();
        var page = await browser.PageAsync(new Uri("http://localhost"), 1240);
        await page.SetContentAsync("<body style='margin:0;height:1400px;background:repeating-linear-gradient(33deg,#786 0 9px,#341 9px 31px,#9a8 31px 40px)'>");
        var road = await page.ScreenshotAsync(new PageScreenshotOptions { Type = ScreenshotType.Jpeg });

        var item = EnclosedLetter.AddTo(Item(new Attachment { Name = "jalan.jpg", MediaType = "image/jpeg", Content = road }), reader);

        (item.Letter, item.LetterText).ShouldBe((null, null));
        item.Facts.ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_program_a_picture_is_a_picture()
    {
        var off = new PictureReader(new OcrOptions());

        (off.IsOn, off.Fault(), off.Longest).ShouldBe((false, null, TimeSpan.Zero));
        var item = EnclosedLetter.AddTo(Item(new Attachment { Name = "pindai.pdf", MediaType = "application/pdf", Content = LetterPaper.Scan() }), off);
        item.Facts.ShouldHaveSingleItem().Value.ShouldContain("lampiran berupa pindaian");
    }

    [Fact]
    public void A_program_that_is_not_there_is_said_and_holds_nothing_up()
    {
        var reader = new PictureReader(new OcrOptions { Program = "/nirgends/tesseract" });

        reader.Fault()!.ToString().ShouldBe("Hub:Ocr:Program: /nirgends/tesseract tidak dapat dijalankan. Pasang Tesseract (paket tesseract-ocr dan tesseract-ocr-ind), betulkan letaknya, atau kosongkan setelan ini.");
        reader.Read(Head(1240, 1754), TimeSpan.FromSeconds(5)).ShouldBeNull();
    }

    [Fact]
    public void A_language_that_is_not_installed_is_said()
    {
        new PictureReader(new OcrOptions { Program = Tesseract(), Languages = "ind+xyz" }).Fault()!.ToString().ShouldStartWith("Hub:Ocr:Languages: bahasa xyz tidak terpasang");
        Reader().Fault().ShouldBeNull();
    }

    [Theory]
    [InlineData("exec sleep 600")]
    [InlineData("exit 3")]
    [InlineData("cat >/dev/null; echo satu")]
    [InlineData("exec 0<&-; exec sleep 600")]
    public void Whatever_the_program_does_the_item_goes_on(string does)
    {
        using var folder = new TemporaryFolder();
        var program = folder.File("tesseract");
        File.WriteAllText(program, $"#!/bin/sh\n{does}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var item = EnclosedLetter.AddTo(Item(new Attachment { Name = "foto.png", MediaType = "image/png", Content = (byte[])[.. Head(1240, 1754), .. new byte[1_000_000]] }), new PictureReader(new OcrOptions { Program = program, Seconds = 1 }));

        (item.Letter, item.LetterText, item.Facts.Count).ShouldBe((null, null, 0));
    }

    [Fact]
    public void A_picture_tells_its_size_in_its_head()
    {
        PictureReader.IsPage(Head(1240, 1754)).ShouldBeTrue();
        PictureReader.IsPage(Head(100_000, 100_000)).ShouldBeFalse();
        PictureReader.IsPage(Head(1240, 1754).AsSpan(0, 20)).ShouldBeFalse();
        PictureReader.IsPage((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC2, 0, 11, 8, 0x06, 0xDA, 0x04, 0xD8, 3]).ShouldBeTrue();
        PictureReader.IsPage((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0xFF, 0xE0, 0, 0]).ShouldBeFalse();
    }

    [Theory]
    [InlineData(400, 100, true)]
    [InlineData(399, 100, false)]
    [InlineData(400, 99, false)]
    [InlineData(8_000, 5_000, true)]
    [InlineData(8_001, 5_000, false)]
    [InlineData(int.MaxValue, int.MaxValue, false)]
    public void A_picture_is_looked_at_by_its_size(int width, int height, bool looked)
    {
        PictureReader.IsPage(width, height).ShouldBe(looked);
    }

    /// <summary>The first bytes of a PNG.</summary>
    private static byte[] Head(int width, int height)
    {
        var head = new byte[33];
        ((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']).CopyTo(head);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(20), height);
        return head;
    }

    private static Submission Item(Attachment file) => new() { Title = "Surat", Body = "Surat terlampir.", ReceivedAt = Received, Attachments = [file] };

    private static PictureReader Reader() => new(new OcrOptions { Program = Tesseract() });

    private static string Tesseract() => Need.Program("tesseract-ocr", "/usr/bin/tesseract");

    /// <summary>150 dots an inch.</summary>
    private static async Task<byte[]> PhotoAsync(IPage page, string letter)
    {
        var (text, down) = (new StringBuilder(), 60);
        foreach (var line in letter.Split('\n'))
        {
            foreach (Match cell in Cell().Matches(line))
            {
                text.Append(CultureInfo.InvariantCulture, $"<span style='left:{100 + (cell.Index * 10.6):0}px;top:{down}px'>{System.Net.WebUtility.HtmlEncode(cell.Value)}</span>");
            }

            down += 29;
        }

        await page.SetContentAsync($"<style>@font-face{{font-family:N;src:url(data:font/ttf;base64,{Font})}}body{{margin:0;background:#f1efe8;color:#2b2b2b;font:20px N}}span{{position:absolute;white-space:pre}}div{{transform:rotate(.4deg)}}</style><div>{text}</div>");
        await page.EvaluateAsync("document.fonts.ready");
        await page.SetViewportSizeAsync(1240, Math.Max(1754, down + 60));
        return await page.ScreenshotAsync(new PageScreenshotOptions { Type = ScreenshotType.Jpeg, Quality = 70 });
    }

    [GeneratedRegex(@"\S+(?: {1,2}\S+)*", RegexOptions.None, 1000)]
    private static partial Regex Cell();
}
