using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Hub.Connectors.Letters;

/// <summary>The first pages of a PDF as text in columns.</summary>
internal static class PdfLetter
{
    /// <summary>Fewer signs on all pages are a stamp or a page number, not a text.</summary>
    private const int FewestLetters = 40;

    private const int MaxDepth = 60;
    private const int MaxColumns = 200;

    public static FileText Read(string name, ReadOnlyMemory<byte> content)
    {
        using var document = PdfDocument.Open(content.ToArray(), new ParsingOptions
        {
            UseLenientParsing = true, SkipMissingFonts = true, MaxStackDepth = MaxDepth, FilterProvider = new BoundedFilters(),
        });
        var (text, letters, pictures) = (new StringBuilder(), 0, 0);
        for (var number = 1; number <= Math.Min(document.NumberOfPages, FileBounds.MaxPages) && text.Length < FileBounds.MaxCharacters; number++)
        {
            var page = document.GetPage(number);
            if (page.Letters.Count > FileBounds.MaxLetters)
            {
                throw new FileTooMuch();
            }

            letters += page.Letters.Count;
            pictures += page.NumberOfImages;
            Write(page, text);
        }

        return letters >= FewestLetters ? new FileText(name, FileReadability.Text, text.ToString()) { IsWhole = pictures == 0 && document.NumberOfPages <= FileBounds.MaxPages && text.Length < FileBounds.MaxCharacters }
            : new FileText(name, pictures > 0 ? FileReadability.Scan : FileReadability.Unread, "");
    }

    /// <summary>Words of one height are a line; how far a word stands from the left edge is kept, so that a head of two columns stays one.</summary>
    private static void Write(Page page, StringBuilder text)
    {
        var words = page.GetWords().Where(w => !string.IsNullOrWhiteSpace(w.Text)).OrderByDescending(w => w.BoundingBox.Bottom).ToList();
        if (words.Count == 0)
        {
            return;
        }

        var width = Math.Max(2, Middle(words.Select(w => w.BoundingBox.Width / w.Text.Length)));
        var height = Math.Max(4, Middle(words.Select(w => w.BoundingBox.Height)));
        var (left, above) = (words.Min(w => w.BoundingBox.Left), (double?)null);
        foreach (var line in Lines(words, height))
        {
            var at = line[0].BoundingBox.Bottom;
            if (above is { } before && before - at > 3.2 * height)
            {
                text.Append('\n');
            }

            Write(line, left, width, text);
            above = at;
        }

        text.Append('\n');
    }

    private static List<List<Word>> Lines(List<Word> words, double height)
    {
        var lines = new List<List<Word>>();
        foreach (var word in words)
        {
            if (lines.Count == 0 || lines[^1][0].BoundingBox.Bottom - word.BoundingBox.Bottom > 0.6 * height)
            {
                lines.Add([]);
            }

            lines[^1].Add(word);
        }

        return lines;
    }

    private static void Write(List<Word> line, double left, double width, StringBuilder text)
    {
        var (start, end) = (text.Length, (double?)null);
        foreach (var word in line.OrderBy(w => w.BoundingBox.Left))
        {
            var gap = end is { } before ? word.BoundingBox.Left - before : double.MaxValue;
            if (gap > 2.5 * width)
            {
                var column = Math.Min(MaxColumns, (int)((word.BoundingBox.Left - left) / width));
                var wanted = Math.Max(column, text.Length == start ? 0 : text.Length - start + 3);
                text.Append(' ', wanted - (text.Length - start));
            }
            else if (gap > 0.05 * width)
            {
                text.Append(' ');
            }

            text.Append(word.Text);
            end = word.BoundingBox.Right;
        }

        text.Append('\n');
    }

    private static double Middle(IEnumerable<double> sizes)
    {
        var sorted = sizes.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
