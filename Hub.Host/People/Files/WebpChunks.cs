using System.Buffers.Binary;
using System.Text;

namespace Hub.Host.People.Files;

/// <summary>WebP (RFC 9649): EXIF, XMP, profiles of colours and unknown chunks go, and the header says so.</summary>
internal static class WebpChunks
{
    private const int Header = 12;
    private const int Extended = 18;

    /// <summary>Bytes of a frame before its own chunks.</summary>
    private const int Frame = 24;
    private const byte ExifXmpAndProfile = 0x08 | 0x04 | 0x20;

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal) { "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF" };
    private static readonly HashSet<string> OfFrame = new(StringComparer.Ordinal) { "VP8 ", "VP8L", "ALPH" };

    public static bool Copy(ReadOnlySpan<byte> image, Stream clean)
    {
        var end = 8L + BinaryPrimitives.ReadUInt32LittleEndian(image[4..]);
        if (end > image.Length)
        {
            return false;
        }

        clean.Write(image[..Header]);
        if (!CopyAll(image[Header..(int)end], Kept, clean) || clean.Length <= Header)
        {
            return false;
        }

        WriteLength(clean, 0);
        return true;
    }

    private static bool CopyAll(ReadOnlySpan<byte> chunks, HashSet<string> kept, Stream clean)
    {
        long at = 0;
        while (at + 8 <= chunks.Length)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunks[(int)(at + 4)..]);
            var length = 8L + size + (size & 1);
            if (at + length > chunks.Length)
            {
                return false;
            }

            var type = Encoding.ASCII.GetString(chunks.Slice((int)at, 4));
            if (kept.Contains(type) && !Copy(chunks.Slice((int)at, (int)length), type, clean))
            {
                return false;
            }

            at += length;
        }

        return at == chunks.Length;
    }

    private static bool Copy(ReadOnlySpan<byte> chunk, string type, Stream clean)
    {
        if (type == "ANMF")
        {
            return CopyFrame(chunk, clean);
        }

        Measure(chunk, type);
        var copy = chunk.ToArray();
        if (type == "VP8X")
        {
            if (copy.Length != Extended)
            {
                return false;
            }

            copy[8] &= unchecked((byte)~ExifXmpAndProfile);
        }

        clean.Write(copy);
        return true;
    }

    private static void Measure(ReadOnlySpan<byte> chunk, string type)
    {
        if (type == "VP8X" && chunk.Length == Extended)
        {
            Pixels.Check((BinaryPrimitives.ReadUInt32LittleEndian(chunk[12..]) & 0xFFFFFF) + 1, (BinaryPrimitives.ReadUInt32LittleEndian(chunk[14..]) >> 8) + 1);
        }
        else if (type == "VP8L" && chunk.Length >= 13)
        {
            var sides = BinaryPrimitives.ReadUInt32LittleEndian(chunk[9..]);
            Pixels.Check((sides & 0x3FFF) + 1, ((sides >> 14) & 0x3FFF) + 1);
        }
        else if (type == "VP8 " && chunk.Length >= 18)
        {
            Pixels.Check(BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(chunk[16..]) & 0x3FFF);
        }
    }

    /// <summary>A frame has chunks of its own, unknown ones too.</summary>
    private static bool CopyFrame(ReadOnlySpan<byte> frame, Stream clean)
    {
        if (frame.Length < Frame)
        {
            return false;
        }

        var at = (int)clean.Length;
        clean.Write(frame[..Frame]);
        if (!CopyAll(frame[Frame..], OfFrame, clean))
        {
            return false;
        }

        WriteLength(clean, at);
        return true;
    }

    private static void WriteLength(Stream clean, int chunk)
    {
        Span<byte> total = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(total, (uint)(clean.Length - chunk - 8));
        clean.Position = chunk + 4;
        clean.Write(total);
        clean.Position = clean.Length;
    }
}
