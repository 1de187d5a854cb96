using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using Hub.Connectors.Letters;
using Hub.Domain.Submissions;

namespace Hub.Host.People.Files;

/// <summary>
/// A Word document as a new archive: the parts with visible text, its styles and its pictures, each written anew by <see cref="WordPart"/> under a name of its own. Other parts, and what leads
/// out of the file, stay behind.
/// </summary>
internal sealed partial class WordCopy
{
    private const string Office = "application/vnd.openxmlformats-officedocument.";
    private const string ContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    private static readonly string[] Kinds = ["/styles", "/numbering", "/settings", "/theme", "/header", "/footer", "/footnotes", "/endnotes", "/image"];

    private readonly DocumentCleaning.Unpacking unpacking;
    private readonly ZipArchive to;
    private readonly CancellationToken token;
    private readonly GivenNames names = new([]);

    /// <summary>Parts that come along, by their own name, with the one that they get.</summary>
    private readonly SortedDictionary<string, string> parts = new(StringComparer.Ordinal);

    public WordCopy(ZipArchive from, ZipArchive to, DocumentCleaning.Unpacking unpacking, CancellationToken token)
    {
        (this.to, this.unpacking, this.token) = (to, unpacking, token);
        var pictures = 0;
        foreach (var part in from.Entries)
        {
            if (Text().IsMatch(part.FullName))
            {
                parts[part.FullName] = part.FullName;
            }
            else if (part.FullName.StartsWith("word/media/", StringComparison.Ordinal) && part.Name.Length > 0)
            {
                parts[part.FullName] = $"word/media/image{++pictures}";
            }
        }
    }

    public static bool Is(ZipArchive document) => document.Entries.Any(static p => p.FullName.StartsWith("word/document", StringComparison.Ordinal));

    /// <exception cref="FileHeld">There is something in it that shows, and nobody can vouch for.</exception>
    public void Write(ZipArchive from)
    {
        if (!parts.Keys.Any(static p => KindOf(p) == "document"))
        {
            throw new FileHeld(HeldFile.Damaged);
        }

        WriteTypes(WritePictures(from));
        var hidden = from.GetEntry("word/styles.xml") is { } styles ? HiddenIn(styles) : [];
        HashSet<string> notes = [];
        foreach (var part in from.Entries.Where(p => Text().IsMatch(p.FullName)).OrderBy(static p => KindOf(p.FullName) is "footnotes" or "endnotes"))
        {
            var relations = from.GetEntry($"word/_rels/{part.FullName["word/".Length..]}.rels") is { } list && !part.FullName.Contains("/theme/", StringComparison.Ordinal) ? Relations(list) : [];
            using (var read = unpacking.Open(part))
            using (var written = DocumentCleaning.Create(to, part.FullName))
            {
                new WordPart(names, hidden, [.. relations.Select(static r => r.Id)], notes).Copy(read, written, RootOf(part.FullName), token);
            }

            if (relations.Count > 0)
            {
                WriteRelations($"word/_rels/{part.FullName["word/".Length..]}.rels", relations);
            }
        }
    }

    private SortedSet<string> WritePictures(ZipArchive from)
    {
        var types = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var part in from.Entries.Where(p => parts.ContainsKey(p.FullName) && !Text().IsMatch(p.FullName)))
        {
            using var read = unpacking.Open(part);
            var picture = DocumentCleaning.Picture(read, token);
            var type = FileType.Of(picture).MediaType["image/".Length..];
            parts[part.FullName] += $".{type}";
            types.Add(type);
            using var written = DocumentCleaning.Create(to, parts[part.FullName]);
            written.Write(picture);
        }

