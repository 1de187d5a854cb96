using System.Globalization;
using System.Text;

namespace Hub.Host.Figures;

/// <summary>A plain A4 document of headings, sentences and tables in fonts that every reader has: no font is shipped.</summary>
/// <param name="title">At the foot of every page, and what readers show above them.</param>
/// <param name="page">How a page is numbered: <c>{0}</c> its number, <c>{1}</c> how many there are.</param>
public sealed class PdfSheet(string title = "", string page = "{0} / {1}")
{
    private const double Width = 595, Height = 842, Margin = 56, Foot = 64;
    private const double CellSize = 8.5, CellStep = 10.5, CellGap = 4, SignerWidth = 215;

    private readonly List<StringBuilder> pages = [new()];
    private double y = Height - Margin;

    private static double Inner => Width - (2 * Margin);

    /// <summary>The head of an official letter, in the middle, closed by a thick and a thin line.</summary>
    /// <param name="government">Small.</param>
    /// <param name="office">Large.</param>
    /// <param name="unit">The part of the office whose letter it is.</param>
    /// <param name="below">Where it is reached; may be empty.</param>
    public void Letterhead(string government, string office, string unit, string below)
    {
        Centre(government, 11, PdfFont.Plain, 14);
        Centre(office, 15, PdfFont.Bold, 19);
        Centre(unit, 12, PdfFont.Bold, 15);
        if (below.Length > 0)
        {
            Centre(below, 8, PdfFont.Plain, 12);
        }

        y -= 7;
        Line(1.8);
        y -= 2.4;
        Line(0.5);
        y -= 8;
    }

    /// <summary>The title of the document, in the middle.</summary>
    public void Title(string text, string under)
    {
        y -= 8;
        foreach (var line in text.Split('\n'))
        {
            Centre(line, 13, PdfFont.Bold, 17);
        }

        Centre(under, 10.5, PdfFont.Plain, 15);
        y -= 4;
    }

    public void Heading(string text, double size = 15)
    {
        // A heading never stands alone at the foot of a page.
        Space((size * 1.6) + 40, size * 1.6);
        Show(PdfFont.Bold, size, Margin, text);
        y -= size * 0.5;
    }

    public void Text(string text, double size = 10)
    {
        foreach (var line in text.Split('\n').SelectMany(paragraph => PdfFont.Plain.Wrap(paragraph, size, Inner)))
        {
            Space(size * 1.45);
            Show(PdfFont.Plain, size, Margin, line);
        }
    }

    /// <summary>Names and values in two columns; a long value goes on below itself.</summary>
    public void Facts(IEnumerable<(string Name, string Value)> facts, double nameWidth = 110)
    {
        foreach (var (name, value) in facts)
        {
            var first = true;
            foreach (var line in PdfFont.Plain.Wrap(value, 10, Inner - nameWidth))
            {
                Space(14.5);
                if (first)
                {
                    Show(PdfFont.Bold, 10, Margin, name);
                    first = false;
                }

                Show(PdfFont.Plain, 10, Margin + nameWidth, line);
            }
        }
    }

    public void Gap(double points) => y -= points;

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
        y -= 4;
        Room(Tall(head, columns, PdfFont.Bold) + (lines.Count > 0 ? Tall(lines[0], columns, PdfFont.Plain) : 0) + 6);
        Head(head, columns);
        foreach (var (row, place) in lines.Select((row, place) => (row, place)))
        {
            var font = total && place == lines.Count - 1 ? PdfFont.Bold : PdfFont.Plain;
            var below = total && place == lines.Count - 2 ? Tall(lines[^1], columns, PdfFont.Bold) : 0;
            if (y - Tall(row, columns, font) - below < Foot)
            {
                NewPage();
                Head(head, columns);
            }

            Row(row, columns, font);
            Line(place == lines.Count - 1 ? 0.8 : 0.25);
        }

