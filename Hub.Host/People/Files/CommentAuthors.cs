using System.IO.Compression;
using System.Text;
using System.Xml;
using Hub.Connectors.Letters;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;

namespace Hub.Host.People.Files;

/// <summary>Who made a workbook or presentation and who commented in it, as it lists them. Excel begins a comment with its author's name, and whoever answers is addressed by it.</summary>
internal sealed class CommentAuthors
{
    /// <summary>More authors than that no office has.</summary>
    private const int Most = 200;

    private static readonly string[] Listing = ["docProps/core", "comment", "/persons/", "/authors"];

    private readonly List<Reporter> names = [];
    private readonly StringBuilder left = new();

    /// <summary>Parts whose text is what people said to each other about the document.</summary>
    public static bool IsTold(string part) => part.Contains("comment", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="FileHeld">Too many are named.</exception>
    public static CommentAuthors Of(IEnumerable<ZipArchiveEntry> parts, DocumentCleaning.Unpacking unpacking, CancellationToken token)
    {
        var (all, found) = (parts.ToList(), new CommentAuthors());
        if (!all.Exists(static p => IsTold(p.FullName)))
        {
            return found;
        }

        foreach (var part in all.Where(static p => p.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && Array.Exists(Listing, l => p.FullName.Contains(l, StringComparison.OrdinalIgnoreCase))))
        {
            using var read = unpacking.Open(part);
            using var markup = new BoundedMarkup(read, token);
            using var reader = XmlReader.Create(markup, PartCleaning.Reading);
            while (reader.Read())
            {
                found.Note(reader);
            }
        }

        return found;
    }

    /// <returns>The text without their names.</returns>
    public string Without(string text)
    {
        var blotted = names.Aggregate(text, static (said, author) => LeakGate.Mask(said.Replace(author.Name!, LeakGate.Blot, StringComparison.OrdinalIgnoreCase), author));
        left.Append(blotted);
        return blotted;
    }

    /// <summary>For a name that was cut into pieces.</summary>
    /// <exception cref="FileHeld">One stands in what was written.</exception>
    public void HoldIfNamed()
    {
        var written = left.ToString();
        left.Clear();
        if (names.Exists(author => written.Contains(author.Name!, StringComparison.OrdinalIgnoreCase)))
        {
            throw new FileHeld(HeldFile.Names);
        }
    }

    private void Note(XmlReader reader)
    {
        if (reader.NodeType != XmlNodeType.Element)
        {
            return;
        }

        Add(reader.LocalName switch
        {
            "person" => reader.GetAttribute("displayName"),
            "cmAuthor" or "author" when reader.GetAttribute("name") is { } name => name,
            "author" or "creator" or "lastModifiedBy" when !reader.IsEmptyElement && reader.Read() && reader.NodeType == XmlNodeType.Text => reader.Value,
            _ => null,
        });
    }

    private void Add(string? name)
    {
        // Of people in conversations Excel says a number, and a name of one letter is a sign in every word.
        if (name?.Trim() is not { Length: > 1 } one || one.StartsWith("tc={", StringComparison.Ordinal) || names.Exists(n => n.Name == one))
        {
            return;
        }

        names.Add(new Reporter { Name = one, Anonymous = true });
        if (names.Count > Most)
        {
            throw new FileHeld(HeldFile.TooLarge);
        }
    }
}
