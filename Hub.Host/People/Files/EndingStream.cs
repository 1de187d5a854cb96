namespace Hub.Host.People.Files;

/// <summary>Bytes in memory that are read or written until the work on them shall end: a library that knows no end of its own stops at its next byte.</summary>
internal sealed class EndingStream : MemoryStream
{
    private readonly CancellationToken token;

    public EndingStream(byte[] content, CancellationToken token)
        : base(content, writable: false) => this.token = token;

    public EndingStream(int capacity, CancellationToken token)
        : base(capacity) => this.token = token;

    public override int Read(byte[] buffer, int offset, int count)
    {
        token.ThrowIfCancellationRequested();
        return base.Read(buffer, offset, count);
    }

    public override int Read(Span<byte> buffer)
    {
        token.ThrowIfCancellationRequested();
        return base.Read(buffer);
    }

    public override int ReadByte()
    {
        token.ThrowIfCancellationRequested();
        return base.ReadByte();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        token.ThrowIfCancellationRequested();
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        token.ThrowIfCancellationRequested();
        base.Write(buffer);
    }

    public override void WriteByte(byte value)
    {
        token.ThrowIfCancellationRequested();
        base.WriteByte(value);
    }
}
