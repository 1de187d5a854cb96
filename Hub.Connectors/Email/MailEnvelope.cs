using System.Security.Cryptography;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.Email;

/// <summary>Makes the envelope of one mail and the key by which it is known again.</summary>
internal static class MailEnvelope
{
    public const string MediaType = "message/rfc822";

    public static Envelope Of(string source, ReadOnlyMemory<byte> raw, DateTimeOffset receivedAt)
    {
        var print = Fingerprint(raw.Span);
        return new()
        {
            Key = new(source, print, print),
            MediaType = MediaType,
            Raw = raw,
            ReceivedAt = receivedAt.ToUniversalTime(),
        };
    }

    /// <summary>Equal for the same mail whether it came by IMAP (CRLF) or from a file (LF, or with an mbox line before it).</summary>
    internal static string Fingerprint(ReadOnlySpan<byte> raw)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rest = WithoutMboxLine(raw);
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            hash.AppendData(line.TrimEnd((byte)'\r'));
            if (end < 0)
            {
                break;
            }

            hash.AppendData("\n"u8);
            rest = rest[(end + 1)..];
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    public static ReadOnlySpan<byte> WithoutMboxLine(ReadOnlySpan<byte> raw)
    {
        if (!raw.StartsWith("From "u8))
        {
            return raw;
        }

        var end = raw.IndexOf((byte)'\n');
        return end < 0 ? raw : raw[(end + 1)..];
    }
}
