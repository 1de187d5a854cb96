using System.Globalization;
using System.Text;
using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;

namespace Hub.Host.Figures;

/// <summary>The letters of one paper in one weight: which signs there are, how wide they stand, where a line breaks.</summary>
internal sealed class PaperFont : IDisposable
{
    private const string Family = "Noto Sans";

    private readonly XFontStyleEx weight;
    private readonly Dictionary<Rune, Sign> signs = [];
    private readonly Dictionary<double, XFont> sizes = [];
    private readonly PdfDocument trial = new();
    private readonly XGraphics pen;
    private bool drawn;

    static PaperFont() => GlobalFontSettings.FontResolver = new Embedded();

    public PaperFont(bool bold)
    {
        weight = bold ? XFontStyleEx.Bold : XFontStyleEx.Regular;
        trial.RenderEvents.RenderTextEvent += (_, text) => drawn = text.CodePointGlyphIndexPairs[0].GlyphIndex != 0;
        pen = XGraphics.FromPdfPage(trial.AddPage());
    }

    public XFont At(double size) => sizes.TryGetValue(size, out var font) ? font : sizes[size] = new XFont(Family, size, weight);

    public double Measure(string text, double size) => text.EnumerateRunes().Sum(rune => Of(rune).Width) * size;

    /// <summary>Signs that the font lacks are told by their code, such as <c>[U+0633]</c>: nothing is lost and nothing looks like another sign.</summary>
    public string Readable(string text)
    {
        var told = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = Rune.GetUnicodeCategory(rune) switch
            {
                // Direction marks would let a paper show words in another order than they were written.
                UnicodeCategory.Format => told,
                UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => told.Append(' '),
                _ => Of(rune).Drawn ? told.Append(rune.ToString()) : told.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]"),
            };
        }

        return told.ToString();
    }

    /// <summary>Readable lines that are no wider; a word that is wider by itself is cut.</summary>
    public IEnumerable<string> Wrap(string text, double size, double width)
    {
        var (line, used, blank) = (new StringBuilder(), 0.0, Measure(" ", size));
        foreach (var (word, needed) in Readable(text).Split(' ').SelectMany(word => Cut(word, size, width)))
        {
            if (line.Length > 0 && used + blank + needed > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            used = line.Length == 0 ? needed : used + blank + needed;
            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        yield return line.ToString();
    }

    public void Dispose()
    {
        pen.Dispose();
        trial.Dispose();
    }

    private IEnumerable<(string Part, double Width)> Cut(string word, double size, double width)
    {
        var (start, at, used) = (0, 0, 0.0);
        foreach (var rune in word.EnumerateRunes())
        {
            var next = Of(rune).Width * size;
            if (at > start && used + next > width)
            {
                yield return (word[start..at], used);
                (start, used) = (at, 0);
            }

            (at, used) = (at + rune.Utf16SequenceLength, used + next);
        }

        yield return (word[start..], used);
    }

    /// <summary>PDFsharp tells whether the font has a sign only while it draws it, so each is drawn once aside.</summary>
    private Sign Of(Rune rune)
    {
        if (signs.TryGetValue(rune, out var sign))
        {
            return sign;
        }

        var (text, font) = (rune.ToString(), At(1));
        pen.DrawString(text, font, XBrushes.Black, 0, 0);
        return signs[rune] = new(pen.MeasureString(text, font).Width, drawn);
    }

    /// <param name="Width">At size one.</param>
    private readonly record struct Sign(double Width, bool Drawn);

    /// <summary>The fonts in this program: a paper looks alike on every machine and needs none installed.</summary>
    private sealed class Embedded : IFontResolver
    {
        public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) => new(isBold ? "NotoSans-Bold" : "NotoSans-Regular");

        public byte[] GetFont(string faceName)
        {
            using var font = typeof(PaperFont).Assembly.GetManifestResourceStream(faceName + ".ttf")!;
            using var bytes = new MemoryStream();
            font.CopyTo(bytes);
            return bytes.ToArray();
        }
    }
}
