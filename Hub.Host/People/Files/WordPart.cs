using System.Xml;
using Hub.Connectors.Letters;

namespace Hub.Host.People.Files;

/// <summary>One part of a Word document, copied piece by piece as <see cref="WordShapes"/> allows; hidden text, and the instructions of fields, do not come along.</summary>
/// <param name="names">For what somebody named: styles, relationships.</param>
/// <param name="hiddenStyles">Styles whose text is not shown.</param>
/// <param name="relations">Those that lead to a part that comes along.</param>
/// <param name="notes">Notes that the text refers to, found while it is copied; others are not shown, so the parts of the notes come last.</param>
internal sealed class WordPart(GivenNames names, HashSet<string> hiddenStyles, HashSet<string> relations, HashSet<string> notes)
{
    private const string Xml = "http://www.w3.org/XML/1998/namespace";
    private const string DrawingMain = "http://schemas.openxmlformats.org/drawingml/2006/main";

    private readonly List<Open> path = [];

    /// <summary>Fields that have begun; true while their instruction goes on.</summary>
    private readonly List<bool> fields = [];

    /// <param name="root">What the part has to be; another one is left empty, and a document that is none is damaged.</param>
    /// <exception cref="XmlException">The part is not well-formed, or declares a document type.</exception>
    /// <exception cref="FileHeld">There is something in it that shows, and nobody can vouch for.</exception>
    public void Copy(Stream from, Stream to, string root, CancellationToken token)
    {
        using var markup = new BoundedMarkup(from, token);
        using var reader = XmlReader.Create(markup, PartCleaning.Reading);
        using var writer = XmlWriter.Create(to);
        reader.MoveToContent();
        var uri = root == "theme" ? DrawingMain : WordShapes.Word;
        var isIt = reader.LocalName == root && reader.NamespaceURI == uri;
        if (!isIt && root == "document")
        {
            throw new FileHeld(HeldFile.Damaged);
        }

        writer.WriteStartElement(WordShapes.Prefix(uri), root, uri);
        path.Add(new Open(root, IsWritten: true));
        for (var more = !reader.IsEmptyElement && reader.Read(); more;)
        {
            more = Step(reader, writer, isIt);
        }

        if (fields.Count > 0)
        {
            throw new FileHeld(HeldFile.Damaged);
        }

        writer.WriteEndDocument();
    }

    /// <summary>Whether a mark that may be turned off is on.</summary>
    public static bool IsOn(XmlReader mark) => mark.GetAttribute("val", WordShapes.Word) is not ("0" or "false" or "off");

    /// <returns>Whether there is more to read.</returns>
    private bool Step(XmlReader reader, XmlWriter writer, bool isIt)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element when !isIt || !Enter(reader, writer):
                reader.Skip();
                return !reader.EOF;
            case XmlNodeType.EndElement when path.Count > 1:
                if (path[^1].IsWritten)
                {
                    writer.WriteEndElement();
                }

