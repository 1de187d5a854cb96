using System.IO.Compression;
using System.Text;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using PdfSharp.Pdf.Annotations;

namespace Hub.Tests.Support;

/// <summary>Files as programs of offices write them, with <see cref="Maker"/> wherever such a program writes down who made them.</summary>
internal static class MadeFiles
{
    /// <summary>The photos beside the tests of <c>ImageMetadata</c> carry it too.</summary>
    public const string Maker = "Budi Santoso";

    public const string Words = "Jalan di depan rumah saya rusak";

    private const string W = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    private const string Types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/customXml/itemProps1.xml\" ContentType=\"a/b\"/></Types>";
    private const string Core = $"<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:creator>{Maker}</dc:creator></cp:coreProperties>";

    public static byte[] Photo(string name) => File.ReadAllBytes(Path.Combine(Need.Repository, "Hub.Tests", "Host", "Privacy", "photos", name));

    public static byte[] Gif() =>
    [
        .. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x21, 0xFE, (byte)Maker.Length, .. Encoding.ASCII.GetBytes(Maker), 0,
        0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
    ];

    public static byte[] Docx(params (string Name, byte[] Content)[] more) => Zip(
    [
        ("[Content_Types].xml", Bytes(Types)),
        ("_rels/.rels", Bytes("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://x/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"r2\" Type=\"http://x/metadata/thumbnail\" Target=\"docProps/thumbnail.jpeg\"/></Relationships>")),
        ("docProps/core.xml", Bytes(Core)),
        ("docProps/app.xml", Bytes($"<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Company>{Maker}</Company></Properties>")),
        ("docProps/custom.xml", Bytes($"<Properties xmlns=\"http://x\"><property name=\"a\">{Maker}</property></Properties>")),
        ("docProps/thumbnail.jpeg", Photo("photo.jpg")),
        ("customXml/item1.xml", Bytes($"<a>{Maker}</a>")),
        ("word/document.xml", Bytes($"<?xml version=\"1.0\"?><w:document {W}><w:body><w:p w:rsidR=\"00B0D1AB\"><w:ins w:author=\"{Maker}\" w:date=\"2026-11-01T08:00:00Z\"><w:r><w:t xml:space=\"preserve\">{Words} </w:t></w:r></w:ins></w:p></w:body></w:document>")),
        ("word/comments.xml", Bytes($"<w:comments {W}><w:comment w:id=\"0\" w:author=\"{Maker}\" w:initials=\"{Maker}\"><w:p/></w:comment></w:comments>")),
        ("word/people.xml", Bytes($"<w15:people xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\"><w15:person w15:author=\"{Maker}\"><w15:presenceInfo w15:providerId=\"AD\" w15:userId=\"{Maker}\"/></w15:person></w15:people>")),
        ("word/settings.xml", Bytes($"<w:settings {W}><w:attachedTemplate w:val=\"{Maker}\"/><w:rsids><w:rsid w:val=\"00B0D1AB\"/></w:rsids></w:settings>")),
        ("word/_rels/settings.xml.rels", Bytes($"<Relationships xmlns=\"http://x\"><Relationship Id=\"r1\" Type=\"http://x/hyperlink\" TargetMode=\"External\" Target=\"file:///C:\\Users\\{Maker}\\a.docx\"/></Relationships>")),
        ("word/media/image1.jpeg", Photo("photo.jpg")),
        .. more,
    ]);

