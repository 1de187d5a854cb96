using System.Buffers;
using System.IO.Compression;
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

    /// <summary>Of one part, also of a hidden sheet that nobody reads (lists to choose from are long); what is read has its own bound, <see cref="GridBounds"/>.</summary>
    private const int MostRows = 200_000;

    /// <exception cref="ConnectorFailure">Malformed: it becomes too large.</exception>
    public static void Check(string name, Stream content)
    {
        using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        var left = MostUnpacked;
        foreach (var entry in zip.Entries)
        {
            var most = entry.FullName.EndsWith("sharedStrings.xml", StringComparison.OrdinalIgnoreCase) ? Math.Min(left, MostTexts) : left;
            left -= Measure(name, entry, most);
        }
    }

    private static long Measure(string name, ZipArchiveEntry entry, long most)
    {
        using var content = entry.Open();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var (all, sinceTag, rows) = (0L, 0, 0);
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                all += read;
                rows += RowsIn(buffer.AsSpan(0, read));
                if (rows > MostRows)
                {
                    throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SheetTexts>("TooManyRows", name, Path.GetFileNameWithoutExtension(entry.FullName), MostRows));
                }

                var tag = buffer.AsSpan(0, read).LastIndexOf((byte)'<');
                var first = buffer.AsSpan(0, read).IndexOf((byte)'<');
                sinceTag = first < 0 ? sinceTag + read : Math.Max(sinceTag + first, 0);
                if (all > most || sinceTag > LongestText)
                {
                    throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SheetTexts>(all > most ? "UnpacksTooLarge" : "TextTooLong", name));
                }

                sinceTag = tag < 0 ? sinceTag : read - tag;
            }

            return all;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The reader of workbooks goes through all rows before it gives the first, and makes one of those with the same number. A row cut by the end of a piece is not counted here; <see cref="GridBounds"/> counts exactly.</summary>
    private static int RowsIn(ReadOnlySpan<byte> part) => part.Count("<row"u8) + part.Count(":row "u8);
}