                path.RemoveAt(path.Count - 1);
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when path[^1] is { Name: "t", IsWritten: true }:
                PartCleaning.CopyText(reader, writer);
                break;
            case XmlNodeType.Text when path[^1] is { Name: "posOffset" or "align", IsWritten: true } && reader.Value is { } place && WordShapes.IsPlace(place):
                writer.WriteString(place);
                break;
            default:
                break;
        }

        return reader.Read();
    }

    /// <returns>False when it does not come along, with all that is in it.</returns>
    private bool Enter(XmlReader reader, XmlWriter writer)
    {
        var (prefix, name, parent) = (WordShapes.Prefix(reader.NamespaceURI), reader.LocalName, path[^1]);
        if (prefix is null && parent.Name == "graphicData")
        {
            throw new FileHeld(HeldFile.Kind);
        }

        Look(reader, prefix, name);
        var fate = IsHidden(name, parent) ? WordFate.Gone : WordShapes.Of(prefix, name);
        if (fate == WordFate.Gone || (prefix == "mc" && !Chosen(reader, name, parent)) || IsLost(reader, name))
        {
            return false;
        }

        var isEmpty = reader.IsEmptyElement;
        if (fate == WordFate.Kept)
        {
            writer.WriteStartElement(prefix, name, reader.NamespaceURI);
            Attributes(reader, writer, name);
            if (name is "footnoteReference" or "endnoteReference")
            {
                notes.Add(NoteOf(reader, name[..^"Reference".Length]));
            }

            if (isEmpty)
            {
                writer.WriteEndElement();
            }
        }

        if (!isEmpty)
        {
            path.Add(new Open(name, fate == WordFate.Kept));
        }

        return true;
    }

    /// <summary>What an element says of the text behind it.</summary>
    private void Look(XmlReader reader, string? prefix, string name)
    {
        if (prefix != "w")
        {
            return;
        }

        switch (name)
        {
            case "fldChar" when reader.GetAttribute("fldCharType", WordShapes.Word) is { } kind:
                Field(kind);
                break;
            case "vanish" when path is [.., { Name: "r" } run, { Name: "rPr" }]:
                run.IsHidden = IsOn(reader);
                break;
            case "del" when path is [.., { Name: "tr" } row, { Name: "trPr" }]:
                row.IsHidden = true;
                break;
            case "rStyle" when path is [.., { Name: "r" } run, { Name: "rPr" }] && hiddenStyles.Contains(reader.GetAttribute("val", WordShapes.Word) ?? ""):
                run.IsHidden = true;
                break;
            case "pStyle" when path is [.., { Name: "p" } paragraph, { Name: "pPr" }] && hiddenStyles.Contains(reader.GetAttribute("val", WordShapes.Word) ?? ""):
                paragraph.IsHidden = true;
                break;
            default:
                break;
        }
    }

    private void Field(string kind)
    {
        if (kind == "begin")
        {
            fields.Add(true);
        }
        else if (fields.Count > 0 && kind == "separate")
        {
            fields[^1] = false;
        }
        else if (fields.Count > 0)
        {
            fields.RemoveAt(fields.Count - 1);
        }
    }

    private bool IsHidden(string name, Open parent) =>
        parent.Name == "r" && name is not ("rPr" or "fldChar") && (parent.IsHidden || fields.Contains(true) || path.FindLast(static o => o.Name == "p") is { IsHidden: true } || path.Exists(static o => o is { Name: "tr", IsHidden: true }));

    /// <summary>Of several pictures of the same thing the first one that is understood.</summary>
    private static bool Chosen(XmlReader reader, string name, Open parent)
    {
        if (name == "AlternateContent")
        {
            return true;
        }

        if (parent.IsTaken || (name == "Choice" && !(reader.GetAttribute("Requires") ?? "").Split(' ').All(p => reader.LookupNamespace(p) is { } uri && WordShapes.Prefix(uri) is not null)))
        {
            return false;
        }

        parent.IsTaken = true;
        return true;
    }

    private static string NoteOf(XmlReader reader, string kind) => $"{kind} {reader.GetAttribute("id", WordShapes.Word)}";

    /// <summary>A head or foot that leads nowhere, a note that nothing refers to, and settings of which nobody asked.</summary>
    private bool IsLost(XmlReader reader, string name) =>
        (name is "headerReference" or "footerReference" && !relations.Contains(reader.GetAttribute("id", WordShapes.Relations) ?? ""))
        || (name is "footnote" or "endnote" && path[^1].Name is "footnotes" or "endnotes" && reader.GetAttribute("type", WordShapes.Word) is null or "normal" && !notes.Contains(NoteOf(reader, name)))
        || (name == "compatSetting" && reader.GetAttribute("name", WordShapes.Word) != "compatibilityMode");

    private void Attributes(XmlReader reader, XmlWriter writer, string element)
    {
        while (reader.MoveToNextAttribute())
        {
            var (attribute, uri, value) = (reader.LocalName, reader.NamespaceURI, reader.Value);
            if (uri == Xml)
            {
                if (attribute == "space" && value is "preserve" or "default")
                {
                    writer.WriteAttributeString("xml", attribute, Xml, value);
                }
            }
            else if (uri == WordShapes.Relations)
            {
                if (attribute is "id" or "embed" && relations.Contains(value))
                {
                    writer.WriteAttributeString("r", attribute, uri, names.Of(value));
                }
            }
            else if ((uri.Length == 0 || WordShapes.Prefix(uri) is not null) && WordShapes.Value(element, attribute, value, names) is { } shown)
            {
                writer.WriteAttributeString(WordShapes.Prefix(uri), attribute, uri, shown);
            }
        }

        reader.MoveToElement();
    }

    private sealed record Open(string Name, bool IsWritten)
    {
        public bool IsHidden { get; set; }

        public bool IsTaken { get; set; }
    }
}
