namespace Hub.Host.Storage.Rows;

/// <summary>A Message-ID that belongs to a ticket: received or sent. By it replies find home.</summary>
public sealed class MailLink
{
    public long Id { get; set; }
    public required string MessageId { get; set; }
    public required long TicketId { get; set; }

    /// <summary>The source for received mail, null for our own notices.</summary>
    public string? Source { get; set; }
}
