namespace Hub.Connectors.Email;

/// <summary>Passes on the first bytes and drops the rest.</summary>
internal sealed class CappedStream(Stream target, int cap) : Stream
{
    private int _taken;

    public bool IsCut { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _taken;

    public override long Position { get => Length; set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var taken = Math.Min(cap - _taken, buffer.Length);
        IsCut |= taken < buffer.Length;
        target.Write(buffer[..taken]);
        _taken += taken;
    }

    public override void Flush() => target.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
