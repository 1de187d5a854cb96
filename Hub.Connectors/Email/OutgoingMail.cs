namespace Hub.Connectors.Email;

/// <summary>One mail as the outbox wants it to leave.</summary>
public sealed record OutgoingMail
{
    /// <summary>Without angle brackets. The caller makes it from the outbox row, so that the same row always gives the same id.</summary>
    public required string MessageId { get; init; }

    public required MailAddress From { get; init; }

    /// <summary>Each gets its own result.</summary>
    public required IReadOnlyList<MailAddress> To { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    /// <summary>The same content as HTML; null sends plain text only.</summary>
    public string? Html { get; init; }

    /// <summary>Where an answer goes; null: to <see cref="From"/>.</summary>
    public MailAddress? ReplyTo { get; init; }

    /// <summary>The mail this one answers, without angle brackets.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>The thread so far, oldest first, without angle brackets.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Further fields, for example <c>X-Hub-Notice</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public IReadOnlyList<Hub.Domain.Submissions.Attachment> Attachments { get; init; } = [];
}

/// <summary>A person or desk in a mail.</summary>
/// <param name="Name">Null when only the address is known.</param>
/// <param name="Address">As written; compare without regard to case.</param>
public sealed record MailAddress(string? Name, string Address);
