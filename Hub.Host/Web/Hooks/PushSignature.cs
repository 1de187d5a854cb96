using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hub.Domain;

namespace Hub.Host.Web.Hooks;

/// <summary>The signature of a push: HMAC-SHA256 over <c>timestamp.body</c>, so that neither body nor time can be changed, and an old push cannot be sent again later.</summary>
public static class PushSignature
{
    /// <summary>Seconds since 1970, UTC.</summary>
    public const string TimestampHeader = "X-Hub-Timestamp";

    /// <summary><c>sha256=</c> and 64 hexadecimal digits.</summary>
    public const string SignatureHeader = "X-Hub-Signature";

    /// <summary>How far the sender's clock may be from ours, either way.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const string Scheme = "sha256=";

    /// <summary>What a sender puts into <see cref="SignatureHeader"/>.</summary>
    public static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body) => Scheme + Convert.ToHexStringLower(Compute(secret, timestamp, body));

    /// <returns>What is wrong, or null when the push may be taken.</returns>
    public static PushRefusal? Check(string secret, string? timestamp, string? signature, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799)
        {
            return new PushRefusal(401, "timestamp-missing", PushTexts.Say("NoTimestamp", TimestampHeader));
        }

        if ((now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Window)
        {
            return new PushRefusal(401, "timestamp-old", PushTexts.Say("OldTimestamp", TimestampHeader, Window.TotalMinutes));
        }

        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        var isHex = signature is not null && signature.StartsWith(Scheme, StringComparison.Ordinal) && signature.Length == Scheme.Length + (2 * given.Length)
            && Convert.FromHexString(signature.AsSpan(Scheme.Length), given, out _, out _) == System.Buffers.OperationStatus.Done;
        return isHex && CryptographicOperations.FixedTimeEquals(given, Compute(secret, timestamp!, body))
            ? null
            : new PushRefusal(401, "signature-wrong", PushTexts.Say("WrongSignature", SignatureHeader, Scheme));
    }

    private static byte[] Compute(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp + "."));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}

/// <summary>Why a push is not taken.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">For programs; stays the same.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record PushRefusal(int Status, string Code, string Message);
