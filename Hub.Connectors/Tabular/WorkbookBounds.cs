using System.Buffers;
using System.IO.Compression;
using System.Text;
using Hub.Connectors.Letters;
using Hub.Domain;

namespace Hub.Connectors.Tabular;

/// <summary>Looks how large a workbook becomes when it is unpacked, before anything of it is kept: a few hundred kilobytes can hide gigabytes.</summary>
internal static class WorkbookBounds
{
    /// <summary>All sheets together; they are read piece by piece.</summary>
    private const long MostUnpacked = 512L * 1024 * 1024;

    /// <summary>The table of texts, which is held in memory whole.</summary>
    private const long MostTexts = 32L * 1024 * 1024;

    /// <summary>Bytes from one tag to the next: more than Excel's longest cell (32,767 characters) can have, each written as an entity.</summary>
    internal const int LongestText = 32_767 * 8;

    /// <summary>Printer settings, macros and embedded objects; as a sheet in Excel's binary form they were some hundred thousand cells.</summary>
    private const int MostBinary = 4 * 1024 * 1024;

    /// <summary>Files in the packed file, each of which is an object before anything is read.</summary>
    internal const int MostParts = 4_000;

    /// <summary>Bytes in which a declaration ends.</summary>
    private const int Declaration = 512;

    /// <summary>In which an angle is one byte, and nothing else is that byte.</summary>
    private static readonly string[] Writings = ["utf-8", "us-ascii", "iso-8859-", "windows-125"];

    /// <summary>What the reader would take in place of the parts that are counted.</summary>
    private static readonly string[] Binary = ["xl/workbook.bin", "xl/sharedStrings.bin", "xl/styles.bin"];

    /// <exception cref="ConnectorFailure">Malformed: it becomes too large.</exception>
    public static void Check(string name, Stream content)
    {
        if (CountedParts.HasMoreParts(content, MostParts))
        {
            throw Refused("TooManyParts", name);
        }

        content.Position = 0;
        using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        var (left, binary) = (MostUnpacked, (long)MostBinary);
        foreach (var entry in zip.Entries)
        {
            var path = entry.FullName.Replace('\\', '/');
            if (Binary.Contains(path, StringComparer.OrdinalIgnoreCase))
            {
                throw Refused("NoSheet", name);
            }

            var isBinary = path.EndsWith(".bin", StringComparison.OrdinalIgnoreCase);
            var most = path.EndsWith("sharedStrings.xml", StringComparison.OrdinalIgnoreCase) ? Math.Min(left, MostTexts) : isBinary ? Math.Min(left, binary) : left;
            var length = Measure(name, entry, most);
            left -= length;
            binary -= isBinary ? length : 0;
        }
    }

    private static long Measure(string name, ZipArchiveEntry entry, long most)
    {
        using var content = entry.Open();
        var markup = IsMarkup(entry.FullName) ? new CountedMarkup(name, Path.GetFileNameWithoutExtension(entry.FullName)) : null;
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var all = 0L;
            for (int read; (read = content.ReadAtLeast(buffer, Declaration, throwOnEndOfStream: false)) > 0;)
            {
                var piece = buffer.AsSpan(0, read);
                if (markup is not null && (piece.Contains((byte)0) || (all == 0 && !IsReadable(piece))))
                {
                    throw Refused("Damaged", name);
                }

                all += read;
                if (all > most)
                {
                    throw Refused("UnpacksTooLarge", name);
                }

                markup?.Take(piece);
            }

            return all;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsMarkup(string path) => path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);

    /// <summary>In UTF-16 (whose text has zeros) and in writings that switch, an angle may be half of a sign; programs for tables write UTF-8.</summary>
    private static bool IsReadable(ReadOnlySpan<byte> head)
    {
        var declared = Encoding.ASCII.GetString(head[..Math.Min(head.Length, Declaration)]);
        var end = declared.IndexOf("?>", StringComparison.Ordinal);
        return !declared.StartsWith("<?xml", StringComparison.Ordinal) && !declared.StartsWith("???<?xml", StringComparison.Ordinal)
            || (end > 0 && (!declared[..end].Contains("encoding", StringComparison.Ordinal) || Array.Exists(Writings, w => declared[..end].Contains(w, StringComparison.OrdinalIgnoreCase))));
    }

    private static ConnectorFailure Refused(string what, string name) => new(FailureKind.Malformed, Said.Of<SheetTexts>(what, name));
}