    public static byte[] Xlsx() => Zip(
    [
        ("[Content_Types].xml", Bytes(Types)),
        ("docProps/core.xml", Bytes(Core)),
        ("xl/workbook.xml", Bytes($"<workbook xmlns=\"http://x\" xmlns:x15ac=\"http://y\"><fileSharing userName=\"{Maker}\"/><x15ac:absPath url=\"C:\\Users\\{Maker}\\\"/><sheets/></workbook>")),
        ("xl/comments1.xml", Bytes($"<comments xmlns=\"http://x\"><authors><author>{Maker}</author></authors><commentList/></comments>")),
        ("xl/persons/person.xml", Bytes($"<personList xmlns=\"http://x\"><person displayName=\"{Maker}\" userId=\"{Maker}\"/></personList>")),
        ("xl/printerSettings/printerSettings1.bin", Bytes(Maker)),
        ("xl/tables/table1.xml", Bytes("<table xmlns=\"http://x\" displayName=\"Tabel1\"/>")),
        ("xl/worksheets/sheet1.xml", Bytes("<worksheet xmlns=\"http://x\"><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>")),
        ("xl/sharedStrings.xml", Bytes($"<sst xmlns=\"http://x\"><si><t>{Words}</t></si></sst>")),
    ]);

    public static byte[] Odt() => Zip(
    [
        ("mimetype", Bytes("application/vnd.oasis.opendocument.text")),
        ("meta.xml", Bytes($"<office:document-meta xmlns:office=\"urn:o\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.3\"><dc:creator>{Maker}</dc:creator></office:document-meta>")),
        ("settings.xml", Bytes($"<office:document-settings xmlns:office=\"urn:o\"><a>{Maker}</a></office:document-settings>")),
        ("content.xml", Bytes($"<office:document-content xmlns:office=\"urn:o\" xmlns:text=\"urn:t\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><office:annotation><dc:creator>{Maker}</dc:creator></office:annotation><text:p>{Words}<text:author-name>{Maker}</text:author-name></text:p></office:document-content>")),
        ("Thumbnails/thumbnail.png", Photo("photo.png")),
        ("Pictures/1.png", Photo("photo.png")),
        ("META-INF/manifest.xml", Bytes("<manifest:manifest xmlns:manifest=\"urn:m\"><manifest:file-entry manifest:full-path=\"Thumbnails/thumbnail.png\"/><manifest:file-entry manifest:full-path=\"content.xml\"/></manifest:manifest>")),
    ]);

    /// <summary>With a photo, a note, properties, and XMP.</summary>
    public static byte[] Pdf()
    {
        using var document = new PdfDocument();
        document.Info.Author = Maker;
        document.Info.Title = Maker;
        var page = document.AddPage();
        using (var drawing = XGraphics.FromPdfPage(page))
        {
            drawing.DrawRectangle(XBrushes.DarkGreen, 10, 10, 100, 100);
            using var photo = XImage.FromStream(new MemoryStream(Photo("photo.jpg")));
            drawing.DrawImage(photo, 10, 120, 80, 80);
        }

        page.Annotations.Add(new PdfTextAnnotation { Title = Maker, Contents = "catatan", Rectangle = new PdfRectangle(new XRect(10, 10, 20, 20)) });
        var xmp = new PdfDictionary(document);
        xmp.CreateStream(Bytes($"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">{Maker}</x:xmpmeta>"));
        document.Internals.AddObject(xmp);
        document.Internals.Catalog.Elements["/Metadata"] = xmp.Reference;
        using var into = new MemoryStream();
        document.Save(into, closeStream: false);
        return into.ToArray();
    }

    public static byte[] Zip(IEnumerable<(string Name, byte[] Content)> parts)
    {
        var into = new MemoryStream();
        using (var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var part = zip.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
                part.Write(content);
            }
        }

        return into.ToArray();
    }

    /// <summary>All that can be read in a file, unpacked where it is packed.</summary>
    public static string Readable(byte[] file)
    {
        var text = new StringBuilder(Encoding.Latin1.GetString(file));
        if (file is [(byte)'P', (byte)'K', ..])
        {
            using var zip = new ZipArchive(new MemoryStream(file));
            foreach (var part in zip.Entries)
            {
                using var read = part.Open();
                using var whole = new MemoryStream();
                read.CopyTo(whole);
                text.Append(Encoding.Latin1.GetString(whole.ToArray()));
            }
        }

        return text.ToString();
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
