using System.Runtime.InteropServices;

namespace Hub.Domain.Envelopes;

/// <summary>Bytes of an item for code that wants an array.</summary>
public static class Bytes
{
    /// <summary>The array itself where the bytes fill it, so that memory holds a big file once; not to be written to.</summary>
    public static byte[] ArrayOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var part) && part.Array is { } whole && part.Offset == 0 && part.Count == whole.Length ? whole : bytes.ToArray();
}
