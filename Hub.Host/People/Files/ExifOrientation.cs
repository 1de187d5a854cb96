using System.Buffers.Binary;

namespace Hub.Host.People.Files;

/// <summary>The one EXIF field that a viewer needs (Exif 2.32, tag 0x0112): without it a photo lies on its side.</summary>
internal static class ExifOrientation
{
    public const ushort Upright = 1;
    private const ushort Tag = 0x0112;
    private const ushort Short = 3;

    /// <param name="content">The content of an APP1 segment, or of a WebP or PNG EXIF chunk with the six bytes <c>Exif\0\0</c> before it.</param>
    /// <returns>1 to 8; null when there is none.</returns>
    public static ushort? Of(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith("Exif\0\0"u8))
        {
            return null;
        }

        var tiff = content[6..];
        var isLittle = tiff.StartsWith("II"u8);
        if (tiff.Length < 8 || !(isLittle || tiff.StartsWith("MM"u8)))
        {
            return null;
        }

        var directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory + 2L > tiff.Length)
        {
            return null;
        }

        var entries = Number(tiff[(int)directory..], isLittle);
        for (var (i, at) = (0, (long)directory + 2); i < entries && at + 12 <= tiff.Length; i++, at += 12)
        {
            var entry = tiff.Slice((int)at, 12);
            if (Number(entry, isLittle) == Tag && Number(entry[2..], isLittle) == Short)
            {
                var value = Number(entry[8..], isLittle);
                return value is >= 1 and <= 8 ? value : null;
            }
        }

        return null;
    }

    /// <summary>Writes an APP1 segment that holds the orientation and nothing else; none for an upright picture.</summary>
    public static void Write(Stream jpeg, ushort orientation)
    {
        if (orientation == Upright)
        {
            return;
        }

        jpeg.Write([0xFF, 0xE1, 0x00, 0x22]);
        jpeg.Write("Exif\0\0"u8);
        jpeg.Write([(byte)'M', (byte)'M', 0x00, 0x2A, 0, 0, 0, 8, 0, 1]);
        jpeg.Write([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0]);
        jpeg.Write([0, 0, 0, 0]);
    }

    private static ushort Number(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
