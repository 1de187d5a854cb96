using System.Xml;
using Hub.Connectors.Letters;

namespace Hub.Host.People.Files;

/// <summary>One XML part of a workbook, presentation or OpenDocument file, copied piece by piece without what names its authors, their machines and their revisions.</summary>
internal static class PartCleaning
{
    /// <summary>In place of a name that a part must have.</summary>
    private const string Nobody = "-";

    /// <summary>In place of an address.</summary>
    private const string Nowhere = "about:blank";

    public static readonly XmlReaderSettings Reading = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Elements that go with all that is in them.</summary>
    private static readonly HashSet<string> Gone = new(StringComparer.Ordinal)
    {
        "absPath", "fileSharing", "creator", "creator-initials",

        // Keys that programs hang on slides, older versions of the text, what nobody sees of it, and views that are called like their users.
        "tag", "tracked-changes", "hidden-text", "hidden-paragraph", "customWorkbookViews", "customSheetViews",

        // Copies of data behind a table of figures, or taken from another workbook, and how a text sounds.
        "pivotCaches", "sheetNames", "sheetDataSet", "rPh",
    };

    /// <summary>Elements that stay empty: others count on their place.</summary>
    private static readonly HashSet<string> Emptied = new(StringComparer.Ordinal)
    {
        "author", "author-name", "author-initials", "initial-creator", "printed-by", "user-defined", "file-name", "template-name",
        "sender-firstname", "sender-lastname", "sender-initials", "sender-email", "sender-phone-private", "sender-phone-work", "sender-fax", "sender-street", "sender-city", "sender-postal-code", "sender-state-or-province",
        "sender-country", "sender-company", "sender-title", "sender-position",

        // Properties under another name than the usual one.
        "lastModifiedBy", "Manager", "Company", "HyperlinkBase",
    };

    private static readonly HashSet<string> GoneAttributes = new(StringComparer.Ordinal) { "userId", "providerId", "userName", "lastUser", "descr", "alt", "refreshedBy", "destinationFile" };

    /// <summary>Relationships whose targets do not come along.</summary>
    private static readonly string[] GoneRelations = ["/thumbnail", "/printerSettings", "/customXml", "/customXmlProps", "/digital-signature/origin", "/revisionHeaders", "/usernames", "/changesInfo", "/revisionInfo", "/pivotTable", "/pivotCacheDefinition", "/pivotCacheRecords"];

    private static readonly string[] GoneParts = ["/customXml/", "/docProps/thumbnail", "/xl/printerSettings", "Thumbnails/", "Configurations2/", "ObjectReplacements/", "layout-cache", "/_xmlsignatures/", "/xl/revisions/", "/ppt/changesInfos/", "/ppt/revisionInfo", "VersionList.xml", "/xl/pivotTables/", "/xl/pivotCache/"];

    /// <param name="authors">Who is not named in this part's text; null where text stays as it is.</param>
    /// <param name="gone">Further elements that go with all that is in them.</param>
    /// <param name="emptied">Further elements that stay empty.</param>
    /// <exception cref="XmlException">The part is not well-formed, or declares a document type.</exception>
    public static void Copy(Stream from, Stream to, CancellationToken token, CommentAuthors? authors = null, Func<XmlReader, bool>? gone = null, Func<XmlReader, bool>? emptied = null)
    {
        using var markup = new BoundedMarkup(from, token);
        using var reader = XmlReader.Create(markup, Reading);
        using var writer = XmlWriter.Create(to);
        for (var more = reader.Read(); more;)
        {
            more = Step(reader, writer, authors, gone, emptied);
        }

        authors?.HoldIfNamed();
    }

    /// <summary>The outermost element alone: such a part is there, and says nothing.</summary>
    public static void CopyRoot(Stream from, Stream to, CancellationToken token)
    {
        using var markup = new BoundedMarkup(from, token);
        using var reader = XmlReader.Create(markup, Reading);
        using var writer = XmlWriter.Create(to);
        reader.MoveToContent();
        writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
        if (reader.GetAttribute("version", reader.NamespaceURI) is { } version)
        {
            writer.WriteAttributeString("version", reader.NamespaceURI, version);
        }

        writer.WriteEndElement();
    }

