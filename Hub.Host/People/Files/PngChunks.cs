using System.Buffers.Binary;
using System.Text;

namespace Hub.Host.People.Files;

/// <summary>PNG (W3C, third edition): keeps the chunks that draw; texts, times, EXIF, profiles of colours and everything unknown go.</summary>
internal static class PngChunks
{
    private const int Signature = 8;
    private const int Frame = 12;

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "cICP", "sBIT", "bKGD", "pHYs", "acTL", "fcTL", "fdAT",
    };

    public static bool Copy(ReadOnlySpan<byte> image, Stream clean)
    {
        clean.Write(image[..Signature]);
        for (var at = (long)Signature; at + Frame <= image.Length;)
        {
            var length = Frame + BinaryPrimitives.ReadUInt32BigEndian(image[(int)at..]);
            if (at + length > image.Length)
            {
                return false;
            }

            var chunk = image.Slice((int)at, (int)length);
            var type = Encoding.ASCII.GetString(chunk[4..8]);
            if (type == "IHDR" && length >= Frame + 8)
            {
                Pixels.Check(BinaryPrimitives.ReadUInt32BigEndian(chunk[8..]), BinaryPrimitives.ReadUInt32BigEndian(chunk[12..]));
            }

            if (Kept.Contains(type))
            {
                clean.Write(chunk);
            }

            if (type == "IEND")
            {
                return true;
            }

            at += length;
        }

        return false;
    }
}
