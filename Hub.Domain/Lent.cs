using System.Buffers;
using System.Runtime.CompilerServices;

namespace Hub.Domain;

/// <summary>An array for one step. A short one is lent by the runtime's pool; a long one is made, for what is lent stays with the thread that asked for it: megabytes for each after a few long texts.</summary>
public readonly struct Lent<T> : IDisposable
{
    /// <summary>Bytes.</summary>
    private const int Longest = 64 * 1024;

    /// <param name="length">The array has at least so many elements, with anything in them.</param>
    public Lent(int length) => Array = IsLong(length) ? new T[length] : ArrayPool<T>.Shared.Rent(length);

    public T[] Array { get; }

    public void Dispose()
    {
        if (!IsLong(Array.Length))
        {
            ArrayPool<T>.Shared.Return(Array);
        }
    }

    private static bool IsLong(int length) => (long)length * Unsafe.SizeOf<T>() > Longest;
}
