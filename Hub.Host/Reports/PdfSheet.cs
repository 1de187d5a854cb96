using System.Globalization;
using System.Text;

namespace Hub.Host.Reports;

/// <summary>A plain A4 document of headings, sentences and tables, in the PDF standard fonts (ISO 32000-1, 9.6.2.2), which every reader has: no font is shipped.</summary>
public sealed class PdfSheet
{
    private const double Width = 595, Height = 842, Margin = 56;

    private readonly List<StringBuilder> pages = [];
    private double y;

    public PdfSheet() => NewPage();

    public void Heading(string text, double size = 15)
    {
        Space(size * 1.6);
        Show("F2", size, Margin, text);
        y -= size * 0.5;
    }

    public void Text(string text, double size = 10)
    {
        foreach (var line in text.Split('\n').SelectMany(paragraph => Wrap(paragraph, size, Width - (2 * Margin))))
        {
            Space(size * 1.45);
            Show("F1", size, Margin, line);
        }
    }

    /// <summary>Names and values in two columns; a long value goes on below itself.</summary>
    public void Facts(IEnumerable<(string Name, string Value)> facts, double nameWidth = 110)
    {
        foreach (var (name, value) in facts)
        {
            var first = true;
            foreach (var line in Wrap(value, 10, Width - (2 * Margin) - nameWidth))
            {
                Space(14.5);
                if (first)
                {
                    Show("F2", 10, Margin, name);
                    first = false;
                }

                Show("F1", 10, Margin + nameWidth, line);
            }
        }
    }

    public void Gap(double points) => y -= points;

    public void Rule()
    {
        Space(6);
        pages[^1].Append(CultureInfo.InvariantCulture, $"0.6 w {Margin} {y:0.#} m {Width - Margin} {y:0.#} l S\n");
    }

    /// <summary>A table whose first column is text and whose others are numbers, right-aligned.</summary>
    public void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, double firstWidth = 150)
    {
        var step = (Width - (2 * Margin) - firstWidth) / (head.Count - 1);
        Line(head, "F2", firstWidth, step);
        Rule();
        foreach (var row in rows)
        {
            Line(row, "F1", firstWidth, step);
        }

        Rule();
    }

    /// <summary>Where somebody signs: place and date, office, line.</summary>
    public void Signature(string place, string office)
    {
        Space(110);
        var top = y + 80;
        y = top;
        Show("F1", 10, Width - Margin - 200, place);
        y -= 15;
        Show("F1", 10, Width - Margin - 200, office);
        y -= 60;
        Show("F1", 10, Width - Margin - 200, "(.............................................)");
    }

    /// <returns>The finished file.</returns>
    public byte[] Build()
    {
        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        void Object(string content)
        {
            offsets.Add(Encoding.Latin1.GetByteCount(file.ToString()));
            file.Append(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n{content}\nendobj\n");
        }

        Object("<< /Type /Catalog /Pages 2 0 R /Lang (id) >>");
        Object($"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pages.Select((_, i) => $"{5 + (i * 2)} 0 R"))}] >>");
        Object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
        Object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>");
        for (var i = 0; i < pages.Count; i++)
        {
            var content = pages[i].Append(CultureInfo.InvariantCulture, $"BT /F1 8 Tf {Width - Margin - 30} 30 Td ({i + 1} / {pages.Count}) Tj ET\n").ToString();
            Object($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {Width} {Height}] /Contents {6 + (i * 2)} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>");
            Object($"<< /Length {Encoding.Latin1.GetByteCount(content)} >>\nstream\n{content}endstream");
        }

        var xref = Encoding.Latin1.GetByteCount(file.ToString());
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            file.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        }

        file.Append(CultureInfo.InvariantCulture, $"trailer << /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    private void Line(IReadOnlyList<string> cells, string font, double firstWidth, double step)
    {
        Space(15);
        Show(font, 9, Margin, Fit(cells[0], 9, firstWidth - 6));
        for (var i = 1; i < cells.Count; i++)
        {
            Show(font, 9, Margin + firstWidth + (i * step) - Measure(cells[i], 9), cells[i]);
        }
    }

    private void Show(string font, double size, double x, string text) =>
        pages[^1].Append(CultureInfo.InvariantCulture, $"BT /{font} {size:0.#} Tf {x:0.#} {y:0.#} Td ({Escape(text)}) Tj ET\n");

    private void Space(double points)
    {
        if (y - points < Margin)
        {
            NewPage();
        }

        y -= points;
    }

    private void NewPage()
    {
        pages.Add(new StringBuilder());
        y = Height - Margin;
    }

    private static string Fit(string text, double size, double width)
    {
        while (text.Length > 1 && Measure(text, size) > width)
        {
            text = text[..^2] + ".";
        }

        return text;
    }

    private static IEnumerable<string> Wrap(string text, double size, double width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && Measure($"{line} {word}", size) > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }

    /// <summary>Helvetica's widths, by kind of letter: exact for digits, near enough for words.</summary>
    private static double Measure(string text, double size) => size / 1000 * text.Sum(c => c switch
    {
        >= '0' and <= '9' or '–' => 556,
        '.' or ',' or ' ' or ':' or ';' or '/' or 'i' or 'j' or 'l' or 'I' or 't' or 'f' or '!' or '|' => 278,
        '%' => 889,
        'm' or 'w' or 'M' or 'W' => 833,
        >= 'A' and <= 'Z' => 690,
        _ => 540,
    });

    /// <summary>WinAnsi: Latin-1 and the dash; anything else becomes a question mark, never a fault.</summary>
    private static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            safe.Append(c switch
            {
                '(' or ')' or '\\' => "\\" + c,
                '–' or '—' => "\\226",
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
