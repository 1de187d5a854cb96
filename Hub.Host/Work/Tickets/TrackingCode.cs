using System.Security.Cryptography;
using System.Text;
using Hub.Host.Foundation.Security;

namespace Hub.Host.Work.Tickets;

/// <summary>The second word by which a reporter follows a ticket without an account: eight signs that only this hub can make from the number.</summary>
public sealed class TrackingCode(KeyFolder keys)
{
    /// <summary>Signs that are not mistaken for one another when read aloud or from paper (32 of them).</summary>
    private const string Signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int Length = 8;

    private readonly byte[] key = keys.KeyFor("tracking-code");

    public string Of(string number)
    {
        var hash = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(number.ToUpperInvariant()));
        return string.Create(Length, hash, static (code, bytes) =>
        {
            for (var i = 0; i < code.Length; i++)
            {
                code[i] = Signs[bytes[i] % Signs.Length];
            }
        });
    }

    /// <summary>Compared in constant time; case and blanks do not matter.</summary>
    public bool Fits(string number, string code)
    {
        var typed = Encoding.UTF8.GetBytes(code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant());
        return CryptographicOperations.FixedTimeEquals(typed, Encoding.ASCII.GetBytes(Of(number)));
    }
}
