using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Hub.Mocks.Mail;

/// <summary>Small but true files for the demo's mails, made in place so that none needs to lie in the repository.</summary>
internal static class DemoFiles
{
    /// <summary>The smallest picture that is a JPEG: one grey pixel.</summary>
    private static readonly byte[] Jpeg = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==");

    /// <summary>A phone's photo: 4 MB.</summary>
    private const int PhotoBytes = 4 * 1024 * 1024;

    /// <summary>A TNEF container without attributes: signature and key (MS-OXTNEF 2.1.2).</summary>
    public static byte[] Tnef { get; } = [0x78, 0x9F, 0x3E, 0x22, 0x01, 0x00];

    public static byte[] Content(string name, bool isBig) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".JPG" => Photo(isBig ? PhotoBytes : 0),
        ".PDF" => Pdf(),
        ".DOCX" => Zip("word/document.xml", "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>Draf</w:t></w:r></w:p></w:body></w:document>"),
        ".XLSX" => Zip("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>"),
        _ => Encoding.UTF8.GetBytes(name),
    };

    /// <summary>Bytes behind the end of the picture are skipped by viewers; a camera's file is as large.</summary>
    private static byte[] Photo(int padding)
    {
        var file = new byte[Jpeg.Length + padding];
        Jpeg.CopyTo(file, 0);
        for (var i = Jpeg.Length; i + 4 <= file.Length; i += 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(i), (uint)i * 2654435761u);
        }

        return file;
    }

    /// <summary>A scan: one empty page, no text.</summary>
    private static byte[] Pdf()
    {
        var text = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        foreach (var part in (string[])["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"])
        {
            places.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{places.Count} 0 obj\n{part}\nendobj\n");
        }

        var xref = text.Length;
        text.Append("xref\n0 4\n0000000000 65535 f \n");
        places.ForEach(p => text.Append(CultureInfo.InvariantCulture, $"{p:D10} 00000 n \n"));
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static byte[] Zip(string part, string content)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry(part).Open());
            writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + content);
        }

        return file.ToArray();
    }
}
