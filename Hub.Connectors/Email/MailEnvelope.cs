using System.Buffers;
using System.Security.Cryptography;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.Email;

/// <summary>Makes the envelope of one mail and the key by which it is known again.</summary>
internal static class MailEnvelope
{
    public const string MediaType = "message/rfc822";

    private const int BufferBytes = 64 * 1024;

    public static Envelope Of(string source, ReadOnlyMemory<byte> raw, DateTimeOffset receivedAt) => Of(source, raw, null, receivedAt);

    /// <summary>Of a mail that is read where it lies, because it is large.</summary>
    public static Envelope Of(string source, Func<Stream> pieces, DateTimeOffset receivedAt) => Of(source, default, pieces, receivedAt);

    private static Envelope Of(string source, ReadOnlyMemory<byte> raw, Func<Stream>? pieces, DateTimeOffset receivedAt)
    {
        using var mail = pieces?.Invoke() ?? RawStream.Over(raw);
        var print = Fingerprint(mail);
        return new()
        {
            Key = new(source, print, print),
            MediaType = MediaType,
            Raw = raw,
            Pieces = pieces,
            ReceivedAt = receivedAt.ToUniversalTime(),
        };
    }

    internal static string Fingerprint(ReadOnlyMemory<byte> raw) => Fingerprint(RawStream.Over(raw));

    /// <summary>Equal for the same mail whether it came by IMAP (CRLF) or from a file (LF, or with an mbox line before it).</summary>
    private static string Fingerprint(Stream mail)
    {
        mail.Position = AfterMboxLine(mail);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var returns = 0;
            while (mail.Read(buffer) is > 0 and var count)
            {
                returns = Append(hash, buffer.AsSpan(0, count), returns);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>Without the returns at the end of lines and of the mail.</summary>
    /// <param name="returns">How many stand before these bytes: what follows tells whether they end a line.</param>
    /// <returns>How many stand at their end.</returns>
    private static int Append(IncrementalHash hash, ReadOnlySpan<byte> bytes, int returns)
    {
        while (!bytes.IsEmpty)
        {
            var cut = bytes.IndexOf((byte)'\r');
            var text = cut < 0 ? bytes : bytes[..cut];
            if (!text.IsEmpty)
            {
                for (; returns > 0; returns--)
                {
                    hash.AppendData(text[0] == '\n' ? [] : "\r"u8);
                }

                hash.AppendData(text);
            }

            if (cut < 0)
            {
                break;
            }

            returns++;
            bytes = bytes[(cut + 1)..];
        }

        return returns;
    }

    private static long AfterMboxLine(Stream mail)
    {
        Span<byte> start = stackalloc byte[5];
        mail.Position = 0;
        if (mail.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.SequenceEqual("From "u8))
        {
            return 0;
        }

        int sign;
        do
        {
            sign = mail.ReadByte();
        }
        while (sign is not ('\n' or -1));

        return sign < 0 ? 0 : mail.Position;
    }
}
