using System.Buffers.Binary;

namespace Hub.Host.People.Files;

/// <summary>JPEG (ITU-T T.81, annex B): keeps what draws the picture and its orientation; a profile of colours may name the screen or the camera, so it goes.</summary>
internal static class JpegSegments
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;
    private const byte App0 = 0xE0;
    private const byte App1 = 0xE1;
    private const byte App14 = 0xEE;

    /// <summary>Bytes up to the width of a frame.</summary>
    private const int Frame = 9;

    public static bool Copy(ReadOnlySpan<byte> image, Stream clean)
    {
        clean.Write(image[..2]);
        var orientation = ExifOrientation.Upright;
        for (var at = 2; ;)
        {
            // Fill bytes may stand before a marker.
            while (at + 1 < image.Length && image[at] == 0xFF && image[at + 1] == 0xFF)
            {
                at++;
            }

            if (at + 4 > image.Length || image[at] != 0xFF)
            {
                return false;
            }

            var marker = image[at + 1];
            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(image[(at + 2)..]);
            if (length < 4 || at + length > image.Length)
            {
                return false;
            }

            var segment = image.Slice(at, length);
            at += length;
            if (marker == App1 && ExifOrientation.Of(segment[4..]) is { } found)
            {
                orientation = found;
            }

            if (marker == StartOfScan)
            {
                ExifOrientation.Write(clean, orientation);
                clean.Write(segment);
                return CopyScans(image, at, clean);
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && segment.Length >= Frame)
            {
                Pixels.Check(BinaryPrimitives.ReadUInt16BigEndian(segment[7..]), BinaryPrimitives.ReadUInt16BigEndian(segment[5..]));
            }

            if (Keeps(marker, segment[4..]))
            {
                clean.Write(segment);
            }
        }
    }

    private static bool Keeps(byte marker, ReadOnlySpan<byte> content) => marker switch
    {
        // JFIF without its thumbnail; JFXX is nothing but a thumbnail.
        App0 => content.StartsWith("JFIF\0"u8) && content.Length == 14,
        App14 => content.StartsWith("Adobe"u8),

        // Frames, tables, restarts, lines: what ITU-T T.81 draws with. Reserved markers may say anything.
        (>= 0xC0 and <= 0xCF and not 0xC8) or (>= 0xDA and <= 0xDF) => true,
        _ => false,
    };

    // Entropy-coded data up to the end of the image; further scans of a progressive picture bring tables between them.
    // What hangs behind the end (a second picture with its own EXIF, a maker's trailer) stays behind.
    private static bool CopyScans(ReadOnlySpan<byte> image, int at, Stream clean)
    {
        var from = at;
        while (at + 1 < image.Length)
        {
            var (mark, marker) = (image[at], image[at + 1]);
            if (mark != 0xFF || marker is 0x00 or 0xFF or (>= 0xD0 and <= 0xD7))
            {
                at += mark == 0xFF && marker != 0xFF ? 2 : 1;
                continue;
            }

            if (marker == EndOfImage)
            {
                clean.Write(image[from..(at + 2)]);
                return true;
            }

            if (at + 4 > image.Length)
            {
                return false;
            }

            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(image[(at + 2)..]);
            if (at + length > image.Length)
            {
                return false;
            }

            if (!Keeps(marker, image.Slice(at + 4, Math.Max(0, length - 4))))
            {
                clean.Write(image[from..at]);
                from = at + length;
            }

            at += length;
        }

        return false;
    }
}
