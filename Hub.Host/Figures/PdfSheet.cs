using System.Globalization;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Hub.Host.Figures;

/// <summary>A plain A4 document of headings, sentences and tables.</summary>
public sealed class PdfSheet : IDisposable
{
    private const double Width = 595, Height = 842, Margin = 56, Foot = Height - 64;
    private const double CellSize = 8.5, CellStep = 10.5, CellGap = 4, SignerWidth = 215;

    private readonly PdfDocument document = new();
    private readonly List<XGraphics> pages = [];
    private readonly PaperFont plain = new(bold: false);
    private readonly PaperFont bold = new(bold: true);
    private readonly string title;
    private readonly string number;

    /// <summary>How far down the present page is written.</summary>
    private double y;

    /// <param name="title">At the foot of every page, and what readers show above them.</param>
    /// <param name="number">How a page is numbered: <c>{0}</c> its number, <c>{1}</c> how many there are.</param>
    public PdfSheet(string title = "", string number = "{0} / {1}")
    {
        (this.title, this.number) = (plain.Readable(title), number);
        document.Info.Title = title;
        document.ViewerPreferences.DisplayDocTitle = true;
        NewPage();
    }

    private static double Inner => Width - (2 * Margin);

    private XGraphics Pen => pages[^1];

    /// <summary>The head of an official letter, in the middle, closed by a thick and a thin line.</summary>
    /// <param name="government">Small.</param>
    /// <param name="office">Large.</param>
    /// <param name="unit">The part of the office whose letter it is.</param>
    /// <param name="below">Where it is reached; may be empty.</param>
    public void Letterhead(string government, string office, string unit, string below)
    {
        Centre(government, 11, plain, 14);
        Centre(office, 15, bold, 19);
        Centre(unit, 12, bold, 15);
        if (below.Length > 0)
        {
            Centre(below, 8, plain, 12);
        }

        y += 7;
        Line(1.8);
        y += 2.4;
        Line(0.5);
        y += 8;
    }

    /// <summary>The title of the document, in the middle.</summary>
    public void Title(string text, string under)
    {
        y += 8;
        foreach (var line in text.Split('\n'))
        {
            Centre(line, 13, bold, 17);
        }

        Centre(under, 10.5, plain, 15);
        y += 4;
    }

    public void Heading(string text, double size = 15)
    {
        // A heading never stands alone at the foot of a page.
        Room((size * 1.6) + 40);
        y += size * 0.2;
        Paragraph(text, bold, size, 0);
        y += size * 0.3;
    }

    /// <param name="indent">How far from the margin it stands, in points.</param>
    public void Text(string text, double size = 10, double indent = 0) => Paragraph(text, plain, size, indent);

    /// <summary>Names and values in two columns; a long value goes on below itself.</summary>
    public void Facts(IEnumerable<(string Name, string Value)> facts, double nameWidth = 110)
    {
        foreach (var (name, value) in facts)
        {
            var shown = name;
            foreach (var line in plain.Wrap(value, 10, Inner - nameWidth))
            {
                Space(14.5);
                Put(bold, 10, Margin, y, shown);
                Put(plain, 10, Margin + nameWidth, y, line);
                shown = "";
            }
        }
    }

    public void Gap(double points) => y += points;

    public void Rule()
    {
        Space(6);
        Line(0.6);
    }

    /// <summary>The head is repeated on every page; long cells go on below themselves.</summary>
    /// <param name="total">The last row sums the others, is set off, and never stands alone on a page.</param>
    public void Table(IReadOnlyList<PdfColumn> columns, IEnumerable<IReadOnlyList<string>> rows, bool total = false)
    {
        var lines = rows.ToList();
        var head = columns.Select(c => c.Name).ToList();
        y += 4;
        Room(Tall(head, columns, bold) + (lines.Count > 0 ? Tall(lines[0], columns, plain) : 0) + 6);
        Head(head, columns);
        foreach (var (row, place) in lines.Select((row, place) => (row, place)))
        {
            var font = total && place == lines.Count - 1 ? bold : plain;
            var below = total && place == lines.Count - 2 ? Tall(lines[^1], columns, bold) : 0;
            if (y + Tall(row, columns, font) + below > Foot)
            {
                NewPage();
                Head(head, columns);
            }

            Row(row, columns, font);
            Line(place == lines.Count - 1 ? 0.8 : 0.25);
        }

        y += 6;
    }

    /// <summary>Upright bars of two heights, the second inside the first, with a legend.</summary>
    public void Bars(string whole, string part, IReadOnlyList<(string Name, int Whole, int Part)> bars)
    {
        const double tall = 80;
        Room(tall + 45);
        var most = Math.Max(1, bars.Max(b => b.Whole));
        var step = Inner / bars.Count;
        var ground = y + tall + 14;
        foreach (var (bar, place) in bars.Select((bar, place) => (bar, place)))
        {
            var (x, high) = (Margin + (place * step) + (step * 0.2), tall * bar.Whole / most);
            Box(x, ground - high, step * 0.6, high, 0.78);
            Box(x, ground - (tall * bar.Part / most), step * 0.6, tall * bar.Part / most, 0.35);
            Middle(plain, 6.5, x + (step * 0.3), ground - high - 2.5, bar.Whole.ToString(CultureInfo.InvariantCulture));
            Middle(plain, 7.5, x + (step * 0.3), ground + 10, bar.Name);
        }

        y = ground;
        Line(0.5);
        y = ground + 24;
        Legend(Legend(Margin, whole, 0.78), part, 0.35);
        y += 4;
    }

