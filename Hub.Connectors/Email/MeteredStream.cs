namespace Hub.Connectors.Email;

/// <summary>A mail on its way into the parser, which copies the whole of a field at each line that continues it: what it takes is counted between two readings, taken away before it adds up, and has an end.</summary>
/// <remarks>Made and parsed by one thread.</remarks>
internal sealed class MeteredStream(Stream mail) : Stream
{
    /// <summary>Bytes that the parser may take for one mail. Two thousand recipients, a line each, stay below.</summary>
    private const long Most = 256L * 1024 * 1024;

    /// <summary>Bytes after which they are taken away, where the program holds little else.</summary>
    private const long Heap = 12L * 1024 * 1024;

    /// <summary>The part of what the program holds anyway that does not matter beside it: a collection takes as long as that is large.</summary>
    private const int Part = 8;

    private readonly long begun = GC.GetAllocatedBytesForCurrentThread();
    private long swept;
    private bool isParsed;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => mail.Length;

    public override long Position { get => mail.Position; set => mail.Position = value; }

    /// <summary>What is read from now on is not the parser's.</summary>
    public void Stop() => isParsed = true;

    /// <exception cref="InvalidDataException">The parser has taken too much; no letter is made so.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (!isParsed)
        {
            Meter();
        }

        return mail.Read(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => mail.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Meter()
    {
        var taken = GC.GetAllocatedBytesForCurrentThread() - begun;
        if (taken > Most)
        {
            throw new InvalidDataException(nameof(Most));
        }

        if (taken - swept > Heap && taken - swept > GC.GetGCMemoryInfo().HeapSizeBytes / Part)
        {
            // Fields longer than 85 KB lie where only a whole collection looks.
            swept = taken;
            MappedPages.LetGo();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        }
    }
}
