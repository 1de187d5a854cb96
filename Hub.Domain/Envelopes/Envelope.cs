namespace Hub.Domain.Envelopes;

/// <summary>What arrived, byte for byte. Stored before anything else is done with it.</summary>
public sealed record Envelope
{
    private ReadOnlyMemory<byte> raw;

    public required EnvelopeKey Key { get; init; }

    /// <summary>What the bytes are: <c>application/json</c>, <c>message/rfc822</c> …</summary>
    public required string MediaType { get; init; }

    public required ReadOnlyMemory<byte> Raw { get => raw; init => raw = value; }

    /// <summary>The source's own count of this item's versions, where it has one: a lower one never follows a higher one.</summary>
    public int? Sequence { get; init; }

    /// <summary>When the source says that it changed the item; null where it does not say.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Where it lay at its source, for people and audits: folder, UIDVALIDITY, UID and the server's own ids. Null where a source has no places. Never part of the key.</summary>
    public string? Place { get; init; }

    /// <summary>When the system named for it took the item in (R3): the source's or the mail server's receipt, else the moment of fetching. Never a claimed header.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Said by the last who needs its bytes: of a large item memory holds no copy longer than that.</summary>
    public void LetGo() => raw = default;
}
