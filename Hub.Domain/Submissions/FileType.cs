using System.Text;
using System.Text.Unicode;

namespace Hub.Domain.Submissions;

/// <summary>What kind of thing a file is.</summary>
public enum FileKind
{
    /// <summary>Nothing of the others; nobody knows what is in it.</summary>
    Unknown,
    Jpeg,
    Png,
    Webp,
    Gif,
    Tiff,

    /// <summary>HEIC, HEIF and AVIF.</summary>
    Heif,
    Pdf,

    /// <summary>DOCX, XLSX, PPTX.</summary>
    OfficeOpen,

    /// <summary>ODT, ODS, ODP.</summary>
    OpenDocument,

    /// <summary>Files within a file.</summary>
    Archive,

    /// <summary>DOC, XLS, MSG and other compound files.</summary>
    Compound,
    Video,

    /// <summary>HTML, SVG, XML: text that a browser may run.</summary>
    Markup,

    /// <summary>A mail with its headers.</summary>
    Mail,
    Text,
}

/// <summary>What a file is, found in its bytes: never what its name or its sender calls it.</summary>
/// <param name="MediaType">For the browser.</param>
public sealed record FileType(FileKind Kind, string MediaType)
{
    private const string Office = "application/vnd.openxmlformats-officedocument.";
    private const string Open = "application/vnd.oasis.opendocument.";

    /// <summary>Readers of PDF accept so many bytes of anything before the header.</summary>
    private const int PdfHeaderWithin = 1024;

    /// <summary>Where text is told from bytes.</summary>
    private const int Looked = 64 * 1024;

    private static readonly FileType Nothing = new(FileKind.Unknown, "application/octet-stream");

    public static FileType Of(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => new(FileKind.Jpeg, "image/jpeg"),
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => new(FileKind.Png, "image/png"),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => new(FileKind.Webp, "image/webp"),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => new(FileKind.Gif, "image/gif"),
        [(byte)'I', (byte)'I', 0x2A or 0x2B, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A or 0x2B, ..] => new(FileKind.Tiff, "image/tiff"),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => OfBrand(content),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => new(FileKind.Compound, "application/x-ole-storage"),
        [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..] => OfZip(content),
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => new(FileKind.Archive, "application/vnd.rar"),
        [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => new(FileKind.Archive, "application/x-7z-compressed"),
        [0x1F, 0x8B, ..] => new(FileKind.Archive, "application/gzip"),
        _ => content[..Math.Min(content.Length, PdfHeaderWithin)].IndexOf("%PDF-"u8) >= 0 ? new(FileKind.Pdf, "application/pdf") : OfText(content),
    };

    private static FileType OfBrand(ReadOnlySpan<byte> content)
    {
        var brands = Encoding.Latin1.GetString(content[8..Math.Min(content.Length, 64)]);
        return brands.StartsWith("avif", StringComparison.Ordinal) ? new(FileKind.Heif, "image/avif")
            : brands.StartsWith("hei", StringComparison.Ordinal) || brands.StartsWith("hev", StringComparison.Ordinal) || brands.StartsWith("mif", StringComparison.Ordinal) ? new(FileKind.Heif, "image/heic")
            : new(FileKind.Video, "video/mp4");
    }

    private static FileType OfZip(ReadOnlySpan<byte> content) =>
        content.IndexOf("mimetypeapplication/vnd.oasis.opendocument."u8) is > 0 and < 64
            ? new(FileKind.OpenDocument, Open + Encoding.ASCII.GetString(content[(content.IndexOf("opendocument."u8) + 13)..]).Split('P', '\0')[0])
        : content.IndexOf("[Content_Types].xml"u8) < 0 ? new(FileKind.Archive, "application/zip")
        : content.IndexOf("word/document"u8) >= 0 ? new(FileKind.OfficeOpen, Office + "wordprocessingml.document")
        : content.IndexOf("xl/workbook"u8) >= 0 ? new(FileKind.OfficeOpen, Office + "spreadsheetml.sheet")
        : content.IndexOf("ppt/presentation"u8) >= 0 ? new(FileKind.OfficeOpen, Office + "presentationml.presentation")
        : new(FileKind.Archive, "application/zip");

    private static FileType OfText(ReadOnlySpan<byte> content)
    {
        var beginning = content[..Math.Min(content.Length, Looked)];
        if (beginning.ContainsAnyInRange((byte)0, (byte)8) || beginning.ContainsAnyInRange((byte)0x0E, (byte)0x1A) || content.Contains((byte)0) || !Utf8.IsValid(content))
        {
            return Nothing;
        }

        var text = Encoding.UTF8.GetString(beginning).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.StartsWith('<') ? new(FileKind.Markup, "application/octet-stream")
            : text.StartsWith(@"{\rtf", StringComparison.Ordinal) ? Nothing
            : text.Contains("MIME-Version:", StringComparison.OrdinalIgnoreCase) || text.Contains("Received:", StringComparison.Ordinal) ? new(FileKind.Mail, "message/rfc822")
            : new(FileKind.Text, "text/plain");
    }
}
