using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Host.People.Access;

/// <summary>Time-based one-time codes (RFC 6238) as every authenticator app makes them: SHA-1, six digits, thirty seconds.</summary>
public static class OneTimeCode
{
    private const int Period = 30;
    private const int Digits = 1_000_000;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / Period;

    public static string At(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238 and the apps in people's pockets say SHA-1.
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[^1] & 0x0F)) & 0x7FFF_FFFF;
        return (number % Digits).ToString("D6");
    }

    /// <returns>The step whose code it is: the present one or a neighbour, never one at or before <paramref name="last"/>; null when there is none.</returns>
    public static long? Match(byte[] key, string code, long now, long last)
    {
        for (var step = now - 1; step <= now + 1; step++)
        {
            if (step > last && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(At(key, step)), Encoding.ASCII.GetBytes(code)))
            {
                return step;
            }
        }

        return null;
    }

    /// <summary>RFC 4648 base 32, as Identity keeps authenticator keys; other characters are passed over.</summary>
    public static byte[] Key(string base32)
    {
        var (bytes, buffer, bits) = (new List<byte>(base32.Length * 5 / 8), 0, 0);
        foreach (var value in base32.ToUpperInvariant().Select(c => Alphabet.IndexOf(c, StringComparison.Ordinal)).Where(v => v >= 0))
        {
            buffer = ((buffer << 5) | value) & 0xFFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
            }
        }

        return [.. bytes];
    }
}
