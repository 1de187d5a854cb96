using System.Security.Cryptography;
using System.Text;
using Hub.Domain.Tickets;

namespace Hub.Domain.Conversation;

/// <summary>Signs what the hub sends, so that it knows its own mail again and a reply proves which ticket it answers.</summary>
/// <remarks>
/// In a Message-ID: <c>ku-2026-000123.ROW.MAC@host</c>; in a reply address: <c>hub+ku-2026-000123.MAC@host</c>; in a subject: <c>[KU-2026-000123.MAC]</c>.
/// Nobody without the key can make either. The plain subject tag <c>[KU-2026-000123]</c> is for people and proves nothing.
/// </remarks>
public sealed class NoticeToken
{
    /// <summary>80 bits of HMAC-SHA-256, in letters and digits that survive a change of case.</summary>
    private const int MacLength = 16;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    private static readonly System.Buffers.SearchValues<char> EitherCase = System.Buffers.SearchValues.Create(Letters + Letters.ToUpperInvariant());

    private readonly byte[] _key;

    /// <param name="key">At least 32 random bytes, kept for the life of the hub.</param>
    public NoticeToken(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 32);
        _key = key.ToArray();
    }

    /// <summary>The same row always gives the same id.</summary>
    /// <param name="ticket">The ticket's number.</param>
    /// <param name="row">The outbox row's unique key, in any form.</param>
    /// <param name="host">The right side of the id, for example <c>hub.kaltaraprov.go.id</c>.</param>
    /// <returns>Without angle brackets.</returns>
    public string MessageId(string ticket, string row, string host)
    {
        var number = ticket.ToLowerInvariant();
        var name = Envelopes.Fingerprint.Of(Encoding.UTF8.GetBytes(row))[..16];
        return $"{number}.{name}.{Mac("id", number, name)}@{host}";
    }

    /// <summary>The address to which an answer about this ticket goes.</summary>
    public string ReplyAddress(string address, string ticket)
    {
        var at = address.LastIndexOf('@');
        var number = ticket.ToLowerInvariant();
        return $"{address[..at]}+{number}.{Mac("reply", number, "")}{address[at..]}";
    }

    /// <summary>What stands in brackets before the subject where no address can carry the token.</summary>
    public string SubjectTag(string ticket) => $"{ticket}.{Mac("reply", ticket.ToLowerInvariant(), "")}";

    /// <summary>Reads the first tag of ours in a subject.</summary>
    public TokenReading ReadSubject(string? subject) =>
        TicketNumber.FindIn(subject) is { } ticket && subject!.AsSpan(subject!.IndexOf(ticket, StringComparison.OrdinalIgnoreCase) + ticket.Length) is ['.', .. var rest] && rest.Length >= MacLength && !rest[..MacLength].ContainsAnyExcept(EitherCase)
            ? Judge(ticket, rest[..MacLength].ToString().ToLowerInvariant(), Mac("reply", ticket.ToLowerInvariant(), ""))
            : TokenReading.None;

    /// <summary>Reads a Message-ID of ours.</summary>
    public TokenReading ReadMessageId(string? messageId)
    {
        var local = messageId?.Trim('<', '>', ' ').Split('@')[0].ToLowerInvariant().Split('.');
        return local is [var number, var name, var mac] && IsNumber(number)
            ? Judge(number, mac, Mac("id", number, name))
            : TokenReading.None;
    }

    /// <summary>Reads an address that a mail was sent to.</summary>
    public TokenReading ReadAddress(string? address)
    {
        var local = address?.Split('@')[0].ToLowerInvariant() ?? "";
        var plus = local.LastIndexOf('+');
        return plus >= 0 && local[(plus + 1)..].Split('.') is [var number, var mac] && IsNumber(number)
            ? Judge(number, mac, Mac("reply", number, ""))
            : TokenReading.None;
    }

    private static bool IsNumber(string text) => string.Equals(TicketNumber.FindIn(text), text, StringComparison.OrdinalIgnoreCase);

    private static TokenReading Judge(string number, string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given), Encoding.ASCII.GetBytes(expected))
            ? new(number.ToUpperInvariant(), IsForged: false)
            : new(null, IsForged: true);

    private string Mac(string purpose, string number, string name)
    {
        var hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{purpose}|{number}|{name}"));
        return string.Create(MacLength, hash, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var bit = i * 5;
                var pair = (bytes[bit / 8] << 8) | bytes[(bit / 8) + 1];
                text[i] = Letters[(pair >> (11 - (bit % 8))) & 31];
            }
        });
    }
}

/// <summary>What an id or address says.</summary>
/// <param name="Ticket">The ticket's number when the signature holds; else null.</param>
/// <param name="IsForged">True when it has our form and a wrong signature.</param>
public readonly record struct TokenReading(string? Ticket, bool IsForged)
{
    public static readonly TokenReading None;
}
