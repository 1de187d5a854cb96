namespace Hub.Host.Storage;

/// <summary>Reads large bytes from the store, where they lie in pieces: it seeks, and memory holds one piece.</summary>
/// <param name="length">Of all of them, in bytes.</param>
/// <param name="read">Gives the bytes of a piece: <see cref="Size"/> of them, of the last one the rest.</param>
internal sealed class PieceStream(long length, Func<int, byte[]> read) : Stream
{
    /// <summary>Bytes of a piece.</summary>
    public const int Size = 1024 * 1024;

    private byte[] piece = [];
    private int number = -1;
    private long position;

    /// <summary>Whether so many bytes are kept in pieces.</summary>
    public static bool Takes(long length) => length > Size;

    /// <summary>The pieces of what is at hand.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at += Size)
        {
            yield return bytes[at..Math.Min(at + Size, bytes.Length)];
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

        var wanted = (int)(position / Size);
        if (wanted != number)
        {
            (piece, number) = (read(wanted), wanted);
        }

        var rest = piece.AsSpan((int)(position % Size));
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
}
