namespace Hub.Domain.Submissions;

/// <summary>What only a mail has: its place in a conversation and the marks of automatic mail.</summary>
public sealed record Mail
{
    /// <summary>No line of a mail may be longer (RFC 5322, 2.1.1), nor what a store looks mails up by.</summary>
    private const int LongestId = 998;

    /// <summary>Without angle brackets; null when the mail has none, or one that no mail may have.</summary>
    public string? MessageId { get; init => field = value?.Length <= LongestId ? value : null; }
    public string? InReplyTo { get; init; }
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>All addresses it was sent to, To and Cc, lower case.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>What the sender wrote this time, without quoted text and signature; null when nothing could be split off.</summary>
    public string? NewText { get; init; }

    /// <summary>RFC 3834 automatic answer or out-of-office: attached, never counted, never answered.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>A delivery report (RFC 3464 or one of the known non-standard forms).</summary>
    public bool IsBounce { get; init; }

    /// <summary>The address that could not be reached, when <see cref="IsBounce"/>.</summary>
    public string? BouncedRecipient { get; init; }

    /// <summary>The mail server that the mailbox trusts found the sender's address or domain to be true.</summary>
    public bool IsVouched { get; init; }

    /// <summary>From a mailing list.</summary>
    public bool IsList { get; init; }
}
