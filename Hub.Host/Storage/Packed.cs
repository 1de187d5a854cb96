using System.Buffers;
using System.IO.Compression;

namespace Hub.Host.Storage;

/// <summary>How raw bytes are kept: a format byte, then the bytes, compressed when that saves room.</summary>
internal static class Packed
{
    private const byte Plain = 0;
    private const byte Brotli = 1;

    /// <summary>Bytes from which they are packed twice, first only to see how long they become: the array is made as long as that, and memory holds no second one.</summary>
    private const int Large = 4 * 1024 * 1024;

    private const int Quality = 4;

    /// <summary>Bits.</summary>
    private const int Window = 22;

    /// <summary>Bits: what is large is base64, of which nothing comes back, and the encoder holds twice its window.</summary>
    private const int LargeWindow = 18;

    public static byte[] Pack(ReadOnlySpan<byte> raw)
    {
        if (raw.Length >= Large)
        {
            return PackLarge(raw);
        }

        var packed = new byte[raw.Length + 1];
        if (raw.Length > 64 && BrotliEncoder.TryCompress(raw, packed.AsSpan(1), out var written, Quality, Window) && written < raw.Length)
        {
            packed[0] = Brotli;
            return packed[..(written + 1)];
        }

        packed[0] = Plain;
        raw.CopyTo(packed.AsSpan(1));
        return packed;
    }

    private static byte[] PackLarge(ReadOnlySpan<byte> raw)
    {
        if (Squeeze(raw, []) is var length and > 0 && length < raw.Length)
        {
            var packed = new byte[length + 1];
            packed[0] = Brotli;
            if (Squeeze(raw, packed.AsSpan(1)) == length)
            {
                return packed;
            }
        }

        return [Plain, .. raw];
    }

    /// <param name="into">Empty: the bytes are only counted.</param>
    /// <returns>How many bytes it became; -1 where they did not fit.</returns>
    private static int Squeeze(ReadOnlySpan<byte> raw, Span<byte> into)
    {
        using var encoder = new BrotliEncoder(Quality, LargeWindow);
        Span<byte> beside = new byte[64 * 1024];
        var length = 0;
        var status = OperationStatus.DestinationTooSmall;
        while (status == OperationStatus.DestinationTooSmall)
        {
            // Full to its last byte the encoder has not said yet that it is done.
            status = encoder.Compress(raw, length < into.Length ? into[length..] : beside, out var consumed, out var written, isFinalBlock: true);
            raw = raw[consumed..];
            length += written;
        }

        return status == OperationStatus.Done && (into.IsEmpty || length <= into.Length) ? length : -1;
    }

    /// <param name="length">The length before packing.</param>
    /// <exception cref="InvalidDataException">The stored bytes are damaged.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, int length)
    {
        if (packed.Length == 0)
        {
            throw new InvalidDataException("The stored envelope is empty.");
        }

        var raw = new byte[length];
        var whole = packed[0] switch
        {
            Plain => packed.Length - 1 == length && packed[1..].TryCopyTo(raw),
            Brotli => BrotliDecoder.TryDecompress(packed[1..], raw, out var written) && written == length,
            _ => false,
        };
        return whole ? raw : throw new InvalidDataException("The stored envelope is damaged.");
    }
}
