using System.Text;
using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>A part of a mail that is not its body.</summary>
public sealed record MailPart
{
    /// <summary>As the sender named it, decoded; null when unnamed. Not safe as a file name: see <see cref="SafeNames"/>.</summary>
    public string? Name { get; init; }

    /// <summary>Lower case, for example <c>application/pdf</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>Bytes after decoding; null for a message that is attached as a whole.</summary>
    public long? Size { get; init; }

    /// <summary>Of the decoded bytes, lower-case hexadecimal; null where <see cref="Size"/> is.</summary>
    public string? Sha1 { get; init; }

    /// <summary>True for content that is text on the wire (not base64, not uuencode): CRLF counts as LF in size and hash.</summary>
    public bool IsText { get; init; }

    /// <summary>Shown inside the HTML, not meant as a file of its own.</summary>
    public bool IsInline { get; init; }

    /// <summary>Where the bytes are read from when they are wanted.</summary>
    internal MimeEntity? Entity { get; init; }

    internal static MailPart Of(MimeEntity leaf, string? hint)
    {
        var part = new MailPart
        {
            Name = NameOf(leaf, hint),
            MediaType = leaf.ContentType.MimeType.ToLowerInvariant(),
            IsInline = leaf.ContentId is not null && !leaf.IsAttachment,
            Entity = leaf,
        };
        if (leaf is not MimePart content || leaf.ContentType.IsMimeType("message", "*"))
        {
            return part;
        }

        var isText = !TransferDecoding.IsBinary(content);
        using var measured = new PartMeasure(isText);
        TransferDecoding.To(content, measured);
        return part with { Size = measured.Length, Sha1 = measured.Sha1(), IsText = isText };
    }

    /// <summary>A multipart in which no boundary was found: its text is one part.</summary>
    internal static MailPart OfLoose(Multipart multipart)
    {
        using var measured = new PartMeasure(asText: true);
        measured.Write(Encoding.UTF8.GetBytes(multipart.Preamble ?? ""));
        return new()
        {
            MediaType = multipart.ContentType.MimeType.ToLowerInvariant(),
            Size = measured.Length,
            Sha1 = measured.Sha1(),
            IsText = true,
            Entity = multipart,
        };
    }

    private static string? NameOf(MimeEntity leaf, string? hint)
    {
        var name = leaf.ContentDisposition?.FileName ?? leaf.ContentType.Name;
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        // A sign of doubt in the decoded name: what the charset claimed to be, it was not.
        if (name.AsSpan().IndexOfAny('?', '\uFFFD') >= 0 && ParameterNames.Of(leaf, hint) is { } mended)
        {
            name = mended;
        }

        return MailHeaders.Collapse(HeaderWords.DecodeWords(Reread(name, hint), hint)) is { Length: > 0 } words ? words : null;
    }

    /// <summary>A name of raw bytes that were no UTF-8 comes as Latin-1; the mail's own charset may know better.</summary>
    private static string Reread(string name, string? hint) =>
        hint is not null && name.Any(c => c > 127) && name.All(c => c < 256) ? Charsets.Decode(Encoding.Latin1.GetBytes(name), null, hint) : name;
}
