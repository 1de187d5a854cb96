using System.Runtime.InteropServices;

namespace Hub.Domain.Envelopes;

/// <summary>A stream over bytes that are already in memory, without a copy.</summary>
public static class RawStream
{
    public static MemoryStream Over(ReadOnlyMemory<byte> raw) =>
        MemoryMarshal.TryGetArray(raw, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(raw.ToArray(), writable: false);

    /// <summary>The bytes of a stream that knows its length, from where it stands.</summary>
    public static byte[] All(Stream stream)
    {
        var all = new byte[stream.Length - stream.Position];
        stream.ReadExactly(all);
        return all;
    }
}
