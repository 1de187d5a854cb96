using System.Security.Cryptography;

namespace Hub.Domain.Envelopes;

/// <summary>A short name for content: equal content, equal name.</summary>
public static class Fingerprint
{
    /// <returns>The first 128 bits of SHA-256, as 32 lower-case hexadecimal digits.</returns>
    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
