using System.IO.Compression;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Connectors.Letters;
using Hub.Connectors.Tabular;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Files;
using Hub.Tests.Connectors.Tabular;
using Hub.Tests.Support;

namespace Hub.Tests.Attacks;

/// <summary>Bounds of files, tables, mails and answers as one table: what is exactly allowed passes, one more is refused with its sentence, and little memory is taken for either.</summary>
public sealed class EdgeTests
{
    private const long Most = 300L * 1024 * 1024;
    private const int Megabyte = 1024 * 1024;
    private const string TooLarge = "terlalu besar untuk dibersihkan";
    private const string Cells = "lebih dari 1000000 sel";
    private const string Document = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>";
    private const string DocumentEnd = "</w:t></w:r></w:p></w:body></w:document>";

    private static readonly Dictionary<string, Edge> Edges = new(StringComparer.Ordinal)
    {
        ["pages of a TIFF: 200"] = new(() => Cleaned(Tiff(200)), () => Cleaned(Tiff(201)), TooLarge),
        ["parts of a document: 4,000"] = new(() => Cleaned(Parts(4000)), () => Cleaned(Parts(4001)), TooLarge),
        ["one part of a document: 32 MB"] = new(() => Cleaned(WithPart(32 * Megabyte)), () => Cleaned(WithPart((32 * Megabyte) + 1)), TooLarge),
        ["a picture in a document: 24 MB"] = new(() => Cleaned(WithPicture(24 * Megabyte)), () => Cleaned(WithPicture((24 * Megabyte) + 1)), TooLarge),
        ["a stream of a PDF: 64 MB"] = new(() => Cleaned(Pdf(64 * Megabyte)), () => Cleaned(Pdf((64 * Megabyte) + 1)), TooLarge),
        ["all streams of a PDF: 256 MB"] = new(() => Cleaned(Pdf(64 * Megabyte, 64 * Megabyte, 64 * Megabyte, 64 * Megabyte)), () => Cleaned(Pdf(64 * Megabyte, 64 * Megabyte, 64 * Megabyte, 64 * Megabyte, 1)), TooLarge),
        ["objects packed in a PDF: 16 MB"] = new(() => Nested(16 * Megabyte), () => Nested((16 * Megabyte) + 1), TooLarge),
        ["pages of a PDF: 20,000 objects"] = new(() => Cleaned(Pages(19_998)), () => Cleaned(Pages(19_999)), TooLarge),
        ["letters in a PDF of many pages: 20,000 objects"] = new(() => Letter(Pages(19_998)), () => Letter(Pages(19_999)), "unread"),
        ["a page shown again: 200,000 times"] = new(() => Letter(Shown(199_998)), () => Letter(Shown(199_999)), "unread"),
        ["objects packed in a PDF: 20,000 of them"] = new(() => Packed(20_000), () => Packed(20_001), TooLarge),
        ["words of a PDF's arrays: 1,000,000"] = new(() => Words(999_998), () => Words(999_999), TooLarge),
        ["a tag of a document: 1 MB"] = new(() => Cleaned(WithTag(Megabyte)), () => Cleaned(WithTag(Megabyte + 1)), TooLarge),
        ["depth of a document: 100,000"] = new(() => Cleaned(Deep(100_000)), () => Cleaned(Deep(100_001)), TooLarge),
        ["a letter with one tag longer than 1 MB; 63 MB of text are no matter"] = new(() => Letter(LongLetter(63)), () => Letter(Tagged(3 * Megabyte)), "unread"),
        ["boxes of a HEIC: 20,000"] = new(() => Boxes(20_000), () => Boxes(20_001), "isinya rusak"),
        ["words of a document: 300,000 characters"] = new(() => Read(299_959), () => Read(299_960), "naskah panjang tidak dapat diperiksa"),
        ["bytes of a text table: 32 MB"] = new(() => Table(Lines(32 * Megabyte)), () => Table(Lines((32 * Megabyte) + 1)), "lebih dari 32 MB"),
        ["rows of a text table: 65,536"] = new(() => Table(Rows(65_536, 2)), () => Table(Rows(65_537, 2)), "lebih dari 65536 baris"),
        ["cells of a text table: 1,000,000"] = new(() => Table(Rows(1000, 1000)), () => Table(Rows(1001, 1000)), Cells),
        ["cells of one line: 1,000,000"] = new(() => Table(Rows(1, 1_000_000)), () => Table(Rows(1, 1_000_001)), Cells),
        ["a file of sheets: 64 MB"] = new(() => Table(Workbook(64 * Megabyte)), () => Table(Workbook((64 * Megabyte) + 1)), "lebih dari 64 MB"),
        ["head of a mail: 256 KB"] = new(() => Mail(Head(256 * 1024)), () => Mail(Head((256 * 1024) + 1)), "Surel rusak"),
        ["boundaries of a mail: 5,000"] = new(() => Mail(Boundaries(5_000)), () => Mail(Boundaries(5_001)), "unparsable"),
        ["files of a mail: 500"] = new(() => Mail(Files(500, 1)), () => Mail(Files(501, 1)), "1 lampiran melebihi batas"),
        ["files of a mail: 40 MB"] = new(() => Mail(Files(2, 20 * Megabyte)), () => Mail(Files(2, (20 * Megabyte) + 1)), "1 lampiran melebihi batas"),
        ["recipients of a mail: 5,000"] = new(() => Recipients(5000), () => Recipients(5001), "5000"),
        ["files of an answer: 5"] = new(() => Answer(5, 2), () => Answer(6, 1), "Paling banyak 5 berkas"),
        ["files of an answer: 10 MB"] = new(() => Answer(2, 5 * Megabyte), () => Answer(2, (5 * Megabyte) + 1), "lebih dari 10 MB"),
    };

