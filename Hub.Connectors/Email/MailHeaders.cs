using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace Hub.Connectors.Email;

/// <summary>The header fields of a mail, decoded and mended.</summary>
internal sealed class MailHeaders(HeaderList headers, string? hint)
{
    private const int MostReferences = 200;

    public string? Subject => Value("Subject");

    public string? MessageId => Ids(HeaderId.MessageId).FirstOrDefault();

    public string? InReplyTo => Ids(HeaderId.InReplyTo).FirstOrDefault();

    /// <summary>The newest stand last.</summary>
    public IReadOnlyList<string> References => [.. Ids(HeaderId.References).TakeLast(MostReferences)];

    public DateTimeOffset? Date => Raw(HeaderId.Date) is { } text && DateUtils.TryParse(text, out var date) ? date.ToUniversalTime() : null;

    public IReadOnlyList<MailAddress> Addresses(HeaderId id) =>
        [.. headers.Where(h => h.Id == id).SelectMany(h => AddressWords.Read(h.RawValue, hint))];

    public IReadOnlyList<MailAddress> Addresses(string name) =>
        [.. headers.Where(h => h.Field.Equals(name, StringComparison.OrdinalIgnoreCase)).SelectMany(h => AddressWords.Read(h.RawValue, hint))];

    public bool IsAutoReply =>
        AutoSubmitted is not (null or "no")
        || Precedence is "bulk" or "junk" or "auto_reply"
        || Suppress is not (null or "none");

    /// <summary>The sender's program marked it as private or confidential (RFC 4021, 2.1.55).</summary>
    public bool IsConfidential => Word("Sensitivity") is "personal" or "private" or "company-confidential" or "confidential";

    public bool IsList => Precedence == "list" || HasListField;

    public IReadOnlyList<string> AutoSignals
    {
        get
        {
            var signals = new List<string>();
            if (AutoSubmitted is not (null or "no"))
            {
                signals.Add("auto-submitted:" + AutoSubmitted);
            }

            if (Precedence is "bulk" or "junk" or "auto_reply" or "list")
            {
                signals.Add("precedence:" + Precedence);
            }

            if (Suppress is not (null or "none"))
            {
                signals.Add("x-auto-response-suppress");
            }

            if (HasListField)
            {
                signals.Add("list-header");
            }

            if (Value("Return-Path") is { } path && path.Replace(" ", "", StringComparison.Ordinal) is "<>" or "")
            {
                signals.Add("null-return-path");
            }

            return signals;
        }
    }

    /// <summary>The first field of that name, unfolded and trimmed; null when absent.</summary>
    public string? Value(string name) =>
        headers.FirstOrDefault(h => h.Field.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Collapse(HeaderWords.Decode(found.RawValue, hint))
            : null;

    /// <summary>All fields of that name, topmost first, unfolded.</summary>
    public IEnumerable<string> Values(string name) =>
        headers.Where(h => h.Field.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => Collapse(HeaderWords.Decode(h.RawValue, hint)));

    private string? AutoSubmitted => Word("Auto-Submitted");

    private string? Precedence => Word("Precedence");

    private string? Suppress => Word("X-Auto-Response-Suppress") is { Length: > 0 } word ? word : null;

    private bool HasListField => headers.Any(h => h.Field.Equals("List-Id", StringComparison.OrdinalIgnoreCase) || h.Field.Equals("List-Unsubscribe", StringComparison.OrdinalIgnoreCase) || h.Field.Equals("List-Post", StringComparison.OrdinalIgnoreCase));

    /// <summary>The field's first token, without parameters and comments, lower case.</summary>
    private string? Word(string name) =>
        Value(name)?.Split(';', '(', ',')[0].Trim().ToLowerInvariant();

    private string? Raw(HeaderId id) =>
        headers.FirstOrDefault(h => h.Id == id) is { } found ? Encoding.Latin1.GetString(found.RawValue).Trim() : null;

    private string[] Ids(HeaderId id) => [.. headers.Where(h => h.Id == id).Take(1).SelectMany(h => MessageIds.Read(h.RawValue))];

    internal static string Collapse(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
