using System.Security.Cryptography;
using System.Text;
using Hub.Domain.Tickets;

namespace Hub.Domain.Conversation;

/// <summary>Signs what the hub sends, so that it knows its own mail again and a reply proves which ticket it answers and as whom.</summary>
/// <remarks>
/// In a Message-ID: <c>ku-2026-000123.MARK.MAC@host</c>; in a reply address: <c>hub+ku-2026-000123.MAC@host</c>; in a subject: <c>[KU-2026-000123.MAC]</c>.
/// Nobody without the key can make either. The plain subject tag <c>[KU-2026-000123]</c> is for people and proves nothing.
/// </remarks>
public sealed class NoticeToken
{
    /// <summary>Stands for the ticket in the mails by which the hub tries its account; no ticket has it.</summary>
    public const string Round = "KU-0000-000000";

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

    /// <summary>The same mail always gets the same id, and the same mark in it under whatever number.</summary>
    /// <param name="ticket">The ticket's number.</param>
    /// <param name="said">What is told to whom and why, in any form; the id tells nothing of it.</param>
    /// <param name="host">The right side of the id, for example <c>hub.kaltaraprov.go.id</c>.</param>
    /// <returns>Without angle brackets.</returns>
    public string MessageId(string ticket, string said, string host)
    {
        var (number, mark) = (ticket.ToLowerInvariant(), Mac("said", "", said));
        return $"{number}.{mark}.{Mac("id", number, mark)}@{host}";
    }

    /// <summary>What a Message-ID of ours has in common with that of the same mail under another number, as it stands in both.</summary>
    public static string MarkIn(string messageId) => $".{messageId.Split('.')[1]}.";

    /// <summary>The address to which that person's answer about this ticket goes.</summary>
    public string ReplyAddress(string address, string ticket, TokenHolder holder)
    {
        var at = address.LastIndexOf('@');
        var number = ticket.ToLowerInvariant();
        return $"{address[..at]}+{number}.{MacOf(number, holder)}{address[at..]}";
    }

    /// <summary>What stands in brackets before that person's subject where no address can carry the token.</summary>
    public string SubjectTag(string ticket, TokenHolder holder) => $"{ticket}.{MacOf(ticket.ToLowerInvariant(), holder)}";

    /// <summary>Reads the first tag of ours in a subject.</summary>
    /// <param name="holders">To whom mails about a ticket went.</param>
    public TokenReading ReadSubject(string? subject, Func<string, IEnumerable<TokenHolder>> holders) =>
        TicketNumber.FindIn(subject) is { } ticket && subject!.AsSpan(subject!.IndexOf(ticket, StringComparison.OrdinalIgnoreCase) + ticket.Length) is ['.', .. var rest] && rest.Length >= MacLength && !rest[..MacLength].ContainsAnyExcept(EitherCase)
            ? Judge(ticket, rest[..MacLength].ToString().ToLowerInvariant(), holders)
            : TokenReading.None;

    /// <summary>Reads a Message-ID of ours.</summary>
    public TokenReading ReadMessageId(string? messageId)
    {
        var local = messageId?.Trim('<', '>', ' ').Split('@')[0].ToLowerInvariant().Split('.');
        return local is [var number, var mark, var mac] && IsNumber(number)
            ? Equal(mac, Mac("id", number, mark)) ? new(number.ToUpperInvariant(), IsForged: false) : new(null, IsForged: true)
            : TokenReading.None;
    }

    /// <summary>Whether a Message-ID is that of any mail of ours, about a ticket or not.</summary>
    public bool IsOwn(string? messageId) =>
        messageId?.Trim('<', '>', ' ').Split('@')[0].ToLowerInvariant().Split('.') is [var name, var mark, var mac] && Equal(mac, Mac("id", name, mark));

    /// <summary>Reads an address that a mail was sent to.</summary>
    /// <param name="holders">To whom mails about a ticket went.</param>
    public TokenReading ReadAddress(string? address, Func<string, IEnumerable<TokenHolder>> holders) =>
        TagOf(address) is var (number, mac) ? Judge(number, mac, holders) : TokenReading.None;

    /// <summary>The ticket that an address names, whether its signature holds or not.</summary>
    public static string? NumberIn(string? address) => TagOf(address)?.Number.ToUpperInvariant();

    private static (string Number, string Mac)? TagOf(string? address)
    {
        var local = address?.Split('@')[0].ToLowerInvariant() ?? "";
        var plus = local.LastIndexOf('+');
        return plus >= 0 && local[(plus + 1)..].Split('.') is [var number, var mac] && IsNumber(number) ? (number, mac) : null;
    }

    private static bool IsNumber(string text) => string.Equals(TicketNumber.FindIn(text), text, StringComparison.OrdinalIgnoreCase);

    private TokenReading Judge(string number, string given, Func<string, IEnumerable<TokenHolder>> holders)
    {
        var (upper, lower) = (number.ToUpperInvariant(), number.ToLowerInvariant());
        return holders(upper).FirstOrDefault(h => Equal(given, MacOf(lower, h))) is { } holder ? new(upper, IsForged: false, holder) : new(null, IsForged: true);
    }

    private static bool Equal(string given, string expected) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given), Encoding.ASCII.GetBytes(expected));

    private string MacOf(string number, TokenHolder holder) => Mac("reply", number, $"{holder.Address.ToLowerInvariant()}|{(holder.IsStaff ? "staff" : "reporter")}");

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
/// <param name="Holder">For whom it was made; null where the id alone does not say.</param>
public readonly record struct TokenReading(string? Ticket, bool IsForged, TokenHolder? Holder = null)
{
    public static readonly TokenReading None;
}

/// <summary>For whom a token was made: it is worth nothing in another's hand, nor in another role.</summary>
public sealed record TokenHolder(string Address, bool IsStaff);
