using System.IO.Compression;
using Hub.Domain;

namespace Hub.Host.Storage;

/// <summary>How raw bytes are kept: a format byte, then the bytes, compressed when that saves room.</summary>
internal static class Packed
{
    private const byte Plain = 0;
    private const byte Brotli = 1;

    private const int Quality = 4;

    /// <summary>Bits.</summary>
    private const int Window = 22;

    public static byte[] Pack(ReadOnlySpan<byte> raw)
    {
        using var lent = new Lent<byte>(raw.Length + 1);
        var room = lent.Array;
        if (raw.Length > 64 && BrotliEncoder.TryCompress(raw, room.AsSpan(1, raw.Length), out var written, Quality, Window) && written < raw.Length)
        {
            room[0] = Brotli;
            return room[..(written + 1)];
        }

        return [Plain, .. raw];
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
