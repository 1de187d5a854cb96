using System.Globalization;
using System.Text;

namespace Hub.Host.Figures;

/// <summary>Puts finished pages into a PDF file (ISO 32000-1, 7.5): objects, their table and the trailer.</summary>
internal static class PdfFile
{
    private const int FirstPage = 5;

    /// <param name="title">Shown by readers above the pages.</param>
    /// <param name="pages">The content of each page, in WinAnsi.</param>
    public static byte[] Write(string title, IReadOnlyList<string> pages, double width, double height)
    {
        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        void Object(string content)
        {
            // Every sign is one byte in Latin-1.
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n{content}\nendobj\n");
        }

        var info = FirstPage + (pages.Count * 2);
        Object("<< /Type /Catalog /Pages 2 0 R /Lang (id) /ViewerPreferences << /DisplayDocTitle true >> >>");
        Object($"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pages.Select((_, i) => $"{FirstPage + (i * 2)} 0 R"))}] >>");
        Object($"<< /Type /Font /Subtype /Type1 /BaseFont /{PdfFont.Plain.Face} /Encoding /WinAnsiEncoding >>");
        Object($"<< /Type /Font /Subtype /Type1 /BaseFont /{PdfFont.Bold.Face} /Encoding /WinAnsiEncoding >>");
        for (var i = 0; i < pages.Count; i++)
        {
            Object($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {FirstPage + 1 + (i * 2)} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>");
            Object($"<< /Length {pages[i].Length} >>\nstream\n{pages[i]}endstream");
        }

        Object($"<< /Title ({Escape(title)}) >>");
        var xref = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            file.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        }

        file.Append(CultureInfo.InvariantCulture, $"trailer << /Size {offsets.Count + 1} /Root 1 0 R /Info {info} 0 R >>\nstartxref\n{xref}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    /// <summary>WinAnsi: Latin-1 and the dash; anything else becomes a question mark, never a fault.</summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            safe.Append(c switch
            {
                '(' or ')' or '\\' => "\\" + c,
                '–' or '—' => "\\226",
                '•' => "\\225",
                '≤' => "<=",
                '×' => "x",
                '“' or '”' => "\"",
                '‘' or '’' => "'",
                < ' ' => " ",
                > 'ÿ' => "?",
                _ => c.ToString(),
            });
        }

        return safe.ToString();
    }
}
