using System.Security.Cryptography;
using System.Text;

namespace Hub.Mocks.Mail;

/// <summary>Who may log in: any address, with the one password made at start.</summary>
internal sealed class Logins(string password)
{
    public bool Accept(string user, string given) =>
        user.Contains('@', StringComparison.Ordinal)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(password));

    /// <summary>The access token that XOAUTH2 takes; null: the mechanism is not offered.</summary>
    public string? AccessToken { get; set; }

    /// <returns>The account of an XOAUTH2 message with the right token; null for any other.</returns>
    public string? Bearer(string base64) =>
        Decode(base64).Split('\u0001') is [var user, var bearer, ..] && user.StartsWith("user=", StringComparison.Ordinal) && AccessToken is not null && bearer == $"auth=Bearer {AccessToken}"
            ? user["user=".Length..]
            : null;

    /// <summary>The message of SASL PLAIN (RFC 4616), base64; null when it is not one.</summary>
    public static (string User, string Password)? Plain(string base64)
    {
        var parts = Decode(base64).Split('\0');
        return parts.Length == 3 ? (parts[1], parts[2]) : null;
    }

    /// <returns>The text, empty when it is not base64.</returns>
    public static string Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64.Trim(), bytes, out var written) ? Encoding.UTF8.GetString(bytes, 0, written) : "";
    }
}
