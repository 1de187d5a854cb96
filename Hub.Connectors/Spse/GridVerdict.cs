using System.Text;
using Hub.Connectors.Http;
using Hub.Domain;

namespace Hub.Connectors.Spse;

/// <summary>SPSE's errors are web pages, often with status 200; what they say stands in <c>spse-pages.words</c>.</summary>
internal static class GridVerdict
{
    private static readonly Lexicon Known = Lexicon.Read("spse-pages", typeof(GridVerdict).Assembly);

    public static ConnectorFailure? Of(HttpRequestMessage request, ReadOnlyMemory<byte> body)
    {
        var host = request.RequestUri!.Authority;
        if (SourceWords.IsHtml(body.Span) && Known["error-pages"].FirstOrDefault(Encoding.UTF8.GetString(body.Span).Contains) is string words)
        {
            return new ConnectorFailure(FailureKind.Transient, Said.Of<SpseTexts>("ErrorPage", host, words));
        }

        return request.Method == HttpMethod.Post ? JsonVerdict.Of(request, body, isRead: true)
            : body.Span.IndexOf("authenticityToken"u8) < 0
                ? new ConnectorFailure(FailureKind.Transient, Said.Of<SpseTexts>("NoToken", host))
            : null;
    }
}