        y -= 6;
    }

    /// <summary>Upright bars of two heights, the second inside the first, with a legend.</summary>
    public void Bars(string whole, string part, IReadOnlyList<(string Name, int Whole, int Part)> bars)
    {
        const double tall = 80;
        Room(tall + 45);
        var most = Math.Max(1, bars.Max(b => b.Whole));
        var step = Inner / bars.Count;
        var ground = y - tall - 14;
        foreach (var (bar, place) in bars.Select((bar, place) => (bar, place)))
        {
            var x = Margin + (place * step) + (step * 0.2);
            Box(x, ground, step * 0.6, tall * bar.Whole / most, 0.78);
            Box(x, ground, step * 0.6, tall * bar.Part / most, 0.35);
            var number = bar.Whole.ToString(CultureInfo.InvariantCulture);
            At(PdfFont.Plain, 6.5, x + (step * 0.3) - (PdfFont.Plain.Measure(number, 6.5) / 2), ground + (tall * bar.Whole / most) + 2.5, number);
            At(PdfFont.Plain, 7.5, x + (step * 0.3) - (PdfFont.Plain.Measure(bar.Name, 7.5) / 2), ground - 10, bar.Name);
        }

        y = ground;
        Line(0.5);
        y = ground - 24;
        Box(Margin, y, 7, 7, 0.78);
        At(PdfFont.Plain, 8, Margin + 11, y + 0.5, whole);
        var second = Margin + 11 + PdfFont.Plain.Measure(whole, 8) + 16;
        Box(second, y, 7, 7, 0.35);
        At(PdfFont.Plain, 8, second + 11, y + 0.5, part);
        y -= 4;
    }

    /// <summary>Where somebody signs: place and date, office, line.</summary>
    public void Signature(string place, string office) => Signatures(place, null, office, "");

    /// <summary>Where one or two people sign, side by side: what each signs as, room for the hand, a line for the name and one for the number of the official.</summary>
    /// <param name="left">Who takes note, on the left; null for nobody.</param>
    /// <param name="number">Before the official's number, such as <c>NIP.</c>; empty for none.</param>
    public void Signatures(string place, string? left, string right, string number)
    {
        var lines = Math.Max(Lines(right).Count(), left is null ? 0 : Lines(left).Count());
        Room(40 + (lines * 14) + 85);
        y -= 26;
        var x = Width - Margin - SignerWidth;
        Show(PdfFont.Plain, 10, x, place);
        y -= 15;
        var top = y;
        Signer(x, right, number, lines);
        if (left is not null)
        {
            y = top;
            Signer(Margin, left, number, lines);
        }
    }

    /// <returns>The finished file.</returns>
    public byte[] Build()
    {
        var finished = pages.Select((content, i) =>
        {
            var number = string.Format(CultureInfo.InvariantCulture, page, i + 1, pages.Count);
            var foot = new StringBuilder();
            foot.Append(CultureInfo.InvariantCulture, $"0.3 w {Margin} 46 m {Width - Margin} 46 l S\n");
            foot.Append(Put(PdfFont.Plain, 8, Margin, 34, title)).Append(Put(PdfFont.Plain, 8, Width - Margin - PdfFont.Plain.Measure(number, 8), 34, number));
            return content.ToString() + foot;
        });
        return PdfFile.Write(title, [.. finished], Width, Height);
    }

    private void Signer(double x, string office, string number, int lines)
    {
        var first = y;
        foreach (var line in Lines(office))
        {
            Show(PdfFont.Plain, 10, x, line);
            y -= 14;
        }

        y = first - (lines * 14) - 56;
        pages[^1].Append(CultureInfo.InvariantCulture, $"0.6 w {x:0.#} {y - 2:0.#} m {x + 180:0.#} {y - 2:0.#} l S\n");
        y -= 14;
        Show(PdfFont.Plain, 9, x, number);
    }

    private static IEnumerable<string> Lines(string office) => office.Split('\n').SelectMany(line => PdfFont.Plain.Wrap(line, 10, SignerWidth));

    private void Head(IReadOnlyList<string> head, IReadOnlyList<PdfColumn> columns)
    {
        var tall = Tall(head, columns, PdfFont.Bold);
        Box(Margin, y - tall, Inner, tall, 0.9);
        Row(head, columns, PdfFont.Bold);
        Line(0.8);
    }

    private void Row(IReadOnlyList<string> cells, IReadOnlyList<PdfColumn> columns, PdfFont font)
    {
        var tall = Tall(cells, columns, font);
        var x = Margin;
        for (var i = 0; i < cells.Count; i++)
        {
            var line = y - CellGap - (CellSize * 0.8);
            foreach (var text in font.Wrap(cells[i], CellSize, columns[i].Width - (2 * CellGap)))
            {
                At(font, CellSize, columns[i].Right ? x + columns[i].Width - CellGap - font.Measure(text, CellSize) : x + CellGap, line, text);
                line -= CellStep;
            }

            x += columns[i].Width;
        }

        y -= tall;
    }

    private static double Tall(IReadOnlyList<string> cells, IReadOnlyList<PdfColumn> columns, PdfFont font) =>
        (cells.Select((cell, i) => font.Wrap(cell, CellSize, columns[i].Width - (2 * CellGap)).Count()).Max() * CellStep) + CellGap;

    private void Centre(string text, double size, PdfFont font, double step)
    {
        foreach (var line in font.Wrap(text, size, Inner))
        {
            Space(step);
            Show(font, size, (Width - font.Measure(line, size)) / 2, line);
        }
    }

    private void Box(double x, double bottom, double width, double height, double grey) =>
        pages[^1].Append(CultureInfo.InvariantCulture, $"{grey} g {x:0.#} {bottom:0.#} {width:0.#} {height:0.#} re f 0 g\n");

    private void Line(double thick) => pages[^1].Append(CultureInfo.InvariantCulture, $"{thick} w {Margin} {y:0.#} m {Width - Margin} {y:0.#} l S\n");

    private void Show(PdfFont font, double size, double x, string text) => At(font, size, x, y, text);

    private void At(PdfFont font, double size, double x, double at, string text) => pages[^1].Append(Put(font, size, x, at, text));

    private static string Put(PdfFont font, double size, double x, double at, string text) => text.Length == 0 ? ""
        : string.Create(CultureInfo.InvariantCulture, $"BT /{font.Name} {size:0.#} Tf {x:0.##} {at:0.##} Td ({PdfFile.Escape(text)}) Tj ET\n");

    private void Space(double points) => Space(points, points);

    /// <summary>Moves down by <paramref name="points"/> where <paramref name="needed"/> are left, else to the next page first.</summary>
    private void Space(double needed, double points)
    {
        Room(needed);
        y -= points;
    }

    private void Room(double needed)
    {
        if (y - needed < Foot)
        {
            NewPage();
        }
    }

    private void NewPage()
    {
        pages.Add(new StringBuilder());
        y = Height - Margin;
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Width">In points.</param>
/// <param name="Right">Right-aligned, as numbers are.</param>
public sealed record PdfColumn(string Name, double Width, bool Right);
