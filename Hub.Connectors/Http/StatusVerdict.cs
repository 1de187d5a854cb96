using System.Net;
using Hub.Domain;

namespace Hub.Connectors.Http;

/// <summary>What an HTTP status means for a source.</summary>
internal static class StatusVerdict
{
    private static readonly TimeSpan LongestBelieved = TimeSpan.FromDays(1);

    /// <returns>Null for a success.</returns>
    public static ConnectorFailure? Of(HttpResponseMessage response, ReadOnlySpan<byte> body, string host, TimeProvider clock)
    {
        if (response.IsSuccessStatusCode)
        {
            return null;
        }

        var status = (int)response.StatusCode;
        var retryAfter = RetryAfter(response, clock);
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new ConnectorFailure(
                FailureKind.Transient, Worded("Pause", host, status, body), retryAfter: retryAfter) { Status = status, NotTaken = true },
            HttpStatusCode.Forbidden when SourceWords.IsHtml(body) => new ConnectorFailure(
                FailureKind.Credentials, Said.Of<WireTexts>(IsCloudflare(response) ? "AddressRefusedByCloudflare" : "AddressRefused", host))
            { Status = status },
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new ConnectorFailure(
                FailureKind.Credentials, Worded("CredentialsRefused", host, status, body)) { Status = status },
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new ConnectorFailure(
                FailureKind.Transient, Worded("InTrouble", host, status, body), retryAfter: retryAfter)
            { Status = status, NotTaken = response.StatusCode == HttpStatusCode.ServiceUnavailable && retryAfter is not null },
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new ConnectorFailure(
                FailureKind.Refused, Said.Of<WireTexts>("Redirected", host, status)) { Status = status },
            _ => new ConnectorFailure(FailureKind.Refused, Worded("RequestRefused", host, status, body)) { Status = status },
        };
    }

    /// <summary>RFC 9110 section 10.2.3: seconds or a date; never negative, never believed beyond a day.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider clock)
    {
        var said = response.Headers.RetryAfter switch
        {
            { Delta: TimeSpan delta } => delta,
            { Date: DateTimeOffset date } => date - clock.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return said is not TimeSpan wait ? null
            : wait < TimeSpan.Zero ? TimeSpan.Zero
            : wait > LongestBelieved ? LongestBelieved
            : wait;
    }

    /// <summary>With the source's own words behind it, where it has any.</summary>
    private static Said Worded(string sentence, string host, int status, ReadOnlySpan<byte> body)
    {
        var said = Said.Of<WireTexts>(sentence, host, status);
        return SourceWords.From(body) is string words ? Said.Of<WireTexts>("InItsWords", said, words) : Said.Of<WireTexts>("Sentence", said);
    }

    private static bool IsCloudflare(HttpResponseMessage response) =>
        response.Headers.Contains("CF-RAY") || response.Headers.Server.ToString().Contains("cloudflare", StringComparison.OrdinalIgnoreCase);
}
