namespace Hub.Host.Storage.Rows;

/// <summary>A Message-ID that belongs to a ticket without standing at an envelope of it; asked for as <see cref="TicketMail"/>.</summary>
public sealed class MailLink
{
    public long Id { get; set; }
    public required string MessageId { get; set; }
    public required long TicketId { get; set; }

    /// <summary>The source for received mail, null for our own notices.</summary>
    public string? Source { get; set; }

    /// <summary>At which it stood before; null where envelopes did not have any yet.</summary>
    public long? EnvelopeId { get; set; }
}