    /// <summary>Where somebody signs: place and date, office, line.</summary>
    public void Signature(string place, string office) => Signatures(place, null, office, "");

    /// <summary>Where one or two people sign, side by side: what each signs as, room for the hand, a line for the name and one for the number of the official.</summary>
    /// <param name="left">Who takes note, on the left; null for nobody.</param>
    /// <param name="official">Before the official's number, such as <c>NIP.</c>; empty for none.</param>
    public void Signatures(string place, string? left, string right, string official)
    {
        var lines = Math.Max(Lines(right).Count(), left is null ? 0 : Lines(left).Count());
        Room(40 + (lines * 14) + 85);
        y += 26;
        var x = Width - Margin - SignerWidth;
        Put(plain, 10, x, y, place);
        y += 15;
        if (left is not null)
        {
            Signer(Margin, left, official, lines);
        }

        Signer(x, right, official, lines);
        y += (lines * 14) + 70;
    }

    /// <returns>The finished file.</returns>
    public byte[] Build()
    {
        for (var i = 0; i < pages.Count; i++)
        {
            var text = string.Format(CultureInfo.InvariantCulture, number, i + 1, pages.Count);
            pages[i].DrawLine(Ink(0.3), Margin, Height - 46, Width - Margin, Height - 46);
            pages[i].DrawString(title, plain.At(8), XBrushes.Black, Margin, Height - 34);
            pages[i].DrawString(text, plain.At(8), XBrushes.Black, Width - Margin - plain.Measure(text, 8), Height - 34);
            pages[i].Dispose();
        }

        using var file = new MemoryStream();
        document.Save(file);
        return file.ToArray();
    }

    public void Dispose()
    {
        document.Dispose();
        plain.Dispose();
        bold.Dispose();
    }

    private void Paragraph(string text, PaperFont font, double size, double indent)
    {
        foreach (var line in text.Split('\n').SelectMany(part => font.Wrap(part, size, Inner - indent)))
        {
            Space(size * 1.45);
            Put(font, size, Margin + indent, y, line);
        }
    }

    private void Signer(double x, string office, string official, int lines)
    {
        foreach (var (line, place) in Lines(office).Select((line, place) => (line, place)))
        {
            Put(plain, 10, x, y + (place * 14), line);
        }

        var name = y + (lines * 14) + 58;
        Pen.DrawLine(Ink(0.6), x, name, x + 180, name);
        Put(plain, 9, x, name + 12, official);
    }

    private IEnumerable<string> Lines(string office) => office.Split('\n').SelectMany(line => plain.Wrap(line, 10, SignerWidth));

    private void Head(IReadOnlyList<string> head, IReadOnlyList<PdfColumn> columns)
    {
        Box(Margin, y, Inner, Tall(head, columns, bold), 0.9);
        Row(head, columns, bold);
        Line(0.8);
    }

    private void Row(IReadOnlyList<string> cells, IReadOnlyList<PdfColumn> columns, PaperFont font)
    {
        var x = Margin;
        for (var i = 0; i < cells.Count; i++)
        {
            var line = y + CellGap + (CellSize * 0.8);
            foreach (var text in font.Wrap(cells[i], CellSize, columns[i].Width - (2 * CellGap)))
            {
                Put(font, CellSize, columns[i].Right ? x + columns[i].Width - CellGap - font.Measure(text, CellSize) : x + CellGap, line, text);
                line += CellStep;
            }

            x += columns[i].Width;
        }

        y += Tall(cells, columns, font);
    }

    private static double Tall(IReadOnlyList<string> cells, IReadOnlyList<PdfColumn> columns, PaperFont font) =>
        (cells.Select((cell, i) => font.Wrap(cell, CellSize, columns[i].Width - (2 * CellGap)).Count()).Max() * CellStep) + CellGap;

    private void Centre(string text, double size, PaperFont font, double step)
    {
        foreach (var line in font.Wrap(text, size, Inner))
        {
            Space(step);
            Middle(font, size, Width / 2, y, line);
        }
    }

    /// <returns>Where the next one stands.</returns>
    private double Legend(double x, string name, double grey)
    {
        Box(x, y - 7, 7, 7, grey);
        Put(plain, 8, x + 11, y - 0.5, name);
        return x + 11 + plain.Measure(name, 8) + 16;
    }

    private void Box(double x, double top, double width, double height, double grey) =>
        Pen.DrawRectangle(new XSolidBrush(XColor.FromGrayScale(grey)), x, top, width, height);

    private void Line(double thick) => Pen.DrawLine(Ink(thick), Margin, y, Width - Margin, y);

    private void Middle(PaperFont font, double size, double centre, double at, string text) => Put(font, size, centre - (font.Measure(text, size) / 2), at, text);

    private void Put(PaperFont font, double size, double x, double at, string text) => Pen.DrawString(font.Readable(text), font.At(size), XBrushes.Black, x, at);

    private static XPen Ink(double thick) => new(XColors.Black, thick);

    /// <summary>Moves down, to the next page where this one is full.</summary>
    private void Space(double points)
    {
        Room(points);
        y += points;
    }

    private void Room(double needed)
    {
        if (y + needed > Foot)
        {
            NewPage();
        }
    }

    private void NewPage()
    {
        var page = document.AddPage();
        (page.Width, page.Height) = (XUnit.FromPoint(Width), XUnit.FromPoint(Height));
        pages.Add(XGraphics.FromPdfPage(page));
        y = Margin;
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Width">In points.</param>
/// <param name="Right">Right-aligned, as numbers are.</param>
public sealed record PdfColumn(string Name, double Width, bool Right);
