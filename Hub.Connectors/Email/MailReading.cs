namespace Hub.Connectors.Email;

/// <summary>Everything the hub reads from one mail. Made purely from its bytes, whatever they are.</summary>
public sealed record MailReading
{
    /// <summary>Decoded, white space runs collapsed; null when the mail has no such field.</summary>
    public string? Subject { get; init; }

    public IReadOnlyList<MailAddress> From { get; init; } = [];
    public IReadOnlyList<MailAddress> To { get; init; } = [];
    public IReadOnlyList<MailAddress> Cc { get; init; } = [];
    public IReadOnlyList<MailAddress> ReplyTo { get; init; } = [];

    /// <summary>What the sender claims, in UTC; no clock starts here. Null when absent or unreadable.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Without angle brackets.</summary>
    public string? MessageId { get; init; }
    public string? InReplyTo { get; init; }
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>For a bounce: the Message-ID of the mail that came back; null when the report does not name it.</summary>
    public string? ReturnedId { get; init; }

    /// <summary>The body for people: the plain part, else the HTML part made readable; null when the mail has neither.</summary>
    public string? Text { get; init; }

    /// <summary>True when <see cref="Text"/> was made from HTML.</summary>
    public bool TextIsFromHtml { get; init; }

    /// <summary>The HTML part as it came; never shown unsanitised. Null when there is none.</summary>
    public string? Html { get; init; }

    /// <summary>Text found where no program looks for it, in a multipart without parts; a last resort for people.</summary>
    public string? LooseText { get; init; }

    /// <summary>All parts other than the body, in the order of the mail.</summary>
    public IReadOnlyList<MailPart> Parts { get; init; } = [];

    /// <summary>What points to automatic mail: <c>auto-submitted:auto-replied</c>, <c>precedence:bulk</c>, <c>null-return-path</c> …</summary>
    public IReadOnlyList<string> AutoSignals { get; init; } = [];

    /// <summary>The header says it is an automatic answer.</summary>
    public bool IsAutoReply { get; init; }

    /// <summary>The structure says it is a delivery report (RFC 3464).</summary>
    public bool IsBounce { get; init; }

    /// <summary>The sender's program marked it as private or confidential.</summary>
    public bool IsConfidential { get; init; }

    /// <summary>From a mailing list (RFC 2369, RFC 2919 or Precedence: list).</summary>
    public bool IsList { get; init; }

    /// <summary>The judgement that the hub acts on: headers, structure, subject and text together.</summary>
    public MailNature Nature { get; init; }

    /// <summary>Addresses that a mail did not reach, lower case; empty unless it is a bounce that says so.</summary>
    public IReadOnlyList<string> FailedRecipients { get; init; } = [];

    /// <summary>Addresses in Delivered-To and X-Original-To: where it really arrived, also by Bcc.</summary>
    public IReadOnlyList<MailAddress> DeliveredTo { get; init; } = [];

    /// <summary>Servers, lower case, whose <c>Authentication-Results</c> say that <see cref="From"/> is true; anybody can write such a field, so the reader must know whom it trusts.</summary>
    public IReadOnlyList<string> VouchedBy { get; init; } = [];

    /// <summary>The size at the server, in bytes, of a mail over the cap of which parts stayed there; else null.</summary>
    public string? LeftAtServer { get; init; }

    /// <summary>How the content is signed or locked; such mail is kept whole.</summary>
    public MailSeal Seal { get; init; }

    /// <summary>It is no mail that can be read: who wrote, and whether in confidence, nobody knows yet.</summary>
    public bool IsUnread { get; init; }

    /// <summary>What was broken and how it was mended; for the ticket's page.</summary>
    public IReadOnlyList<string> Repairs { get; init; } = [];
}

/// <summary>Signature or encryption over the content.</summary>
public enum MailSeal
{
    None,
    SmimeSigned,
    SmimeEncrypted,
    PgpSigned,
    PgpEncrypted,
}
