using System.Text.RegularExpressions;
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
        foreach (var expression in new[] { AfterPhrase(), Alone() })
        {
            try
            {
                if (expression.Match(head) is { Success: true } found)
                {
                    return Bare(found.Groups["address"].Value);
                }
            }
            catch (RegexMatchTimeoutException)
            {
                // Then the bounce names nobody, and people see it all the same.
                return null;
            }
        }

        return null;
    }

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
