using System.IO.Compression;
using System.Text;
using System.Xml;
using Hub.Connectors.Email;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.Letters;

/// <summary>The text of a DOCX: paragraphs, tabs, breaks and the rows of tables; nothing else of it is opened.</summary>
internal static class WordLetter
{
    private const string Main = "word/document.xml";
    private const string Ns = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const int MaxParts = 5_000;

    /// <returns>Null when it is another sort of packed file.</returns>
    public static FileText? Read(string name, ReadOnlyMemory<byte> content, CancellationToken token)
    {
        if (CountedParts.HasMoreParts(content.Span, MaxParts))
        {
            throw new FileTooMuch();
        }

        using var packed = new ZipArchive(RawStream.Over(content), ZipArchiveMode.Read);

        if (packed.GetEntry(Main) is not { } main)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var head in packed.Entries.Where(e => e.FullName.StartsWith("word/header", StringComparison.Ordinal) && e.FullName.EndsWith(".xml", StringComparison.Ordinal)).OrderBy(e => e.FullName, StringComparer.Ordinal).Take(2))
        {
            Write(head, text, token);
        }

        Write(main, text, token);
        var picture = packed.Entries.Any(e => e.FullName.StartsWith("word/media/", StringComparison.Ordinal));
        return text.ToString().Any(char.IsLetter) ? new FileText(name, FileReadability.Text, text.ToString()) : new FileText(name, picture ? FileReadability.Scan : FileReadability.Unread, "");
    }

    private static void Write(ZipArchiveEntry part, StringBuilder text, CancellationToken token)
    {
        using var bytes = new BoundedStream(part.Open(), FileBounds.MaxExpanded);
        using var markup = new BoundedMarkup(bytes, token);
        using var reader = XmlReader.Create(markup, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = FileBounds.MaxExpanded });
        var (cells, piece) = (0, new char[4096]);
        var inText = false;
        while (text.Length < FileBounds.MaxCharacters && reader.Read())
        {
            if (inText && (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace))
            {
                for (int read; text.Length < FileBounds.MaxCharacters && (read = reader.ReadValueChunk(piece, 0, piece.Length)) > 0;)
                {
                    text.Append(piece, 0, read);
                }
            }

            if (reader.NamespaceURI != Ns)
            {
                continue;
            }

            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element or XmlNodeType.EndElement, "t"):
                    inText = reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement;
                    break;
                case (XmlNodeType.Element, "tab"):
                    text.Append('\t');
                    break;
                case (XmlNodeType.Element, "br" or "cr"):
                    text.Append('\n');
                    break;
                case (XmlNodeType.Element, "p") when reader.IsEmptyElement && cells == 0:
                    text.Append('\n');
                    break;
                default:
                    Close(reader, text, ref cells);
                    break;
            }
        }
    }

    /// <summary>In a table a paragraph does not end the line, the row does.</summary>
    private static void Close(XmlReader reader, StringBuilder text, ref int cells)
    {
        switch (reader.NodeType, reader.LocalName)
        {
            case (XmlNodeType.Element, "tr") when !reader.IsEmptyElement:
                cells++;
                break;
            case (XmlNodeType.EndElement, "tr"):
                cells--;
                text.Append('\n');
                break;
            case (XmlNodeType.EndElement, "tc"):
                text.Append('\t');
                break;
            case (XmlNodeType.EndElement, "p"):
                text.Append(cells > 0 ? ' ' : '\n');
                break;
        }
    }
}