        return types;
    }

    private void WriteTypes(SortedSet<string> pictures)
    {
        using (var written = DocumentCleaning.Create(to, "[Content_Types].xml"))
        using (var writer = XmlWriter.Create(written))
        {
            writer.WriteStartElement("Types", ContentTypes);
            foreach (var (extension, type) in Types(pictures))
            {
                writer.WriteStartElement("Default", ContentTypes);
                writer.WriteAttributeString("Extension", extension);
                writer.WriteAttributeString("ContentType", type);
                writer.WriteEndElement();
            }

            foreach (var part in parts.Keys.Where(static p => Text().IsMatch(p)))
            {
                writer.WriteStartElement("Override", ContentTypes);
                writer.WriteAttributeString("PartName", $"/{part}");
                writer.WriteAttributeString("ContentType", KindOf(part) switch
                {
                    "theme" => $"{Office}theme+xml",
                    "document" => $"{Office}wordprocessingml.document.main+xml",
                    var kind => $"{Office}wordprocessingml.{kind}+xml",
                });
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
        }

        WriteRelations("_rels/.rels", [.. parts.Keys.Where(static p => KindOf(p) == "document").Take(1).Select(static p => new Relation("r1", "/officeDocument", p))]);
    }

    private static IEnumerable<(string Extension, string Type)> Types(IEnumerable<string> pictures)
    {
        yield return ("rels", "application/vnd.openxmlformats-package.relationships+xml");
        yield return ("xml", "application/xml");
        foreach (var picture in pictures)
        {
            yield return (picture, $"image/{picture}");
        }
    }

    /// <summary>Those that lead to a part that comes along.</summary>
    private List<Relation> Relations(ZipArchiveEntry list)
    {
        using var markup = new BoundedMarkup(unpacking.Open(list), token);
        using var reader = XmlReader.Create(markup, PartCleaning.Reading);
        var relations = new List<Relation>();
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && reader.GetAttribute("TargetMode") != "External"
                && Array.Find(Kinds, k => reader.GetAttribute("Type")?.EndsWith(k, StringComparison.Ordinal) == true) is { } kind
                && reader.GetAttribute("Target") is { } target && parts.TryGetValue(target.StartsWith('/') ? target[1..] : $"word/{target}", out var part) && reader.GetAttribute("Id") is { } id)
            {
                relations.Add(new Relation(id, kind, part["word/".Length..]));
            }
        }

        return relations;
    }

    private void WriteRelations(string part, List<Relation> relations)
    {
        using var written = DocumentCleaning.Create(to, part);
        using var writer = XmlWriter.Create(written);
        writer.WriteStartElement("Relationships", Package);
        foreach (var (id, kind, target) in relations.DistinctBy(static r => r.Id))
        {
            writer.WriteStartElement("Relationship", Package);
            writer.WriteAttributeString("Id", names.Of(id));
            writer.WriteAttributeString("Type", WordShapes.Relations + kind);
            writer.WriteAttributeString("Target", target);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    /// <summary>The styles whose text is not shown, and those that are made from them.</summary>
    private HashSet<string> HiddenIn(ZipArchiveEntry styles)
    {
        using var markup = new BoundedMarkup(unpacking.Open(styles), token);
        using var reader = XmlReader.Create(markup, PartCleaning.Reading);
        var (hidden, based, style, isShown) = (new HashSet<string>(StringComparer.Ordinal), new List<(string Style, string On)>(), "", new HashSet<string>(StringComparer.Ordinal));
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.NamespaceURI != WordShapes.Word)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "style":
                    style = reader.GetAttribute("styleId", WordShapes.Word) ?? "";
                    break;
                case "basedOn":
                    based.Add((style, reader.GetAttribute("val", WordShapes.Word) ?? ""));
                    break;
                case "vanish":
                    (WordPart.IsOn(reader) ? hidden : isShown).Add(style);
                    break;
                default:
                    break;
            }
        }

        for (var before = -1; before < hidden.Count;)
        {
            before = hidden.Count;
            hidden.UnionWith(based.Where(b => hidden.Contains(b.On) && !isShown.Contains(b.Style)).Select(static b => b.Style));
        }

        return hidden;
    }

    private static string KindOf(string part) => Text().Match(part).Groups["kind"].Value;

    private static string RootOf(string part) => KindOf(part) switch
    {
        "header" => "hdr",
        "footer" => "ftr",
        var kind => kind,
    };

    [GeneratedRegex(@"\Aword/(?:theme/)?(?<kind>document|styles|numbering|settings|footnotes|endnotes|header|footer|theme)[0-9]{0,6}\.xml\z", RegexOptions.None, 1000)]
    private static partial Regex Text();

    private sealed record Relation(string Id, string Kind, string Target);
}
