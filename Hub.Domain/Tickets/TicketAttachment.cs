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
}
