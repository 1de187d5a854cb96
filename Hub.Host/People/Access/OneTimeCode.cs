using OtpNet;

namespace Hub.Host.People.Access;

/// <summary>Time-based one-time codes (RFC 6238) as every authenticator app makes them.</summary>
internal static class OneTimeCode
{
    /// <summary>Clocks of phones may be half a minute off.</summary>
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <param name="key">In base 32, as Identity keeps it.</param>
    /// <returns>The step whose code it is; null when it is none, or one at or before <paramref name="last"/>.</returns>
    public static long? Match(string key, string code, DateTimeOffset now, long last) =>
        new Totp(Base32Encoding.ToBytes(key)).VerifyTotp(now.UtcDateTime, code, out var step, Window) && step > last ? step : null;
}
