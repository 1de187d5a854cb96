using System.Runtime.InteropServices;

namespace Hub.Domain.Routing.Scoring;

/// <summary>A row of numbers as its bytes, wherever they lie: in an array, or in the file of the program, of which the machine reads what is touched.</summary>
internal readonly record struct Numbers<T>(ReadOnlyMemory<byte> Bytes)
    where T : unmanaged
{
    /// <summary>Asked for once before a loop, not in it.</summary>
    public ReadOnlySpan<T> Span => MemoryMarshal.Cast<byte, T>(Bytes.Span);

    public static Numbers<T> Of(ReadOnlySpan<T> numbers) => new(MemoryMarshal.AsBytes(numbers).ToArray());
}
