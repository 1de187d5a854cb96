namespace Hub.Host.Figures;

/// <summary>One of the fonts that every reader has (ISO 32000-1, 9.6.2.2), with the widths of its signs in thousandths of the size (Adobe's font metrics, core 14).</summary>
internal sealed class PdfFont
{
    private const char First = ' ';
    private const int Usual = 556;

    private readonly short[] widths;

    private PdfFont(string name, string face, short[] widths) => (Name, Face, this.widths) = (name, face, widths);

    public static PdfFont Plain { get; } = new("F1", "Helvetica",
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ]);

    public static PdfFont Bold { get; } = new("F2", "Helvetica-Bold",
    [
        278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
        975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
        333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
    ]);

    /// <summary>As page contents call it.</summary>
    public string Name { get; }

    /// <summary>As readers know it.</summary>
    public string Face { get; }

    public double Measure(string text, double size)
    {
        var sum = 0;
        foreach (var c in text)
        {
            sum += c - First is var place && place >= 0 && place < widths.Length ? widths[place] : Usual;
        }

        return sum * size / 1_000;
    }

    /// <summary>Lines that are no wider; a word that is wider by itself is cut.</summary>
    public IEnumerable<string> Wrap(string text, double size, double width)
    {
        var line = "";
        foreach (var word in text.Split(' ').SelectMany(word => Cut(word, size, width)))
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

    private IEnumerable<string> Cut(string word, double size, double width)
    {
        while (word.Length > 1 && Measure(word, size) > width)
        {
            var fits = word.Length - 1;
            while (fits > 1 && Measure(word[..fits], size) > width)
            {
                fits--;
            }

            yield return word[..fits];
            word = word[fits..];
        }

        yield return word;
    }
}
