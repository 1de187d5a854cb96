using System.Text.RegularExpressions;
using Hub.Domain;
using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>Finds whom a returned mail did not reach: RFC 3464 first, then the forms that older servers use.</summary>
internal static partial class BounceReport
{
    private const int MaxText = 20_000;
    private const int LimitMs = 500;

    public static IReadOnlyList<string> FailedRecipients(MimeMessage message, MailHeaders headers)
    {
        var failed = new List<string>();
        foreach (var status in Statuses(message.Body, 0))
        {
            failed.AddRange(FromStatus(status));
        }

        failed.AddRange((headers.Value("X-Failed-Recipients") ?? "").Split(',', ';'));
        return [.. failed.Select(Bare).Where(a => a.Contains('@', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>For returned mail without any structure: the first address that the text calls failed.</summary>
    public static string? FromText(string text)
    {
        var head = text.Length <= MaxText ? text : text[..MaxText];
        // Read too slowly, the bounce names nobody, and people see it all the same.
        return RegexPatience.Read(
            () => new[] { AfterPhrase(), Alone() }.Select(expression => expression.Match(head)).FirstOrDefault(found => found.Success) is { } named ? Bare(named.Groups["address"].Value) : null,
            static () => null);
    }

    /// <summary>The Message-ID of the mail that came back: of the returned mail or header, else the first one that the text quotes. Null when nothing names it.</summary>
    public static string? ReturnedId(MimeMessage message, string? text) =>
        Returned(message.Body, 0).FirstOrDefault(id => !string.IsNullOrWhiteSpace(id)) ?? QuotedIn(text);

    private static IEnumerable<string?> Returned(MimeEntity? entity, int depth)
    {
        switch (entity)
        {
            case MessagePart { Message: { } returned }:
                return [returned.MessageId];
            case TextPart headers when headers.ContentType.IsMimeType("text", "rfc822-headers"):
                return [QuotedIn(headers.Text)];
            case Multipart multipart when depth < 8:
                return multipart.SelectMany(child => Returned(child, depth + 1));
            default:
                return [];
        }
    }

    private static string? QuotedIn(string? text) => RegexPatience.Read(
        () => text is not null && IdField().Match(text.Length <= MaxText ? text : text[..MaxText]) is { Success: true } found ? found.Groups["id"].Value : null,
        static () => null);

    [GeneratedRegex("""^[ \t>|]{0,8}Message-ID:\s{0,4}<(?<id>[^<>\s]{1,250})>""", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture, LimitMs)]
    private static partial Regex IdField();

    private static IEnumerable<MessageDeliveryStatus> Statuses(MimeEntity? entity, int depth) => entity switch
    {
        MessageDeliveryStatus status => [status],
        Multipart multipart when depth < 8 => multipart.SelectMany(child => Statuses(child, depth + 1)),
        _ => [],
    };

    /// <summary>Delays are told too, but nobody failed yet (RFC 3464, 2.3.3).</summary>
    private static IEnumerable<string> FromStatus(MessageDeliveryStatus status) => status.StatusGroups
        .Where(group => group["Action"]?.Trim().ToLowerInvariant() is null or "failed")
        .Select(group => (group["Final-Recipient"] ?? group["Original-Recipient"])?.Split(';')[^1])
        .OfType<string>();

    private static string Bare(string address) => address.Trim().Trim('<', '>', '"', '\'', ' ', '.', ':').ToLowerInvariant();

    [GeneratedRegex("""(?:following (?:address|recipient)|could not be delivered to|wasn't delivered to|was not delivered to|unable to deliver (?:your message )?to|tidak (?:dapat|bisa) (?:dikirim|terkirim) (?:ke|kepada)|gagal (?:dikirim|terkirim) (?:ke|kepada))[^@]{0,200}?(?<address>[\w.+'-]{1,64}@[\w.-]{1,190})""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, LimitMs)]
    private static partial Regex AfterPhrase();

    [GeneratedRegex("""^\s{0,8}<?(?<address>[\w.+'-]{1,64}@[\w.-]{1,190})>?:?\s*$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, LimitMs)]
    private static partial Regex Alone();
}
