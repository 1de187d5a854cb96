using System.Buffers;
using System.Reflection;

namespace Hub.Domain;

/// <summary>A large resource where it lies in the mapped file of the program: nothing is copied, and only the pages that are touched are in memory.</summary>
public sealed unsafe class ResourceMemory : MemoryManager<byte>
{
    private readonly byte* start;
    private readonly int length;

    private ResourceMemory(UnmanagedMemoryStream stream)
    {
        start = stream.PositionPointer;
        length = (int)stream.Length;
    }

    /// <summary>Stays for as long as the program runs.</summary>
    /// <exception cref="InvalidOperationException">The assembly has none of that name.</exception>
    public static ReadOnlyMemory<byte> Of(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name) as UnmanagedMemoryStream ?? throw new InvalidOperationException(name);
        return new ResourceMemory(stream).Memory;
    }

    public override Span<byte> GetSpan() => new(start, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

    public override void Unpin()
    {
        // It never moves.
    }

    protected override void Dispose(bool disposing)
    {
        // It is the program's.
    }
}
