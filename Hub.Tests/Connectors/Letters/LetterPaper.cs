using System.IO.Compression;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Host.Figures;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Hub.Tests.Connectors.Letters;

/// <summary>A letter's lines as the files in which letters come: columns are kept where they stand.</summary>
internal static partial class LetterPaper
{
    /// <summary>A dot of one colour.</summary>
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static byte[] Pdf(string letter)
    {
        using var font = new PaperFont(bold: false);
        using var document = new PdfDocument();
        using var pen = XGraphics.FromPdfPage(document.AddPage());
        var down = 50.0;
        foreach (var line in letter.Split('\n'))
        {
            foreach (Match cell in Cell().Matches(line))
            {
                pen.DrawString(cell.Value, font.At(9), XBrushes.Black, 50 + (cell.Index * 4.7), down);
            }

            down += 13;
        }

        return Saved(document);
    }

    /// <param name="photo">A JPEG or PNG; default a dot.</param>
    public static byte[] Scan(byte[]? photo = null)
    {
        using var document = new PdfDocument();
        using var pen = XGraphics.FromPdfPage(document.AddPage());
        using var picture = XImage.FromStream(new MemoryStream(photo ?? Picture));
        pen.DrawImage(picture, 0, 0, 595, 842);
        return Saved(document);
    }

    /// <param name="tabled">Lines of several cells stand in a table, as many offices make their heads.</param>
    public static byte[] Word(string letter, bool tabled)
    {
        var body = new StringBuilder();
        foreach (var line in letter.Split('\n'))
        {
            var cells = Cell().Matches(line).Select(m => SecurityElement.Escape(m.Value)).ToList();
            body.Append(tabled && cells.Count > 1
                ? $"<w:tbl><w:tr>{string.Concat(cells.Select(c => $"<w:tc>{Paragraph(c)}</w:tc>"))}</w:tr></w:tbl>"
                : Paragraph(string.Join("</w:t><w:tab/><w:t>", cells)));
        }

        return Packed(("word/document.xml", $"""<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"""));
    }

    public static byte[] Packed(params (string Name, string Text)[] parts)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var part = new StreamWriter(zip.CreateEntry(name).Open());
                part.Write(text);
            }
        }

        return bytes.ToArray();
    }

    private static string Paragraph(string text) => $"""<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>""";

    private static byte[] Saved(PdfDocument document)
    {
        using var bytes = new MemoryStream();
        document.Save(bytes);
        return bytes.ToArray();
    }

    [GeneratedRegex(@"\S+(?: {1,2}\S+)*", RegexOptions.None, 1000)]
    private static partial Regex Cell();
}
