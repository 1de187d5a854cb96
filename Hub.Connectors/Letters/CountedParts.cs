using System.Buffers;

namespace Hub.Connectors.Letters;

/// <summary>How many parts a file has, counted in its bytes before a reader makes an object of each.</summary>
public static class CountedParts
{
    /// <summary>A thousand pages with all that lies on them.</summary>
    public const int MostObjects = 20_000;

    /// <summary>An object may be named in many places, a page in the list of pages as often as it is to be shown.</summary>
    public const int MostReferences = 200_000;

    /// <summary>The head of each entry in the list of a ZIP archive.</summary>
    private static ReadOnlySpan<byte> Head => "PK\u0001\u0002"u8;

    /// <summary>Whether the list of a ZIP archive names more parts.</summary>
    public static bool HasMoreParts(ReadOnlySpan<byte> archive, int most) => archive.Count(Head) > most;

    /// <summary>The same of one that is not held; read from where the stream stands.</summary>
    public static bool HasMoreParts(Stream archive, int most)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var (count, kept) = (0, 0);
            for (int read; count <= most && (read = archive.Read(buffer, kept, buffer.Length - kept)) > 0;)
            {
                var piece = buffer.AsSpan(0, kept + read);
                count += piece.Count(Head);
                kept = Math.Min(Head.Length - 1, piece.Length);
                piece[^kept..].CopyTo(buffer);
            }

            return count > most;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether a PDF has more objects or references, without those that lie packed.</summary>
    public static bool HasMoreObjects(ReadOnlySpan<byte> pdf)
    {
        var (objects, references) = (0, 0);
        for (var at = 0; pdf[at..].IndexOfAny("oR"u8) is >= 0 and var found; at += found + 1)
        {
            var here = pdf[(at + found)..];
            if (at + found == 0 || !IsBlank(pdf[at + found - 1]))
            {
                continue;
            }

            objects += here.StartsWith("obj"u8) ? 1 : 0;
            references += here.Length == 1 || (here[0] == 'R' && !char.IsAsciiLetterOrDigit((char)here[1])) ? 1 : 0;
            if (objects > MostObjects || references > MostReferences)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBlank(byte c) => c is 0 or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r' or (byte)' ';
}
