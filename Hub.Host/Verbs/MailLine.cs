using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Hub.Connectors.Email;

namespace Hub.Host.Verbs;

/// <summary>What <c>mail read</c> prints of one mail: the fields by which mail readers can be compared.</summary>
internal sealed record MailLine
{
    public required string File { get; init; }
    public string? Subject { get; init; }
    public required IReadOnlyList<PersonLine> From { get; init; }
    public required IReadOnlyList<PersonLine> To { get; init; }

    /// <summary>ISO 8601, UTC, to the second.</summary>
    public string? Date { get; init; }
    public string? MessageId { get; init; }
    public string? InReplyTo { get; init; }
    public required IReadOnlyList<string> References { get; init; }
    public string? TextSource { get; init; }

    /// <summary>Of the text with white space runs collapsed; zero-width space and byte order mark removed.</summary>
    public string? TextSha1 { get; init; }

    /// <summary>Of the text without any white space, soft hyphen or zero-width character.</summary>
    public string? TextNoSpaceSha1 { get; init; }
    public int? TextLength { get; init; }
    public string? TextStart { get; init; }
    public required IReadOnlyList<PartLine> Attachments { get; init; }
    public required IReadOnlyList<string> AutoSignals { get; init; }
    public required bool IsAutoReply { get; init; }
    public required bool IsBounce { get; init; }
    public required IReadOnlyList<string> Repairs { get; init; }

    /// <summary>White space of Unicode, and the four separators of ASCII.</summary>
    private static readonly char[] Spaces = [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).Where(char.IsWhiteSpace), '\u001C', '\u001D', '\u001E', '\u001F'];

    public static MailLine Of(string file, MailReading reading)
    {
        var text = reading.Text is null ? null : Collapsed(reading.Text);
        return new()
        {
            File = file,
            Subject = reading.Subject,
            From = [.. reading.From.Select(PersonLine.Of)],
            To = [.. reading.To.Select(PersonLine.Of)],
            Date = reading.Date?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            MessageId = reading.MessageId,
            InReplyTo = reading.InReplyTo,
            References = reading.References,
            TextSource = text is null ? null : reading.TextIsFromHtml ? "html" : "plain",
            TextSha1 = text is null ? null : Sha1(text),
            TextNoSpaceSha1 = text is null ? null : Sha1(WithoutSpace(text)),
            TextLength = text?.Length,
            TextStart = text is null ? null : Start(text),
            Attachments = [.. reading.Parts.Select(p => new PartLine(p.Name, p.Size, p.MediaType, p.Sha1, p.IsText ? true : null))],
            AutoSignals = reading.AutoSignals,
            IsAutoReply = reading.IsAutoReply,
            IsBounce = reading.IsBounce,
            Repairs = reading.Repairs,
        };
    }

    private static string Collapsed(string text) => string.Join(' ', text
        .Replace("\u200B", "", StringComparison.Ordinal)
        .Replace("\uFEFF", "", StringComparison.Ordinal)
        .Split(Spaces, StringSplitOptions.RemoveEmptyEntries));

    private static string WithoutSpace(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not (>= '\u001C' and <= '\u001F') && c is not ('\u00AD' or '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF')));

    private static string Start(string text) => text.Length <= 80 ? text : text[..(char.IsHighSurrogate(text[79]) ? 79 : 80)];

    private static string Sha1(string text) => Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(text)));
}

/// <summary>One person of a field.</summary>
internal sealed record PersonLine(string? Name, string? Address)
{
    public static PersonLine Of(MailAddress person) => new(person.Name, person.Address.Length == 0 ? null : person.Address);
}

/// <summary>One part that is not the body.</summary>
/// <param name="Lf">True when CRLF was counted as LF; else left out.</param>
internal sealed record PartLine(string? Name, long? Size, string ContentType, string? Sha1, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Lf);
