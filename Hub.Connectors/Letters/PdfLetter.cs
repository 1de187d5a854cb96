using System.Text;
using Hub.Domain.Envelopes;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Hub.Connectors.Letters;

/// <summary>The first pages of a PDF as text in columns; of one that has none, what is read from its pictures.</summary>
internal static class PdfLetter
{
    /// <summary>Fewer signs on all pages are a stamp or a page number, not a text.</summary>
    private const int FewestLetters = 40;

    private const int MaxDepth = 60;

    /// <summary>A kerned or spaced word comes in pieces.</summary>
    private const double LeastGap = 0.05;

    /// <summary>A page that was scanned in strips has several.</summary>
    private const int MaxPicturesOfPage = 4;

    public static FileText Read(string name, ReadOnlyMemory<byte> content, Pictures reader, CancellationToken token)
    {
        if (CountedParts.HasMoreObjects(content.Span))
        {
            throw new FileTooMuch();
        }

        using var document = PdfDocument.Open(Bytes.ArrayOf(content), new ParsingOptions
        {
            UseLenientParsing = true, SkipMissingFonts = true, MaxStackDepth = MaxDepth, FilterProvider = new BoundedFilters(token),
        });
        var (text, letters, pictures) = (new StringBuilder(), 0, 0);
        for (var number = 1; number <= Math.Min(document.NumberOfPages, FileBounds.MaxPages) && text.Length < FileBounds.MaxCharacters; number++)
        {
            token.ThrowIfCancellationRequested();
            var page = document.GetPage(number);
            if (page.Letters.Count > FileBounds.MaxLetters)
            {
                throw new FileTooMuch();
            }

            letters += page.Letters.Count;
            pictures += page.NumberOfImages;
            Columns.Write(LinesOf(page), LeastGap, text);
        }

        return letters >= FewestLetters ? new FileText(name, FileReadability.Text, text.ToString()) { IsWhole = pictures == 0 && document.NumberOfPages <= FileBounds.MaxPages && text.Length < FileBounds.MaxCharacters }
            : pictures == 0 ? new FileText(name, FileReadability.Unread, "")
            : Recognised(document, reader) is { Length: > 0 } read ? new FileText(name, FileReadability.Recognised, read) { IsWhole = false }
            : new FileText(name, FileReadability.Scan, "");
    }

    /// <summary>Pictures from the top of each page to its end.</summary>
    private static string Recognised(PdfDocument document, Pictures reader)
    {
        var text = new StringBuilder();
        for (var number = 1; number <= Math.Min(document.NumberOfPages, FileBounds.MaxPages) && reader.HasTime && text.Length < FileBounds.MaxCharacters; number++)
        {
            var pages = document.GetPage(number).GetImages().Where(i => PictureReader.IsPage(i.WidthInSamples, i.HeightInSamples)).OrderByDescending(i => i.BoundingBox.Top).Take(MaxPicturesOfPage);
            text.AppendJoin('\n', pages.Select(BytesOf).OfType<byte[]>().Select(bytes => reader.Read(bytes)).OfType<string>());
        }

        return text.Length <= FileBounds.MaxCharacters ? text.ToString() : text.ToString(0, FileBounds.MaxCharacters);
    }

    /// <returns>JPEG as it is, others as PNG; null when it is packed in a way that is not read here.</returns>
    private static byte[]? BytesOf(IPdfImage image) =>
        image.RawBytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? image.RawBytes.ToArray() : image.TryGetPng(out var png) ? png : null;

    /// <summary>Words of one height are a line.</summary>
    private static List<List<PlacedWord>> LinesOf(Page page)
    {
        var words = page.GetWords().Where(w => !string.IsNullOrWhiteSpace(w.Text)).OrderByDescending(w => w.BoundingBox.Bottom)
            .Select(w => new PlacedWord(w.Text.Replace('\0', '\uFFFD'), w.BoundingBox.Left, w.BoundingBox.Right, w.BoundingBox.Bottom, w.BoundingBox.Height)).ToList();
        var height = Columns.HeightOf(words);
        var lines = new List<List<PlacedWord>>();
        foreach (var word in words)
        {
            if (lines.Count == 0 || lines[^1][0].Bottom - word.Bottom > 0.6 * height)
            {
                lines.Add([]);
            }

            lines[^1].Add(word);
        }

        return lines;
    }
}
