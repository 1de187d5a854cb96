using System.Globalization;
using System.IO.Compression;
using System.Xml;
using Hub.Connectors.Letters;

namespace Hub.Host.People.Files;

/// <summary>What a workbook (ECMA-376 Part 1, 18) keeps that no cell shows: sheets that are hidden, with what belongs to them alone, and texts that no shown cell names. Lists and copies of data stay there when their makers think them deleted.</summary>
internal sealed class HiddenSheets
{
    private const string Book = "xl/workbook.xml";
    private const string Strings = "xl/sharedStrings.xml";

    private readonly HashSet<string> hidden = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> dropped = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<int> used = [];
    private readonly bool isBook;

    private HiddenSheets(IReadOnlyList<ZipArchiveEntry> parts, CancellationToken token)
    {
        var named = parts.DistinctBy(static p => p.FullName, StringComparer.OrdinalIgnoreCase).ToDictionary(static p => p.FullName, StringComparer.OrdinalIgnoreCase);
        if (!named.TryGetValue(Book, out var book))
        {
            return;
        }

        isBook = true;
        var reading = new Reading(named, token);
        var sheets = reading.Ways(Book);
        reading.Each(book, reader =>
        {
            if (reader.LocalName == "sheet" && reader.GetAttribute("state") is "hidden" or "veryHidden" && sheets.GetValueOrDefault(IdOf(reader)) is { } sheet)
            {
                hidden.Add(sheet);
            }
        });
        dropped.UnionWith(reading.Behind(hidden, hidden));
        dropped.ExceptWith(reading.Behind([.. named.Keys.Where(part => !hidden.Contains(part) && !dropped.Contains(part))], hidden));
        dropped.UnionWith(hidden.Concat(dropped).Select(WaysOf).ToList());
        foreach (var part in parts.Where(p => p.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase) && p.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && !hidden.Contains(p.FullName)))
        {
            reading.Each(part, NoteUsed);
        }
    }

    /// <exception cref="FileHeld">It becomes too large.</exception>
    public static HiddenSheets Of(IReadOnlyList<ZipArchiveEntry> parts, CancellationToken token) => new(parts, token);

    /// <summary>Belongs to hidden sheets alone.</summary>
    public bool IsDropped(string part) => dropped.Contains(part);

    /// <returns>Which elements of that part stay without what is in them; null: all as they are.</returns>
    public Func<XmlReader, bool>? Emptied(string part)
    {
        if (hidden.Contains(part))
        {
            return static reader => reader.Depth == 1;
        }

        if (!isBook || !part.Equals(Strings, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var at = 0;
        return reader => reader.LocalName == "si" && !used.Contains(at++);
    }

    /// <returns>Which elements of that part do not come along; null: all do.</returns>
    public Func<XmlReader, bool>? Gone(string part) =>
        hidden.Contains(part) ? static reader => reader.Depth == 1 && reader.LocalName != "sheetData"
        : part == "[Content_Types].xml" ? reader => reader.LocalName == "Override" && IsDropped(reader.GetAttribute("PartName")?.TrimStart('/') ?? "")
        : null;

    private void NoteUsed(XmlReader reader)
    {
        if (reader.LocalName != "c" || reader.GetAttribute("t") != "s" || reader.IsEmptyElement)
        {
            return;
        }

        using var cell = reader.ReadSubtree();
        if (cell.ReadToDescendant("v", reader.NamespaceURI) && int.TryParse(cell.ReadElementContentAsString(), CultureInfo.InvariantCulture, out var text))
        {
            used.Add(text);
        }
    }

    private static string IdOf(XmlReader sheet)
    {
        var id = "";
        while (sheet.MoveToNextAttribute())
        {
            id = sheet.LocalName == "id" ? sheet.Value : id;
        }

        sheet.MoveToElement();
        return id;
    }

    private static string WaysOf(string part) => $"{part[..(part.LastIndexOf('/') + 1)]}_rels/{part[(part.LastIndexOf('/') + 1)..]}.rels";

    /// <summary>Reads parts beside their copying: what this unpacks has a bound of its own.</summary>
    private sealed class Reading(Dictionary<string, ZipArchiveEntry> parts, CancellationToken token)
    {
        private readonly DocumentCleaning.Unpacking unpacking = new();

        public void Each(ZipArchiveEntry part, Action<XmlReader> look)
        {
            using var read = unpacking.Open(part);
            using var markup = new BoundedMarkup(read, token);
            using var reader = XmlReader.Create(markup, PartCleaning.Reading);
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    look(reader);
                }
            }
        }

        /// <returns>The parts that a part names, by the name that it has for them.</returns>
        public Dictionary<string, string> Ways(string part)
        {
            var found = new Dictionary<string, string>(StringComparer.Ordinal);
            if (parts.TryGetValue(WaysOf(part), out var ways))
            {
                Each(ways, reader =>
                {
                    if (reader.LocalName == "Relationship" && reader.GetAttribute("TargetMode") != "External" && reader.GetAttribute("Id") is { } id && Uri.TryCreate(new Uri($"part:///{part}"), reader.GetAttribute("Target"), out var target))
                    {
                        found[id] = Uri.UnescapeDataString(target.AbsolutePath).TrimStart('/');
                    }
                });
            }

            return found;
        }

        /// <returns>Whatever can be reached from those parts, but not through <paramref name="closed"/>.</returns>
        public HashSet<string> Behind(IReadOnlyCollection<string> from, HashSet<string> closed)
        {
            var (reached, next) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new Queue<string>(from));
            while (next.TryDequeue(out var part))
            {
                foreach (var target in Ways(part).Values.Where(target => !closed.Contains(target) && reached.Add(target)))
                {
                    next.Enqueue(target);
                }
            }

            return reached;
        }
    }
}
