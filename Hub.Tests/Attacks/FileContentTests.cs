using System.Net;
using System.Text;
using System.Xml.Linq;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Files;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>A file is what its bytes are, whatever it is called; of a protected reporter only what was made safe leaves the verifier's hands.</summary>
public sealed class FileContentTests
{
    private static readonly Func<string, string> Nothing = static text => text;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Cleanable => ["photo.jpg", "photo.png", "photo.webp", "photo.heic", "photo.avif", "pages.tif", "a.gif", "a.docx", "a.xlsx", "a.odt", "a.pdf"];

    [Theory]
    [MemberData(nameof(Cleanable))]
    public async Task Nothing_in_a_file_tells_who_made_it(string name)
    {
        var file = Make(name);
        MadeFiles.Readable(file).ShouldContain(MadeFiles.Maker);

        var copy = await SafeCopy.OfAsync(file, Nothing, Token);

        copy.Why.ShouldBeNull();
        var readable = MadeFiles.Readable(copy.Content!);
        readable.ShouldNotContain(MadeFiles.Maker);
        readable.ShouldNotContain("Budi");
        readable.ShouldNotContain("00B0D1AB");
        FileType.Of(copy.Content).ShouldBe(copy.Type);
    }

    [Theory]
    [InlineData("a.docx", "word/document.xml")]
    [InlineData("a.xlsx", "xl/sharedStrings.xml")]
    [InlineData("a.odt", "content.xml")]
    public async Task The_words_of_a_document_stay_and_every_part_is_still_XML(string name, string part)
    {
        var copy = await SafeCopy.OfAsync(Make(name), Nothing, Token);

        await using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(copy.Content!));
        foreach (var entry in zip.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)))
        {
            await using var read = await entry.OpenAsync(Token);
            var document = await XDocument.LoadAsync(read, LoadOptions.PreserveWhitespace, Token);
            if (entry.FullName == part)
            {
                document.Root!.Value.ShouldContain(MadeFiles.Words);
            }
        }

        zip.GetEntry(part).ShouldNotBeNull();
        zip.GetEntry("xl/tables/table1.xml")?.Open().ShouldSatisfyAllConditions(t => new StreamReader(t).ReadToEnd().ShouldContain("Tabel1"));
    }

    [Fact]
    public async Task An_older_version_inside_a_PDF_stays_behind()
    {
        // A program that only appends leaves the first properties in the file.
        var first = MadeFiles.Pdf();
        using var changed = PdfSharp.Pdf.IO.PdfReader.Open(new MemoryStream(first), PdfSharp.Pdf.IO.PdfDocumentOpenMode.Modify);
        var old = MadeFiles.Bytes($"\n99 0 obj\n<</Author ({MadeFiles.Maker} lama)>>\nendobj\n");
        var at = first.AsSpan().LastIndexOf("startxref"u8);
        byte[] both = [.. first[..at], .. old, .. first[at..]];

        var copy = await SafeCopy.OfAsync(both, Nothing, Token);

        Encoding.Latin1.GetString(copy.Content!).ShouldNotContain(MadeFiles.Maker);
        using var read = UglyToad.PdfPig.PdfDocument.Open(copy.Content!);
        read.NumberOfPages.ShouldBe(1);
        read.Information.Author.ShouldBeNullOrEmpty();
        read.GetPage(1).GetImages().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_points_to_the_writer_is_blotted_out_of_a_text()
    {
        var copy = await SafeCopy.OfAsync(MadeFiles.Bytes("Hormat saya, Budi"), static text => text.Replace("Budi", "▇▇▇", StringComparison.Ordinal), Token);

        Encoding.UTF8.GetString(copy.Content!).ShouldBe("Hormat saya, ▇▇▇");
    }

    public static TheoryData<string, HeldFile> Held => new()
    {
        { "heic", HeldFile.Damaged }, { "tiff", HeldFile.Damaged }, { "big.tiff", HeldFile.Kind }, { "round.tiff", HeldFile.TooLarge }, { "cut.heic", HeldFile.Damaged }, { "elsewhere.heic", HeldFile.Kind },
        { "header.webp", HeldFile.Damaged }, { "zip", HeldFile.Kind }, { "html", HeldFile.Kind }, { "eml", HeldFile.Kind }, { "doc", HeldFile.Kind }, { "rtf", HeldFile.Kind }, { "mp4", HeldFile.Kind },
        { "locked.pdf", HeldFile.Locked }, { "carrying.pdf", HeldFile.Carries }, { "macro.docx", HeldFile.Carries }, { "object.docx", HeldFile.Carries }, { "emf.docx", HeldFile.Carries },
        { "entity.docx", HeldFile.Damaged }, { "cut.docx", HeldFile.Damaged }, { "cut.jpg", HeldFile.Damaged }, { "bomb.docx", HeldFile.TooLarge }, { "bombs.docx", HeldFile.TooLarge }, { "bomb.pdf", HeldFile.TooLarge },
        { "deep.pdf", HeldFile.Damaged }, { "deep dictionaries.pdf", HeldFile.Damaged }, { "deep packed.pdf", HeldFile.Damaged }, { "deep behind words.pdf", HeldFile.Damaged }, { "open.pdf", HeldFile.Damaged },
    };

    [Theory]
    [MemberData(nameof(Held))]
    public async Task What_cannot_be_made_safe_is_held_and_says_why(string name, HeldFile why)
    {
        var copy = await SafeCopy.OfAsync(MakeHeld(name), Nothing, Token);

        copy.Content.ShouldBeNull();
        copy.Why.ShouldBe(why);
    }

    /// <summary>Through the real door: a mail whose photo calls itself bytes, and whose HEIC calls itself a JPEG.</summary>
    [Fact]
    public async Task Staff_get_a_clean_photo_whatever_its_label_says_and_a_sentence_where_it_cannot_be_cleaned()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"));
        using var staff = await Visitor.SignedInAsync(hub, "staf", "organisasi", Roles.Staff);
        using var verifier = await Visitor.SignedInAsync(hub, "verifikator", null, Roles.Verifier);
        await hub.ArriveAsync("email-organisasi", "1", "message/rfc822", Mail(("data.bin", "application/octet-stream", MadeFiles.Photo("photo.jpg")), ("foto.jpg", "image/jpeg", MakeHeld("heic"))), new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.Include(t => t.Attachments).AsNoTracking().SingleAsync(Token);
        await hub.ChangeAsync(ticket.Number, new TicketChange.Protect(true, false));
        await hub.ChangeAsync(ticket.Number, new TicketChange.Assign("organisasi", null, "uji"));
        var (photo, heic) = (ticket.Attachments.Single(a => a.MediaType == "image/jpeg").Id, ticket.Attachments.Single(a => a.MediaType == "image/heic").Id);

        using var unread = await GetAsync(staff, ticket.Number, photo, "");
        unread.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await unread.Content.ReadAsStringAsync(Token)).ShouldContain("menyerahkannya");
        using var refused = await Post(staff, $"/tickets/{ticket.Number}", $"/files/{photo}/release");
        refused.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        foreach (var file in new[] { photo, heic })
        {
            using var released = await Post(verifier, $"/tickets/{ticket.Number}", $"/files/{file}/release");
        }

        using var shown = await GetAsync(staff, ticket.Number, photo, "?show=true");
        shown.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        shown.Headers.GetValues("X-Content-Type-Options").ShouldContain("nosniff");
        Encoding.Latin1.GetString(await shown.Content.ReadAsByteArrayAsync(Token)).ShouldNotContain("Budi");
        using var taken = await GetAsync(staff, ticket.Number, photo, "");
        taken.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        Encoding.Latin1.GetString(await taken.Content.ReadAsByteArrayAsync(Token)).ShouldNotContain("Budi");
        using var held = await GetAsync(staff, ticket.Number, heic, "");
        held.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await held.Content.ReadAsStringAsync(Token)).ShouldContain("hanya untuk verifikator");
        using var whole = await GetAsync(verifier, ticket.Number, heic, "");
        (await whole.Content.ReadAsByteArrayAsync(Token)).ShouldBe(MakeHeld("heic"));
        (await db.Audit.AsNoTracking().Select(a => a.Action).ToListAsync(Token)).ShouldContain("file.held");
        (await db.Audit.AsNoTracking().Where(a => a.Action == "ticket.ReleaseFile" && a.Actor == "verifikator").CountAsync(Token)).ShouldBe(2);
    }

    public static TheoryData<string, string, HeldFile?> Written => new()
    {
        { "docx", "Hormat kami, Budi Santoso", HeldFile.Names },
        { "split.docx", "Budi Santoso", HeldFile.Names },
        { "docx", "Hubungi 0812-5567-8901", HeldFile.Names },
        { "docx", MadeFiles.Words, null },
        { "picture.docx", MadeFiles.Words, HeldFile.Unread },
        { "pdf", "Laporan tentang loket. Hormat saya, Budi Santoso", HeldFile.Names },
        { "pdf", "Laporan tentang loket yang meminta uang di luar biaya resmi", null },
        { "long.pdf", "Laporan tentang loket yang meminta uang di luar biaya resmi", HeldFile.Unread },
        { "photo.jpg", "", HeldFile.Unread },
        { "a.pdf", "", HeldFile.Unread },
    };

    /// <summary>Cleaned of metadata is not enough where the words themselves name their writer.</summary>
    [Theory]
    [MemberData(nameof(Written))]
    public async Task Whoever_may_not_know_who_wrote_gets_no_file_that_says_it(string name, string words, HeldFile? why)
    {
        var guarded = new Hub.Domain.Privacy.Guarded(new Reporter { Name = MadeFiles.Maker, Anonymous = true });

        var copy = await SafeCopy.OfAsync(WithWords(name, words), Nothing, Token, said => Hub.Domain.Privacy.LeakGate.Check([new Hub.Domain.Privacy.OutgoingPart("file", said)], guarded).Count > 0);

        copy.Why.ShouldBe(why);
        (copy.Content is null).ShouldBe(why is not null);
    }

    /// <summary>Word keeps the author's name as the title of a field to fill in, and what was deleted while changes were tracked.</summary>
    [Fact]
    public void Titles_of_fields_and_deleted_text_stay_behind()
    {
        const string W = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
        var body = "<w:p><w:sdt><w:sdtPr><w:alias w:val=\"Zulkarnaen\"/><w:tag w:val=\"Wiratmaja\"/></w:sdtPr><w:sdtContent><w:r><w:t>isi</w:t></w:r></w:sdtContent></w:sdt>"
            + "<w:del w:id=\"1\" w:author=\"-\"><w:r><w:delText>terhapus</w:delText></w:r></w:del><w:r><w:t>tinggal</w:t></w:r></w:p>";

        var clean = MadeFiles.Readable(DocumentCleaning.Clean(MadeFiles.Zip([("[Content_Types].xml", MadeFiles.Bytes("<Types xmlns=\"http://x\"/>")), ("word/document.xml", MadeFiles.Bytes($"<w:document {W}><w:body>{body}</w:body></w:document>"))])));

        clean.ShouldContain("isi");
        clean.ShouldContain("tinggal");
        clean.ShouldNotContain("Zulkarnaen");
        clean.ShouldNotContain("Wiratmaja");
        clean.ShouldNotContain("terhapus");
    }

    private static byte[] WithWords(string name, string words)
    {
        const string w = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
        var runs = name == "split.docx" ? string.Concat(words.Select(c => $"<w:r><w:t xml:space=\"preserve\">{c}</w:t></w:r>")) : $"<w:r><w:t>{words}</w:t></w:r>";
        (string, byte[])[] parts = [("[Content_Types].xml", MadeFiles.Bytes("<Types xmlns=\"http://x\"/>")), ("word/document.xml", MadeFiles.Bytes($"<w:document {w}><w:body><w:p>{runs}</w:p></w:body></w:document>"))];
        return name switch
        {
            "docx" or "split.docx" => MadeFiles.Zip(parts),
            "picture.docx" => MadeFiles.Zip([.. parts, ("word/media/image1.jpeg", MadeFiles.Photo("photo.jpg"))]),
            "pdf" => Sheet(words, 1),
            "long.pdf" => Sheet(words, 500),
            _ => Make(name),
        };
    }

    private static byte[] Sheet(string words, int times)
    {
        using var sheet = new Hub.Host.Figures.PdfSheet();
        for (var i = 0; i < times; i++)
        {
            sheet.Text(words);
        }

        return sheet.Build();
    }

    private static Task<HttpResponseMessage> GetAsync(Visitor visitor, string number, long file, string query) => Post(visitor, $"/tickets/{number}", $"/files/{file}{query}");

    private static async Task<HttpResponseMessage> Post(Visitor visitor, string page, string path) =>
        await visitor.PostAsync(page + path, ("__RequestVerificationToken", Visitor.TokenOf(await visitor.ReadAsync(page))!), ("purpose", "Memeriksa laporan ini"));

    private static byte[] Mail(params (string Name, string Type, byte[] Content)[] files)
    {
        var mail = new StringBuilder("From: Budi <budi@warga.contoh>\r\nTo: organisasi@setda.contoh\r\nSubject: Laporan\r\nMessage-ID: <berkas@kirim.contoh>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=batas\r\n\r\n--batas\r\nContent-Type: text/plain\r\n\r\nLoket meminta uang.\r\n");
        foreach (var (name, type, content) in files)
        {
            mail.Append($"--batas\r\nContent-Type: {type}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)}\r\n");
        }

        return Encoding.ASCII.GetBytes(mail.Append("--batas--\r\n").ToString());
    }

    private static byte[] Make(string name) => name switch
    {
        "a.gif" => MadeFiles.Gif(),
        "a.docx" => MadeFiles.Docx(),
        "a.xlsx" => MadeFiles.Xlsx(),
        "a.odt" => MadeFiles.Odt(),
        "a.pdf" => MadeFiles.Pdf(),
        _ => MadeFiles.Photo(name),
    };

    private static byte[] MakeHeld(string name) => name switch
    {
        "heic" => [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8, .. "Exif\0\0"u8, .. MadeFiles.Bytes(MadeFiles.Maker)],
        "big.tiff" => [.. "II+\0"u8, 8, 0, 0, 0],
        "round.tiff" => Round(),
        "cut.heic" => MadeFiles.Photo("photo.heic")[..^1],
        "elsewhere.heic" => Replaced(MadeFiles.Photo("photo.heic"), "hvc1"u8, "jpeg"u8),
        "header.webp" => [.. "RIFF"u8, 12, 0, 0, 0, .. "WEBPVP8X"u8, 0, 0, 0, 0],
        "mp4" => [0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 0, 0],
        "tiff" => [.. "II*\0"u8, 8, 0, 0, 0, .. MadeFiles.Bytes(MadeFiles.Maker)],
        "zip" => MadeFiles.Zip([("a.jpg", MadeFiles.Photo("photo.jpg"))]),
        "html" => MadeFiles.Bytes($"<html><meta name=author content=\"{MadeFiles.Maker}\">"),
        "eml" => MadeFiles.Bytes($"From: {MadeFiles.Maker}\r\nMIME-Version: 1.0\r\n\r\nhalo"),
        "rtf" => MadeFiles.Bytes($@"{{\rtf1{{\info{{\author {MadeFiles.Maker}}}}}}}"),
        "doc" => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. MadeFiles.Bytes(MadeFiles.Maker)],
        "locked.pdf" => [.. MadeFiles.Pdf(), .. "trailer << /Encrypt 9 0 R >>"u8],
        "carrying.pdf" => Carrying(),
        "macro.docx" => MadeFiles.Docx(("word/vbaProject.bin", [1, 2, 3])),
        "object.docx" => MadeFiles.Docx(("word/embeddings/oleObject1.bin", [1, 2, 3])),
        "emf.docx" => MadeFiles.Docx(("word/media/image2.emf", [1, 0, 0, 0])),
        "entity.docx" => MadeFiles.Docx(("word/footnotes.xml", MadeFiles.Bytes("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"))),
        "cut.docx" => MadeFiles.Docx()[..^40],
        "cut.jpg" => ImageMetadata.Strip(MadeFiles.Photo("photo.jpg"))![..^20],
        "bomb.docx" => MadeFiles.Docx(("word/footnotes.xml", Blank(33))),
        "bombs.docx" => MadeFiles.Docx([.. Enumerable.Range(0, 8).Select(i => ($"word/footer{i}.xml", Blank(30)))]),
        "bomb.pdf" => Packed(new byte[100 * 1024 * 1024]),
        "deep.pdf" => Nested(100_000, "[", "]"),
        "deep dictionaries.pdf" => Nested(100_000, "<</A ", ">>"),
        "deep packed.pdf" => Packed(MadeFiles.Bytes("1 0 " + Many("[", 100_000) + Many("]", 100_000))),
        "deep behind words.pdf" => Nested(100_000, "(]) [", "]"),
        "open.pdf" => Nested(1, "[", ""),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    [Fact]
    public async Task A_large_part_below_the_bound_is_still_cleaned() => (await SafeCopy.OfAsync(MadeFiles.Docx(("word/footnotes.xml", Blank(31))), Nothing, Token)).Why.ShouldBeNull();

    /// <summary>Whoever waits gets the turn when the work before has ended, not when somebody stopped waiting for it.</summary>
    [Fact]
    public async Task A_turn_ends_with_its_work()
    {
        using var going = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        using var left = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var order = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var first = SafeCopy.OfAsync(MadeFiles.Bytes("satu"), text =>
        {
            going.Set();
            goOn.Wait(Token);
            order.Enqueue(1);
            return text;
        }, left.Token);
        await Task.Run(() => going.Wait(Token), Token);
        await left.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);

        var second = SafeCopy.OfAsync(MadeFiles.Bytes("dua"), text =>
        {
            order.Enqueue(2);
            return text;
        }, Token);
        await Task.WhenAny(second, Task.Delay(500, Token));
        goOn.Set();
        await second;

        order.ShouldBe([1, 2]);
    }

    [Fact]
    public void Work_on_a_document_that_shall_end_ends()
    {
        var over = new CancellationToken(canceled: true);

        Should.Throw<OperationCanceledException>(() => PdfCleaning.Clean(MadeFiles.Pdf(), over));
        Should.Throw<OperationCanceledException>(() => DocumentCleaning.Clean(MadeFiles.Docx(), over));
        Should.Throw<OperationCanceledException>(() => FileWords.Why(FileKind.OfficeOpen, MadeFiles.Docx(), static _ => false, over));
    }

    /// <summary>A page whose next page is itself.</summary>
    private static byte[] Round()
    {
        var pages = MadeFiles.Photo("pages.tif");
        var first = BitConverter.ToInt32(pages, 4);
        BitConverter.GetBytes(first).CopyTo(pages, first + 2 + (12 * BitConverter.ToUInt16(pages, first)));
        return pages;
    }

    /// <summary>The last place where that stands among the items says something else.</summary>
    private static byte[] Replaced(byte[] file, ReadOnlySpan<byte> what, ReadOnlySpan<byte> with)
    {
        for (var at = file.AsSpan().IndexOf("infe"u8); file.AsSpan(at).IndexOf(what) is >= 0 and var found && at + found < file.AsSpan().IndexOf("iprp"u8);)
        {
            with.CopyTo(file.AsSpan(at + found));
        }

        return file;
    }

    private static byte[] Blank(int megabytes)
    {
        var part = new byte[megabytes * 1024 * 1024];
        part.AsSpan().Fill((byte)' ');
        "<a>"u8.CopyTo(part);
        "</a>"u8.CopyTo(part.AsSpan(part.Length - 4));
        return part;
    }

    private static byte[] Carrying()
    {
        using var document = PdfSharp.Pdf.IO.PdfReader.Open(new MemoryStream(MadeFiles.Pdf()), PdfSharp.Pdf.IO.PdfDocumentOpenMode.Modify);
        document.AddEmbeddedFile("rahasia.docx", new MemoryStream(MadeFiles.Docx()));
        using var into = new MemoryStream();
        document.Save(into, closeStream: false);
        return into.ToArray();
    }

    /// <summary>Objects packed in a stream, a hundred megabytes of them in a hundred kilobytes or so.</summary>
    private static byte[] Packed(byte[] objects)
    {
        using var packed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(objects);
        }

        return [.. "%PDF-1.7\n1 0 obj\n<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode>>\nstream\n"u8, .. packed.ToArray(), .. "\nendstream\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF"u8];
    }

    private static byte[] Nested(int depth, string open, string close) =>
        MadeFiles.Bytes($"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/X [{Many(open, depth)}{Many(close, depth)}]>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n9\n%%EOF");

    private static string Many(string piece, int times) => string.Concat(Enumerable.Repeat(piece, times));

    /// <summary>The catalogue itself, and what stands in it, are two deep before anything is nested.</summary>
    [Fact]
    public void As_deep_as_the_bound_is_no_reason_and_one_deeper_is()
    {
        PdfNesting.Check(Nested(62, "[", "]"));
        Should.Throw<FileHeld>(() => PdfNesting.Check(Nested(63, "[", "]"))).Why.ShouldBe(HeldFile.Damaged);
        PdfNesting.Check(Packed(MadeFiles.Bytes("1 0 " + Many("[", 64) + Many("]", 64))));
        PdfNesting.Check(Nested(30_000, "[ (]) ] ", ""));
    }

    [Fact]
    public void Whoever_reads_the_letter_in_a_PDF_or_document_that_is_a_hundred_thousand_deep_goes_on()
    {
        var document = MadeFiles.Docx(("word/footnotes.xml", MadeFiles.Bytes(Many("<a>", 100_000) + Many("</a>", 100_000))));

        Hub.Connectors.Letters.LetterFiles.Read([new Attachment { Name = "a.pdf", MediaType = "application/pdf", Content = Nested(100_000, "[", "]") }, new Attachment { Name = "a.docx", MediaType = "application/octet-stream", Content = document }]).Count.ShouldBe(2);
        DocumentCleaning.Clean(document).Length.ShouldBeGreaterThan(0);
    }

    /// <summary>The Ombudsman is told what is not in the file, and gets no document that names a reporter whose name was not asked for.</summary>
    [Fact]
    public async Task The_file_for_the_Ombudsman_without_the_identity_leaves_out_documents_that_tell_it()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"));
        using var verifier = await Visitor.SignedInAsync(hub, "verifikator", null, Roles.Verifier);
        await hub.ArriveAsync("email-organisasi", "1", "message/rfc822", Mail(("tanda.docx", "application/octet-stream", WithWords("docx", "Hubungi 0812-5567-8901")), ("biasa.docx", "application/octet-stream", WithWords("docx", MadeFiles.Words))), new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        await using var db = hub.Database.Open();
        var number = (await db.Tickets.AsNoTracking().SingleAsync(Token)).Number;

        foreach (var isProtected in new[] { false, true })
        {
            if (isProtected)
            {
                await hub.ChangeAsync(number, new TicketChange.Protect(true, false));
            }

            using var answer = await Post(verifier, $"/tickets/{number}", "/handover");
            await using var zip = new System.IO.Compression.ZipArchive(await answer.Content.ReadAsStreamAsync(Token));
            zip.Entries.ShouldContain(e => e.FullName.EndsWith("biasa.docx", StringComparison.Ordinal));
            zip.Entries.ShouldNotContain(e => e.FullName.EndsWith("tanda.docx", StringComparison.Ordinal));
            using var held = new StreamReader(await zip.GetEntry("lampiran/TIDAK-DISERTAKAN.txt")!.OpenAsync(Token));
            (await held.ReadToEndAsync(Token)).ShouldContain("tanda.docx");
        }
    }
}
