using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Host.People.Access;

/// <summary>A secret for a link: 256 bits, shown once, kept as its hash.</summary>
internal static class OneTimeSecret
{
    /// <summary>Signs of one.</summary>
    public const int Length = 43;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
