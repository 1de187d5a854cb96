using System.Buffers.Binary;

namespace Hub.Host.People.Files;

/// <summary>GIF (version 89a): keeps what draws and what makes it move; comments, texts and applications' blocks go.</summary>
internal static class GifBlocks
{
    private const int Header = 13;
    private const int Descriptor = 10;
    private const byte Image = 0x2C;
    private const byte Extension = 0x21;
    private const byte Trailer = 0x3B;
    private const byte GraphicControl = 0xF9;
    private const byte Application = 0xFF;

    /// <summary>Bytes of the block that says how often it plays; a longer one says something else.</summary>
    private const int Loop = 19;

    public static bool Copy(ReadOnlySpan<byte> image, Stream clean)
    {
        if (image.Length < Header)
        {
            return false;
        }

        Pixels.Check(BinaryPrimitives.ReadUInt16LittleEndian(image[6..]), BinaryPrimitives.ReadUInt16LittleEndian(image[8..]));
        var at = Header + TableOf(image[10]);
        if (at > image.Length)
        {
            return false;
        }

        clean.Write(image[..at]);
        while (at < image.Length)
        {
            if (image[at] == Trailer)
            {
                clean.WriteByte(Trailer);
                return true;
            }

            var end = EndOf(image, at);
            if (end < 0)
            {
                return false;
            }

            if (image[at] == Image)
            {
                Pixels.Check(BinaryPrimitives.ReadUInt16LittleEndian(image[(at + 5)..]), BinaryPrimitives.ReadUInt16LittleEndian(image[(at + 7)..]));
            }

            if (Keeps(image[at..end]))
            {
                clean.Write(image[at..end]);
            }

            at = end;
        }

        return false;
    }

    private static bool Keeps(ReadOnlySpan<byte> block) =>
        block[0] == Image || (block[1] == GraphicControl && block.Length == 8) || (block[1] == Application && block.Length == Loop && block[3..].StartsWith("NETSCAPE2.0"u8));

    /// <returns>Where the next block begins; -1 when this one is cut or of no known kind.</returns>
    private static int EndOf(ReadOnlySpan<byte> image, int at) => image[at] switch
    {
        Image when at + Descriptor < image.Length => EndOfParts(image, at + Descriptor + TableOf(image[at + 9]) + 1),
        Extension => EndOfParts(image, at + 2),
        _ => -1,
    };

    /// <summary>Parts of up to 255 bytes, each after its length, up to one without a byte.</summary>
    private static int EndOfParts(ReadOnlySpan<byte> image, int at)
    {
        while (at < image.Length)
        {
            var length = image[at];
            at += 1 + length;
            if (length == 0)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Bytes of the table of colours that such flags announce.</summary>
    private static int TableOf(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
}
