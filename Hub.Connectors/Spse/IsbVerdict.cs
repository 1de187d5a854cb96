using System.Text;
using Hub.Connectors.Http;
using Hub.Domain;

namespace Hub.Connectors.Spse;

/// <summary>ISB says "nothing" and "wrong address" in words of its own, with status 200.</summary>
internal static class IsbVerdict
{
    public static ConnectorFailure? Of(HttpRequestMessage request, ReadOnlyMemory<byte> body)
    {
        var host = request.RequestUri!.Authority;
        return Says(body.Span, "URL-NOT-DEFINED")
            ? new ConnectorFailure(FailureKind.Credentials, Said.Of<SpseTexts>("IsbNoAddress", host))
            : IsNothing(body.Span) ? null
            : JsonVerdict.Of(request, body);
    }

    /// <summary>No byte at all, or the XML sentence that there is no data.</summary>
    public static bool IsNothing(ReadOnlySpan<byte> body) => body.Trim(" \t\r\n"u8).IsEmpty || Says(body, "<invalid_response>");

    private static bool Says(ReadOnlySpan<byte> body, string words) =>
        Encoding.UTF8.GetString(body[..Math.Min(body.Length, 200)]).Contains(words, StringComparison.OrdinalIgnoreCase);
}
