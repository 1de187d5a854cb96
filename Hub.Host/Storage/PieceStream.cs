namespace Hub.Host.Storage;

/// <summary>Reads large bytes from the store, where they lie in pieces: it seeks, and memory holds a few pieces.</summary>
/// <param name="length">Of all of them, in bytes.</param>
/// <param name="read">Gives so many pieces from a number on, each <see cref="Size"/> bytes long, the last of all the rest.</param>
internal sealed class PieceStream(long length, Func<int, int, IReadOnlyList<ReadOnlyMemory<byte>>> read) : Stream
{
    /// <summary>Bytes of a piece: no more than what the collector takes away young.</summary>
    public const int Size = 64 * 1024;

    /// <summary>More bytes than these are kept in pieces.</summary>
    public const int Large = 1024 * 1024;

    /// <summary>So many are read and written by one question.</summary>
    public const int Together = 16;

    private IReadOnlyList<ReadOnlyMemory<byte>> pieces = [];
    private int first;
    private long position;

    /// <summary>Whether so many bytes are kept in pieces.</summary>
    public static bool Takes(long length) => length > Large;

    /// <summary>The pieces of what is at hand.</summary>
    /// <remarks>Each is there until the next is asked for.</remarks>
    public static IEnumerable<(int Number, ReadOnlyMemory<byte> Bytes)> Of(Stream bytes)
    {
        var piece = new byte[Size];
        for (var number = 0; (long)number * Size < bytes.Length; number++)
        {
            var rest = piece.AsMemory(0, LengthOf(number, bytes.Length));
            bytes.ReadExactly(rest.Span);
            yield return (number, rest);
        }
    }

    /// <summary>How many bytes that piece of so many has.</summary>
    public static int LengthOf(int number, long length) => (int)Math.Min(Size, length - ((long)number * Size));

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => position; set => position = value; }

    public override int Read(Span<byte> buffer)
    {
        if (position >= length || buffer.IsEmpty)
        {
            return 0;
        }

        var rest = PieceAt((int)(position / Size)).Span[(int)(position % Size)..];
        rest = rest[..Math.Min(rest.Length, buffer.Length)];
        rest.CopyTo(buffer);
        position += rest.Length;
        return rest.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private ReadOnlyMemory<byte> PieceAt(int number)
    {
        if (number < first || number >= first + pieces.Count)
        {
            (first, pieces) = (number, []);
            pieces = read(number, Together);
        }

        return pieces[number - first];
    }
}
