using System.IO.Compression;
using System.Xml;
using Hub.Connectors.Letters;

namespace Hub.Host.People.Files;

/// <summary>
/// Office documents (ECMA-376 and OpenDocument 1.3) as a new archive. Of Word documents what <see cref="WordShapes"/> allows; of the others the same parts without properties, thumbnails, printers,
/// data stores, logs of changes, copies of data and hidden sheets, without authors of comments and changes, and with clean pictures. What carries other files or programs is held.
/// </summary>
internal static class DocumentCleaning
{
    private const int MostParts = 4000;
    private const long MostUnpacked = 200L * 1024 * 1024;
    private const long LargestPart = 32L * 1024 * 1024;
    private const int LargestPicture = 24 * 1024 * 1024;

    private static readonly string[] Dropped = ["customXml/", "docProps/thumbnail", "Thumbnails/", "Configurations2/", "ObjectReplacements/", "layout-cache", "META-INF/documentsignatures.xml", "_xmlsignatures/", "xl/printerSettings/", "ppt/printerSettings/", "xl/revisions/", "ppt/changesInfos/", "ppt/revisionInfo", "VersionList.xml", "xl/pivotTables/", "xl/pivotCache/"];
    private static readonly string[] Carrying = ["vbaProject", "/embeddings/", "/activeX/", "Basic/", "Scripts/", "/connections.xml", "/queryTables/", "/webextensions/", "xl/slicer", "xl/timeline"];

    /// <exception cref="FileHeld">It cannot be made safe.</exception>
    public static byte[] Clean(byte[] document, CancellationToken token = default)
    {
        if (CountedParts.HasMoreParts(document, MostParts))
        {
            throw new FileHeld(HeldFile.TooLarge);
        }

        try
        {
            using var from = new ZipArchive(new MemoryStream(document, writable: false), ZipArchiveMode.Read);
            var into = new MemoryStream(document.Length);
            using (var to = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true))
            {
                Copy(from, to, token);
            }

            return into.ToArray();
        }
        catch (FileTooMuch e)
        {
            throw new FileHeld(HeldFile.TooLarge, e);
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or ArgumentException or NotSupportedException)
        {
            throw new FileHeld(HeldFile.Damaged, e);
        }
    }

    private static void Copy(ZipArchive from, ZipArchive to, CancellationToken token)
    {
        var parts = from.Entries.Where(p => !p.FullName.EndsWith('/') && !StartsAs(p.FullName, Dropped)).ToList();
        if (parts.Exists(static p => p.IsEncrypted))
        {
            throw new FileHeld(HeldFile.Locked);
        }

        if (parts.Exists(static p => Carrying.Any(c => p.FullName.Contains(c, StringComparison.OrdinalIgnoreCase))))
        {
            throw new FileHeld(HeldFile.Carries);
        }

        var unpacking = new Unpacking();
        if (WordCopy.Is(from))
        {
            new WordCopy(from, to, unpacking, token).Write(from);
            return;
        }

        var authors = CommentAuthors.Of(parts, unpacking, token);
        var sheets = HiddenSheets.Of(parts, token);
        foreach (var part in parts.Where(p => !sheets.IsDropped(p.FullName)))
        {
            using var read = unpacking.Open(part);
            using var written = Create(to, part.FullName);
            Copy(part.FullName, read, written, authors, sheets, token);
        }
    }

    /// <summary>The entry's own time, comment and extra fields stay behind.</summary>
    public static Stream Create(ZipArchive to, string name)
    {
        var copy = to.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
        copy.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return copy.Open();
    }

    private static void Copy(string name, Stream read, Stream written, CommentAuthors authors, HiddenSheets sheets, CancellationToken token)
    {
        if (name == "mimetype")
        {
            read.CopyTo(written);
        }
        else if (IsProperties(name))
        {
            PartCleaning.CopyRoot(read, written, token);
        }
        else if (Path.GetExtension(name).ToUpperInvariant() is ".XML" or ".RELS" or ".VML")
        {
            PartCleaning.Copy(read, written, token, CommentAuthors.IsTold(name) ? authors : null, sheets.Gone(name), sheets.Emptied(name));
        }
        else
        {
            written.Write(Picture(read, token));
        }
    }

    public static byte[] Picture(Stream read, CancellationToken token)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int length; (length = read.Read(buffer)) > 0;)
        {
            token.ThrowIfCancellationRequested();
            whole.Write(buffer, 0, length);
            if (whole.Length > LargestPicture)
            {
                throw new FileHeld(HeldFile.TooLarge);
            }
        }

        return ImageMetadata.Strip(whole.GetBuffer().AsSpan(0, (int)whole.Length)) ?? throw new FileHeld(HeldFile.Carries);
    }

    private static bool IsProperties(string name) => name.StartsWith("docProps/", StringComparison.OrdinalIgnoreCase) || Path.GetFileName(name) is "meta.xml" or "settings.xml" || name.EndsWith(".rdf", StringComparison.OrdinalIgnoreCase);

    private static bool StartsAs(string name, string[] beginnings) => beginnings.Any(b => name.StartsWith(b, StringComparison.OrdinalIgnoreCase));

    /// <summary>The parts of one archive, together within its bound.</summary>
    public sealed class Unpacking
    {
        private readonly Allowance all = new(MostUnpacked);

        public Stream Open(ZipArchiveEntry part) => new MeteredStream(new MeteredStream(part.Open(), all), new Allowance(LargestPart));
    }
}

/// <summary>How much may still be unpacked.</summary>
internal sealed class Allowance(long bytes)
{
    private long left = bytes;

    /// <exception cref="FileHeld">Nothing is left.</exception>
    public void Take(int count)
    {
        left -= count;
        if (left < 0)
        {
            throw new FileHeld(HeldFile.TooLarge);
        }
    }
}

/// <summary>Counts what is read while it is read: a size that a file states of itself is believed by nobody.</summary>
internal sealed class MeteredStream(Stream inner, Allowance allowance) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        allowance.Take(read);
        return read;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