    public static TheoryData<string> Bounds => new(Edges.Keys);

    [Theory]
    [MemberData(nameof(Bounds))]
    public void What_is_exactly_allowed_passes_and_one_more_is_refused_with_a_sentence(string bound)
    {
        var (at, beyond, sentence) = Edges[bound];

        at().ShouldBeNull(bound);
        beyond().ShouldNotBeNull(bound).ShouldContain(sentence);
    }

    /// <summary>What nobody could read may be a report in confidence: it is closed until the verifier has read it.</summary>
    [Fact]
    public void A_mail_that_cannot_be_read_is_protected_until_somebody_read_it()
    {
        Submission(Boundaries(5_001)).Protection.ShouldBe(ProtectionGround.UnclearFlag);
        Submission(Boundaries(5_000)).Protection.ShouldBeNull();
    }

    /// <param name="At">Null when all of it was read, else the sentence that a person reads.</param>
    private sealed record Edge(Func<string?> At, Func<string?> Beyond, string Sentence);

    /// <summary>What reading takes is counted on this thread alone: other tests run beside it.</summary>
    private static string? Bounded(Func<string?> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var said = read();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Most);
        return said;
    }

    private static string? Cleaned(byte[] file) => Bounded(() => Held(() =>
    {
        var clean = FileType.Of(file).Kind switch
        {
            FileKind.Pdf => PdfCleaning.Clean(file),
            FileKind.OfficeOpen => DocumentCleaning.Clean(file),
            _ => ImageMetadata.Strip(file).ShouldNotBeNull(),
        };
        clean.ShouldNotBeEmpty();
    }));

    private static string? Held(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (FileHeld held)
        {
            return TicketRefusal.Say($"FileHeld{held.Why}");
        }
    }

    private static string? Nested(int length)
    {
        var objects = new byte[length];
        objects.AsSpan().Fill((byte)' ');
        "1 0 []"u8.CopyTo(objects);
        byte[] file = [.. "%PDF-1.7\n1 0 obj\n<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode>>\nstream\n"u8, .. Zlib(objects), .. "\nendstream\nendobj\n"u8];
        return Bounded(() => Held(() => PdfNesting.Check(file)));
    }

    private static string? Boxes(int count)
    {
        var file = new byte[count * 8];
        for (var i = 0; i < count; i++)
        {
            ((byte[])[0, 0, 0, 8, .. "free"u8]).CopyTo(file, i * 8);
        }

        return Held(() => HeifBox.In(file, 0, file.Length).Count.ShouldBe(count));
    }

    private static string? Read(int letters)
    {
        var file = MadeFiles.Zip([("[Content_Types].xml", MadeFiles.Bytes("<Types xmlns=\"http://x\"/>")), ("word/document.xml", MadeFiles.Bytes(Document + new string('x', letters) + DocumentEnd))]);
        return Bounded(() => FileWords.Why(FileKind.OfficeOpen, file, static _ => false) is { } why ? TicketRefusal.Say($"FileHeld{why}") : null);
    }

    /// <summary>As intake reads it, on this thread.</summary>
    private static string? Letter(byte[] file) => Bounded(() =>
    {
        try
        {
            var read = FileType.Of(file).Kind == FileKind.Pdf
                ? PdfLetter.Read("surat", file, new Pictures(null), CancellationToken.None)
                : WordLetter.Read("surat", file, CancellationToken.None);
            read.ShouldNotBeNull();
            return null;
        }
        catch (FileTooMuch)
        {
            return "unread";
        }
    });

    private static byte[] LongLetter(int megabytes) =>
        MadeFiles.Zip([("word/document.xml", MadeFiles.Bytes(Document + new string('x', megabytes * Megabyte) + DocumentEnd))]);

    private static byte[] Tagged(int length) =>
        MadeFiles.Zip([("word/document.xml", MadeFiles.Bytes(Document.Replace("<w:p>", $"<w:p a=\"{new string('x', length)}\">", StringComparison.Ordinal) + DocumentEnd))]);

    private static byte[] WithTag(int length) => MadeFiles.Docx(("word/footnotes.xml", MadeFiles.Bytes($"<a b=\"{new string('x', length - "<a b=\"\"/>".Length)}\"/>")));

    private static byte[] Deep(int levels) =>
        MadeFiles.Docx(("word/footnotes.xml", MadeFiles.Bytes(string.Concat(Enumerable.Repeat("<a>", levels)) + string.Concat(Enumerable.Repeat("</a>", levels)))));

    /// <summary>A document of so many pages.</summary>
    private static byte[] Pages(int count) => PdfOf(
        ["<</Type/Catalog/Pages 2 0 R>>", $"<</Type/Pages/Count {count}/Kids[{string.Join(' ', Enumerable.Range(3, count).Select(static i => $"{i} 0 R"))}]>>", .. Enumerable.Repeat("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>", count)]);

    private static byte[] Shown(int times) => PdfOf(["<</Type/Catalog/Pages 2 0 R>>", $"<</Type/Pages/Count {times}/Kids[{string.Concat(Enumerable.Repeat("3 0 R ", times))}]>>", "<</Type/Page/MediaBox[0 0 9 9]>>"]);

    private static byte[] PdfOf(IReadOnlyList<string> objects)
    {
        var (file, places) = (new StringBuilder("%PDF-1.7\n"), new List<int>());
        for (var i = 0; i < objects.Count; i++)
        {
            places.Add(file.Length);
            file.Append($"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = file.Length;
        file.Append($"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n").AppendJoin("", places.Select(static p => $"{p:D10} 00000 n \n"));
        return Encoding.ASCII.GetBytes(file.Append($"trailer\n<</Root 1 0 R/Size {objects.Count + 1}>>\nstartxref\n{table}\n%%EOF").ToString());
    }

    private static string? Packed(int count)
    {
        var head = string.Concat(Enumerable.Range(1, count).Select(static i => $"{i} 0 "));
        byte[] file = [.. Encoding.ASCII.GetBytes($"%PDF-1.7\n1 0 obj\n<</Type /ObjStm /N {count} /First {head.Length} /Filter /FlateDecode>>\nstream\n"), .. Zlib(Encoding.ASCII.GetBytes(head + "[]")), .. "\nendstream\nendobj\n"u8];
        return Bounded(() => Held(() => PdfNesting.Check(file)));
    }

    /// <summary>The array is one word, and so are its ends.</summary>
    private static string? Words(int count) => Bounded(() => Held(() => PdfNesting.Check(Encoding.ASCII.GetBytes($"%PDF-1.7\n1 0 obj\n[{string.Concat(Enumerable.Repeat("1 ", count))}]\nendobj\n"))));

    private static string? Table(byte[] file) => Bounded(() =>
    {
        try
        {
            SheetFile.Read("daftar.csv", new MemoryStream(file, writable: false)).ShouldHaveSingleItem().Rows.Count().ShouldBePositive();
            return null;
        }
        catch (ConnectorFailure failure)
        {
            failure.Kind.ShouldBe(FailureKind.Malformed);
            return failure.Message;
        }
    });

    /// <returns>What the ticket tells of the mail; null when nothing was left out.</returns>
    private static string? Mail(byte[] mail) => Bounded(() =>
    {
        var facts = Submission(mail).Facts;
        return facts.Count == 0 ? null : string.Join('\n', facts.Select(static f => $"{f.Key}: {f.Value}"));
    });

    private static Submission Submission(byte[] mail) =>
        new EmailReader(new EmailOptions { Address = "a@b.contoh" }).Read(new() { Key = new("a", "1", "1"), MediaType = "message/rfc822", Raw = mail, ReceivedAt = DateTimeOffset.UnixEpoch });

    /// <summary>People beyond the bound are not read; the raw mail keeps them.</summary>
    private static string? Recipients(int count) =>
        Bounded(() => MailReader.Read(Encoding.ASCII.GetBytes($"From: a@b.contoh\nTo: {string.Join(',', Enumerable.Range(0, count).Select(static i => $"{i}@a.b"))}\nSubject: x\n\nisi\n")).To.Count is var read && read == count ? null : $"{read}");

    private static string? Answer(int files, int bytes) => Bounded(() =>
        AnswerFiles.Fault([.. Enumerable.Range(0, files).Select(i => new Attachment { Name = $"{i}.txt", MediaType = "text/plain", Content = MadeFiles.Bytes(new string('x', bytes)) })]) is { } fault
            ? TicketRefusal.Say(fault.Code, [.. fault.Values])
            : null);

    private static byte[] Tiff(int pages)
    {
        var file = new MemoryStream();
        using var write = new BinaryWriter(file);
        write.Write("II*\0"u8);
        write.Write(12);
        write.Write(0x55555555);
        (ushort Tag, ushort Type, int Value)[] tags = [(256, 3, 1), (257, 3, 1), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1), (278, 3, 1), (279, 4, 1)];
        for (var page = 1; page <= pages; page++)
        {
            write.Write((ushort)tags.Length);
            foreach (var (tag, type, value) in tags)
            {
                write.Write(tag);
                write.Write(type);
                write.Write(1);
                write.Write(value);
            }

            write.Write(page == pages ? 0 : (int)file.Length + 4);
        }

        return file.ToArray();
    }

    private static byte[] Parts(int count) => MadeFiles.Zip(
    [
        ("[Content_Types].xml", MadeFiles.Bytes("<Types xmlns=\"http://x\"/>")), ("word/document.xml", MadeFiles.Bytes(Document + DocumentEnd)),
        .. Enumerable.Range(2, count - 2).Select(static i => ($"word/footer{i}.xml", MadeFiles.Bytes("<a/>"))),
    ]);

    private static byte[] WithPart(int length)
    {
        var part = new byte[length];
        part.AsSpan().Fill((byte)' ');
        "<a>"u8.CopyTo(part);
        "</a>"u8.CopyTo(part.AsSpan(length - 4));
        return MadeFiles.Docx(("word/footnotes.xml", part));
    }

    /// <summary>A photo with comments to that length.</summary>
    private static byte[] WithPicture(int length)
    {
        var photo = MadeFiles.Photo("photo.jpg");
        using var picture = new MemoryStream();
        picture.Write(photo.AsSpan(0, 2));
        for (var left = length - photo.Length; left > 0;)
        {
            // A comment of fewer than four bytes is none.
            var size = left <= 65_537 ? left : Math.Min(65_537, left - 4);
            picture.Write([0xFF, 0xFE, (byte)((size - 2) >> 8), (byte)(size - 2)]);
            picture.Write(new byte[size - 4]);
            left -= size;
        }

        picture.Write(photo.AsSpan(2));
        picture.Length.ShouldBe(length);
        return MadeFiles.Docx(("word/media/image2.jpeg", picture.ToArray()));
    }

    /// <summary>A page with nothing on it, and streams that become so long.</summary>
    private static byte[] Pdf(params int[] lengths)
    {
        var file = new MemoryStream();
        var places = new List<long>();
        void Add(string begin, byte[]? stream = null)
        {
            places.Add(file.Length);
            file.Write(Encoding.ASCII.GetBytes($"{places.Count} 0 obj\n{begin}\n"));
            if (stream is not null)
            {
                file.Write("stream\n"u8);
                file.Write(stream);
                file.Write("\nendstream\n"u8);
            }

            file.Write("endobj\n"u8);
        }

        file.Write("%PDF-1.7\n"u8);
        Add("<</Type/Catalog/Pages 2 0 R>>");
        Add("<</Type/Pages/Kids[3 0 R]/Count 1>>");
        Add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>");
        foreach (var length in lengths)
        {
            var packed = Zlib(new byte[length]);
            Add($"<</Filter/FlateDecode/Length {packed.Length}>>", packed);
        }

        var table = file.Length;
        file.Write(Encoding.ASCII.GetBytes($"xref\n0 {places.Count + 1}\n0000000000 65535 f \n{string.Concat(places.Select(static p => $"{p:D10} 00000 n \n"))}trailer\n<</Root 1 0 R/Size {places.Count + 1}>>\nstartxref\n{table}\n%%EOF"));
        return file.ToArray();
    }

    private static byte[] Zlib(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>A table of that many bytes, in lines of a thousand.</summary>
    private static byte[] Lines(int length)
    {
        var file = new byte[length];
        file.AsSpan().Fill((byte)'x');
        for (var at = 0; at < length; at += 1000)
        {
            file[at] = (byte)';';
            file[Math.Min(at + 999, length - 1)] = (byte)'\n';
        }

        return file;
    }

    private static byte[] Rows(int rows, int cells)
    {
        var line = Encoding.ASCII.GetBytes(string.Join(';', Enumerable.Repeat("1", cells)) + "\n");
        var file = new byte[rows * line.Length];
        for (var i = 0; i < rows; i++)
        {
            line.CopyTo(file, i * line.Length);
        }

        return file;
    }

    /// <summary>One row, and beside the sheet a part that brings the file to that length.</summary>
    private static byte[] Workbook(int length)
    {
        static byte[] With(int filler)
        {
            using var file = new XlsxBuilder().Row("satu").Build();
            using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
            {
                using var part = zip.CreateEntry("xl/media/isi.png", CompressionLevel.NoCompression).Open();
                var content = new byte[filler];
                content.AsSpan().Fill((byte)'<');
                part.Write(content);
            }

            return file.ToArray();
        }

        var workbook = With(length - (With(Megabyte).Length - Megabyte));
        workbook.Length.ShouldBe(length);
        return workbook;
    }

    private static byte[] Head(int length)
    {
        var head = new StringBuilder("From: a@b.contoh\nTo: c@d.contoh\nSubject: Laporan\nMessage-ID: <1@b.contoh>\nX-A: ");
        head.Append('x', length - head.Length);
        return Encoding.ASCII.GetBytes(head.Append("\n\nisi\n").ToString());
    }

    private static byte[] Boundaries(int count) =>
        Encoding.ASCII.GetBytes("From: a@b.contoh\nSubject: Laporan\nMessage-ID: <1@b.contoh>\n\nisi" + string.Concat(Enumerable.Repeat("\n--b", count)) + "\n");

    private static byte[] Files(int count, int length)
    {
        var mail = new MemoryStream();
        mail.Write("From: a@b.contoh\nSubject: Laporan\nMessage-ID: <1@b.contoh>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nisi\n"u8);
        var content = new byte[length];
        content.AsSpan().Fill((byte)'x');
        for (var i = 0; i < count; i++)
        {
            mail.Write("--b\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: binary\nContent-Disposition: attachment; filename=a.bin\n\n"u8);
            mail.Write(content);
            mail.Write("\n"u8);
        }

        mail.Write("--b--\n"u8);
        return mail.ToArray();
    }
}
