using System.Buffers;

namespace Hub.Connectors.Email;

/// <summary>What no letter has, seen before anything of it is parsed: a parser makes an object of every field and part.</summary>
internal static class MailBounds
{
    /// <summary>Bytes before the first empty line.</summary>
    private const int LongestHead = 256 * 1024;

    /// <summary>Lines that may begin or end a part.</summary>
    private const int MostBoundaries = 5_000;

    private const int BufferBytes = 64 * 1024;

    /// <summary>What may be the beginning of an empty line is looked at again with what follows.</summary>
    private const int Overlap = 3;

    /// <exception cref="InvalidDataException">One of them is passed.</exception>
    public static void Check(Stream mail)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var (start, held, boundaries, hasHead) = (0L, 0, 0, false);
            while (mail.Read(buffer, held, BufferBytes - held) is > 0 and var count)
            {
                var seen = buffer.AsSpan(0, held + count);
                if (!hasHead)
                {
                    var end = EndOfHead(seen);
                    hasHead = end >= 0;
                    if (start + (hasHead ? end : seen.Length) > LongestHead)
                    {
                        throw new InvalidDataException(nameof(LongestHead));
                    }
                }

                // Two bytes of three may have been at the end before.
                boundaries += seen[Math.Max(0, held - 2)..].Count("\n--"u8);
                if (boundaries > MostBoundaries)
                {
                    throw new InvalidDataException(nameof(MostBoundaries));
                }

                held = Math.Min(Overlap, seen.Length);
                start += seen.Length - held;
                seen[^held..].CopyTo(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int EndOfHead(ReadOnlySpan<byte> mail)
    {
        var (unix, dos) = (mail.IndexOf("\n\n"u8), mail.IndexOf("\r\n\r\n"u8));
        return unix < 0 || dos < 0 ? Math.Max(unix, dos) : Math.Min(unix, dos);
    }
}
