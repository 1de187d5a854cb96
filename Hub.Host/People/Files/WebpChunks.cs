using System.Buffers.Binary;
using System.Text;

namespace Hub.Host.People.Files;

/// <summary>WebP (RFC 9649): EXIF, XMP and unknown chunks go, and the header says so.</summary>
internal static class WebpChunks
{
    private const int Header = 12;
    private const byte ExifAndXmp = 0x08 | 0x04;

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal) { "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP" };

    public static bool Copy(ReadOnlySpan<byte> image, Stream clean)
    {
        var end = 8L + BinaryPrimitives.ReadUInt32LittleEndian(image[4..]);
        if (end > image.Length)
        {
            return false;
        }

        clean.Write(image[..Header]);
        long at = Header;
        while (at + 8 <= end)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(image[(int)(at + 4)..]);
            var length = 8L + size + (size & 1);
            if (at + length > end)
            {
                return false;
            }

            Copy(image.Slice((int)at, (int)length), Encoding.ASCII.GetString(image.Slice((int)at, 4)), clean);
            at += length;
        }

        if (at != end || clean.Length <= Header)
        {
            return false;
        }

        Span<byte> total = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(total, (uint)(clean.Length - 8));
        clean.Position = 4;
        clean.Write(total);
        return true;
    }

    private static void Copy(ReadOnlySpan<byte> chunk, string type, Stream clean)
    {
        if (!Kept.Contains(type))
        {
            return;
        }

        var copy = chunk.ToArray();
        if (type == "VP8X")
        {
            copy[8] &= unchecked((byte)~ExifAndXmp);
        }

        clean.Write(copy);
    }
}
