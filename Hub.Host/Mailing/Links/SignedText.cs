using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Hub.Domain.Envelopes;

namespace Hub.Host.Mailing.Links;

/// <summary>ASCII words in an address that only the hub can have written.</summary>
internal sealed class SignedText(byte[] key)
{
    private const int MacLength = 16;

    public string Sign(string text)
    {
        var payload = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));
        return $"{payload}.{MacOf(payload)}";
    }

    /// <returns>The words between their slashes, and a hash by which their use is remembered; null when we did not write them.</returns>
    public (string[] Parts, string Hash)? Read(string? secret) =>
        secret?.Split('.') is [var payload, var mac] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.ASCII.GetBytes(MacOf(payload)))
            ? (Encoding.ASCII.GetString(Base64Url.DecodeFromChars(payload)).Split('/'), Fingerprint.Of(Encoding.ASCII.GetBytes(payload)))
            : null;

    private string MacOf(string payload) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(payload)).AsSpan(0, MacLength));
}
