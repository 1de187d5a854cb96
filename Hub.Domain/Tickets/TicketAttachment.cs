namespace Hub.Domain.Tickets;

/// <summary>A file of a ticket: what it is, and where its bytes are.</summary>
public sealed class TicketAttachment
{
    private TicketAttachment() { }

    public TicketAttachment(string name, string mediaType, string? contentHash, long size, string? link, DateTimeOffset at, int? sentWith = null)
    {
        Name = name;
        MediaType = mediaType;
        ContentHash = contentHash;
        Size = size;
        Link = link;
        At = at;
        SentWith = sentWith;
    }

    public long Id { get; private set; }
    public long TicketId { get; private set; }
    public string Name { get; private set; } = "";
    public string MediaType { get; private set; } = "";

    /// <summary>Key of the stored bytes (SHA-256, hexadecimal); null when only <see cref="Link"/> is known.</summary>
    public string? ContentHash { get; private set; }

    /// <summary>In bytes; 0 when unknown.</summary>
    public long Size { get; private set; }

    /// <summary>Where the source keeps it.</summary>
    public string? Link { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>The number of the event with which it goes to the reporter; null for what came in.</summary>
    public int? SentWith { get; private set; }

    /// <summary>The true name and address (<see cref="Layers{T}"/> of <see cref="FileTexts"/>) under the ticket's key; null where nothing is protected.</summary>
    public byte[]? Sealed { get; private set; }

    /// <summary>The same bytes lie under another key now.</summary>
    public void KeptAs(string hash) => ContentHash = hash;

    public FileTexts Texts() => new(Name, Link);

    /// <summary>From now on only this lies open; the true name and address are in the seal.</summary>
    public void Cover(FileTexts shown, byte[]? seal) => (Name, Link, Sealed) = (shown.Name, shown.Link, seal);
}
