using System.Net;

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
                FailureKind.Transient, $"{host} meminta jeda (429){Said(body)}", retryAfter: retryAfter) { Status = status, NotTaken = true },
            HttpStatusCode.Forbidden when SourceWords.IsHtml(body) => new ConnectorFailure(
                FailureKind.Credentials, $"{host} menolak alamat IP hub ini sebelum kunci diperiksa (403 berupa halaman web{Cloudflare(response)}); daftarkan IP publik hub ke pengelola sumber.")
            { Status = status },
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new ConnectorFailure(
                FailureKind.Credentials, $"{host} menolak kunci atau sandi ({status}){Said(body)}") { Status = status },
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new ConnectorFailure(
                FailureKind.Transient, $"{host} sedang terganggu ({status}){Said(body)}", retryAfter: retryAfter)
            { Status = status, NotTaken = response.StatusCode == HttpStatusCode.ServiceUnavailable && retryAfter is not null },
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new ConnectorFailure(
                FailureKind.Refused, $"{host} mengalihkan ke alamat lain ({status}); periksa alamat sumber.") { Status = status },
            _ => new ConnectorFailure(FailureKind.Refused, $"{host} menolak permintaan ({status}){Said(body)}") { Status = status },
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

    private static string Said(ReadOnlySpan<byte> body) => SourceWords.From(body) is string words ? $": {words}" : ".";

    private static string Cloudflare(HttpResponseMessage response) =>
        response.Headers.Contains("CF-RAY") || response.Headers.Server.ToString().Contains("cloudflare", StringComparison.OrdinalIgnoreCase)
            ? " Cloudflare" : "";
}
