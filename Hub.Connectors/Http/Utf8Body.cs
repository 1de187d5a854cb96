using System.Text;
using System.Text.Unicode;

namespace Hub.Connectors.Http;

/// <summary>JSON is UTF-8 (RFC 8259, 8.1); old systems send what their database holds. Such an answer is read as Windows-1252 instead of stopping its source.</summary>
internal static class Utf8Body
{
    /// <summary>The body in UTF-8; what is no JSON stays as it is.</summary>
    /// <param name="response">Gets the mended body, its media type unchanged.</param>
    public static byte[] Of(HttpResponseMessage response, byte[] body)
    {
        if (!LooksLikeJson(body) || Utf8.IsValid(body))
        {
            return body;
        }

        var mended = Encoding.UTF8.GetBytes(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(body));
        var content = new ByteArrayContent(mended);
        content.Headers.ContentType = response.Content.Headers.ContentType;
        response.Content.Dispose();
        response.Content = content;
        return mended;
    }

    private static bool LooksLikeJson(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
}
