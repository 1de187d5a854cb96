namespace Hub.Domain.Envelopes;

/// <summary>What arrived, byte for byte. Stored before anything else is done with it.</summary>
public sealed record Envelope
{
    private ReadOnlyMemory<byte> raw;

    public required EnvelopeKey Key { get; init; }

    /// <summary>What the bytes are: <c>application/json</c>, <c>message/rfc822</c> …</summary>
    public required string MediaType { get; init; }

    /// <summary>All of it, made anew at each asking where it lies in pieces.</summary>
    public required ReadOnlyMemory<byte> Raw { get => Pieces is { } pieces ? Whole(pieces()) : raw; init => raw = value; }

    /// <summary>Opens the bytes of an item that is too large to be held at once, as often as they are wanted; a stream that seeks. Null where <see cref="Raw"/> holds them.</summary>
    public Func<Stream>? Pieces { get; init; }

    /// <summary>The source's own count of this item's versions, where it has one: a lower one never follows a higher one.</summary>
    public int? Sequence { get; init; }

    /// <summary>When the source says that it changed the item; null where it does not say.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Where it lay at its source, for people and audits: folder, UIDVALIDITY, UID and the server's own ids. Null where a source has no places. Never part of the key.</summary>
    public string? Place { get; init; }

    /// <summary>When the system named for it took the item in (R3): the source's or the mail server's receipt, else the moment of fetching. Never a claimed header.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Bytes, counted where they lie.</summary>
    public long Length
    {
        get
        {
            using var pieces = Pieces?.Invoke();
            return pieces?.Length ?? raw.Length;
        }
    }

    /// <summary>The bytes from their beginning; a stream that seeks.</summary>
    public Stream Open() => Pieces?.Invoke() ?? RawStream.Over(raw);

    /// <summary>Said by the last who needs its bytes: of a large item memory holds no copy longer than that.</summary>
    public void LetGo() => raw = default;

    private static byte[] Whole(Stream pieces)
    {
        using (pieces)
        {
            return RawStream.All(pieces);
        }
    }
}
