using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>A part of a mail that is not its body.</summary>
public sealed record MailPart
{
    /// <summary>As the sender named it, decoded; null when unnamed.</summary>
    public string? Name { get; init; }

    /// <summary>Lower case, for example <c>application/pdf</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>Bytes after decoding; null for a message that is attached as a whole.</summary>
    public long? Size { get; init; }

    /// <summary>Of the decoded bytes, lower-case hexadecimal; null where <see cref="Size"/> is.</summary>
    public string? Sha1 { get; init; }

    /// <summary>True for content that is text on the wire (not base64): CRLF counts as LF in size and hash.</summary>
    public bool IsText { get; init; }

    /// <summary>Shown inside the HTML, not meant as a file of its own.</summary>
    public bool IsInline { get; init; }

    /// <summary>Where the bytes are read from when they are wanted.</summary>
    internal MimeEntity? Entity { get; init; }
}