    /// <returns>Whether there is more to read.</returns>
    private static bool Step(XmlReader reader, XmlWriter writer, CommentAuthors? authors, Func<XmlReader, bool>? gone, Func<XmlReader, bool>? emptied)
    {
        if (reader.NodeType == XmlNodeType.Element && (IsGone(reader) || gone?.Invoke(reader) == true))
        {
            reader.Skip();
            return !reader.EOF;
        }

        if (reader.NodeType == XmlNodeType.Element && (Emptied.Contains(reader.LocalName) || emptied?.Invoke(reader) == true))
        {
            Begin(reader, writer);
            writer.WriteEndElement();
            reader.Skip();
            return !reader.EOF;
        }

        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                var isEmpty = reader.IsEmptyElement;
                Begin(reader, writer);
                if (isEmpty)
                {
                    writer.WriteEndElement();
                }

                break;
            case XmlNodeType.EndElement:
                writer.WriteFullEndElement();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace when authors is not null:
                writer.WriteString(authors.Without(reader.Value));
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                CopyText(reader, writer);
                break;
            case XmlNodeType.Whitespace when reader.Depth > 0:
                CopyText(reader, writer);
                break;
            default:
                break;
        }

        return reader.Read();
    }

    /// <summary>Piece by piece: a text may be as long as the part.</summary>
    public static void CopyText(XmlReader reader, XmlWriter writer)
    {
        var piece = new char[4096];
        for (int read; (read = reader.ReadValueChunk(piece, 0, piece.Length)) > 0;)
        {
            writer.WriteChars(piece, 0, read);
        }
    }

    private static bool IsGone(XmlReader reader) => Gone.Contains(reader.LocalName) || reader.LocalName switch
    {
        "title" or "desc" => reader.NamespaceURI.Contains(":svg-", StringComparison.Ordinal),
        "Relationship" => GoneRelations.Any(r => reader.GetAttribute("Type")?.EndsWith(r, StringComparison.Ordinal) == true),
        "Override" => GoneParts.Any(p => reader.GetAttribute("PartName")?.StartsWith(p, StringComparison.OrdinalIgnoreCase) == true),
        "file-entry" => GoneParts.Any(p => reader.GetAttribute("full-path", reader.NamespaceURI)?.StartsWith(p, StringComparison.OrdinalIgnoreCase) == true),
        "definedName" => reader.GetAttribute("hidden") is "1" or "true",
        "encryption-data" => throw new FileHeld(HeldFile.Locked),
        _ => false,
    };

    private static void Begin(XmlReader reader, XmlWriter writer)
    {
        var element = reader.LocalName;
        writer.WriteStartElement(reader.Prefix, element, reader.NamespaceURI);
        var isLink = element == "Relationship" && IsElsewhere(reader);
        while (reader.MoveToNextAttribute())
        {
            if (!IsGone(element, reader.LocalName, reader.Prefix))
            {
                writer.WriteAttributeString(reader.Prefix, reader.LocalName, reader.NamespaceURI, isLink && reader.LocalName == "Target" ? Nowhere : Shown(element, reader.LocalName, reader.Value));
            }
        }

        reader.MoveToElement();
    }

    private static bool IsGone(string element, string attribute, string prefix) =>
        prefix != "xmlns" && (GoneAttributes.Contains(attribute) || (element, attribute) switch
        {
            ("pageSetup", _) => prefix == "r",
            ("scenario", "user" or "comment") or ("definedName", "comment" or "description") or ("cNvPr" or "docPr" or "imagedata", "title") => true,
            _ => false,
        });

    private static string Shown(string element, string attribute, string value) => (element, attribute) switch
    {
        (_, "author" or "initials") or ("person", "displayName") or ("cmAuthor" or "author" or "cNvPr" or "docPr" or "frame", "name") => Nobody,
        ("Relationship", "Target") or (_, "href") when IsOnADisk(value) => Nowhere,
        _ => value,
    };

    /// <summary>A path on somebody's disk names its owner.</summary>
    private static bool IsOnADisk(string target) => target.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || target.Contains('\\') || target.StartsWith("../../", StringComparison.Ordinal);

    /// <summary>Another file of whoever made this one, wherever they keep theirs.</summary>
    private static bool IsElsewhere(XmlReader relationship) => relationship.GetAttribute("TargetMode") == "External"
        && (relationship.GetAttribute("Type")?.EndsWith("/hyperlink", StringComparison.Ordinal) != true || relationship.GetAttribute("Target")?.Split(':')[0].ToUpperInvariant() is not ("HTTP" or "HTTPS" or "MAILTO" or "TEL"));
}
