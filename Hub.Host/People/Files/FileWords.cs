using System.IO.Compression;
using System.Text;
using System.Xml;
using Hub.Connectors.Letters;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;

namespace Hub.Host.People.Files;

/// <summary>Whether the words inside a file may be read by whoever may not know who wrote: all of them were read, and none shows it.</summary>
internal static class FileWords
{
    /// <summary>A hundred closely printed pages; of more nobody promises that all was read.</summary>
    private const int MostCharacters = 300_000;

    /// <summary>Words in a PDF that stand on no page's text, and pictures, which may show a signature.</summary>
    private static readonly string[] BesideText = ["/Annots", "/Subtype /Image"];

    /// <summary>Where one word ends and another begins; runs within a paragraph are one text, however a program cut them.</summary>
    private static readonly HashSet<string> Ends = new(StringComparer.Ordinal) { "p", "h", "si", "tc", "c", "br", "cr", "tab", "row", "comment", "table-cell" };

    /// <summary>Attributes that people read or follow.</summary>
    private static readonly HashSet<string> Told = new(StringComparer.Ordinal) { "Target", "href", "title", "tooltip", "name", "displayName", "string" };

    /// <summary>Whether words show who wrote, whatever that person asked for.</summary>
    public static Func<string, bool> Showing(Reporter about) =>
        words => LeakGate.Check([new OutgoingPart("file", words)], new Guarded(about with { Anonymous = true, Secret = false })).Count > 0;

    /// <param name="file">The clean copy.</param>
    /// <param name="shows">Whether words show who wrote.</param>
    /// <returns>Why it is held; null when it may go.</returns>
    public static HeldFile? Why(FileKind kind, byte[] file, Func<string, bool> shows, CancellationToken token = default) => kind switch
    {
        FileKind.Pdf => OfPdf(file, shows),
        FileKind.OfficeOpen or FileKind.OpenDocument => OfDocument(file, shows, token),
        FileKind.Text => null,
        _ => HeldFile.Unread,
    };

    private static HeldFile? OfPdf(byte[] file, Func<string, bool> shows)
    {
        var read = LetterFiles.Read([new Attachment { Name = "", MediaType = "application/pdf", Content = file }]);
        return read.Any(r => shows(r.Text)) ? HeldFile.Names
            : read.All(r => r is { Readability: FileReadability.Text, IsWhole: true }) && !Array.Exists(BesideText, b => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(b)) >= 0) ? null
            : HeldFile.Unread;
    }

    private static HeldFile? OfDocument(byte[] file, Func<string, bool> shows, CancellationToken token)
    {
        using var zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        var (words, isWhole) = (new StringBuilder(), true);
        foreach (var part in zip.Entries.Where(p => p.Name != "mimetype"))
        {
            words.Append(part.FullName).Append('\n');
            isWhole &= Path.GetExtension(part.Name).ToUpperInvariant() is ".XML" or ".RELS" or ".RDF" or ".VML" && Read(part, words, token);
        }

        return shows(words.ToString()) ? HeldFile.Names : isWhole ? null : HeldFile.Unread;
    }

    /// <returns>False when there are more words than are read.</returns>
    private static bool Read(ZipArchiveEntry part, StringBuilder words, CancellationToken token)
    {
        using var stream = part.Open();
        using var markup = new BoundedMarkup(stream, token);
        using var reader = XmlReader.Create(markup, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var (piece, links) = (new char[4096], new StringBuilder());
        while (reader.Read() && words.Length + links.Length < MostCharacters)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                Follow(reader, links);
            }

            if (Ends.Contains(reader.LocalName) && (reader.NodeType == XmlNodeType.EndElement || reader.IsEmptyElement))
            {
                words.Append('\n');
            }

            for (int read; reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace && words.Length < MostCharacters && (read = reader.ReadValueChunk(piece, 0, piece.Length)) > 0;)
            {
                words.Append(piece, 0, read);
            }
        }

        words.Append('\n').Append(links);
        return reader.EOF;
    }

    private static void Follow(XmlReader reader, StringBuilder links)
    {
        var isNumbering = reader.LocalName == "lvlText";
        while (reader.MoveToNextAttribute())
        {
            if (isNumbering || Told.Contains(reader.LocalName))
            {
                links.Append(reader.Value).Append('\n');
            }
        }

        reader.MoveToElement();
    }
}
