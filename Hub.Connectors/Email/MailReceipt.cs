using Hub.Domain.Envelopes;
using Hub.Domain;
using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>When a mail was received: the server's word within reason, else the date that the mail claims, else now.</summary>
internal static class MailReceipt
{
    /// <summary>What is dated earlier was dated by a clock that lost its battery: they wake in 1904, 1970, 1980 or 2000.</summary>
    private static readonly DateTimeOffset Earliest = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Clocks of two machines differ by less.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    /// <param name="internalDate">The server's; null when it could not be read.</param>
    public static DateTimeOffset Of(DateTimeOffset? internalDate, ReadOnlyMemory<byte> raw, DateTimeOffset now) =>
        Within(internalDate, now) ?? Within(Claimed(raw), now) ?? now;

    public static bool IsPossible(DateTimeOffset date) => date >= Earliest;

    private static DateTimeOffset? Within(DateTimeOffset? date, DateTimeOffset now) => date switch
    {
        null => null,
        _ when !IsPossible(date.Value) => null,
        _ when date > now + Skew => now,
        _ => date,
    };

    private static DateTimeOffset? Claimed(ReadOnlyMemory<byte> raw)
    {
        try
        {
            using var stream = RawStream.Over(raw);
            return new MailHeaders(HeaderList.Load(stream), null).Date;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
