using System.Security.Cryptography;

namespace Hub.Connectors.Email;

/// <summary>Swallows bytes, keeps their number and hash: big parts are measured without being held.</summary>
internal sealed class PartMeasure(bool asText) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private long _length;
    private bool _heldReturn;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    /// <summary>Complete once <see cref="Sha1"/> was asked for.</summary>
    public override long Length => _length;

    public override long Position { get => _length; set => throw new NotSupportedException(); }

    public string Sha1()
    {
        if (_heldReturn)
        {
            Take("\r"u8);
            _heldReturn = false;
        }

        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!asText)
        {
            Take(buffer);
            return;
        }

        while (!buffer.IsEmpty)
        {
            // A return at the end of one piece may belong to the line feed at the start of the next.
            if (_heldReturn && buffer[0] != '\n')
            {
                Take("\r"u8);
            }

            _heldReturn = false;
            var cut = buffer.IndexOf((byte)'\r');
            if (cut < 0)
            {
                Take(buffer);
                return;
            }

            Take(buffer[..cut]);
            buffer = buffer[(cut + 1)..];
            _heldReturn = true;
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _length += bytes.Length;
    }
}
