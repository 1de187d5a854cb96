using MailKit;

namespace Hub.Connectors.Email;

/// <summary>Watches what goes out, to know after a lost connection whether the server had the whole mail. Keeps nothing of it.</summary>
internal sealed class SmtpWatch : IProtocolLogger
{
    private static readonly byte[] End = "\r\n.\r\n"u8.ToArray();
    private readonly byte[] _tail = new byte[5];
    private int _held;

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>True once the end of the data was sent: from here on the server may have taken it.</summary>
    public bool WholeMailLeft { get; private set; }

    public void Begin() => (WholeMailLeft, _held) = (false, 0);

    public void LogClient(byte[] buffer, int offset, int count)
    {
        var sent = buffer.AsSpan(offset, count);
        WholeMailLeft |= EndsData(sent);
    }

    public void LogConnect(Uri uri)
    {
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
    }

    public void Dispose()
    {
    }

    private bool EndsData(ReadOnlySpan<byte> sent)
    {
        // BDAT (RFC 3030) names its length up front; from its last chunk on the outcome is open.
        if (sent.StartsWith("BDAT"u8) && sent.IndexOf("LAST"u8) > 0)
        {
            return true;
        }

        Keep(sent);
        return _held == End.Length && _tail.AsSpan().SequenceEqual(End);
    }

    private void Keep(ReadOnlySpan<byte> sent)
    {
        if (sent.Length >= _tail.Length)
        {
            sent[^_tail.Length..].CopyTo(_tail);
            _held = _tail.Length;
            return;
        }

        var kept = Math.Min(_held, _tail.Length - sent.Length);
        _tail.AsSpan(_held - kept, kept).CopyTo(_tail);
        sent.CopyTo(_tail.AsSpan(kept));
        _held = kept + sent.Length;
    }
}
