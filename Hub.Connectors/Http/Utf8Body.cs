using System.Text;
using System.Text.Unicode;

namespace Hub.Connectors.Http;

/// <summary>JSON is UTF-8 (RFC 8259, 8.1); old systems send what their database holds. Such an answer is read as Windows-1252 instead of stopping its source.</summary>
internal static class Utf8Body
{
    private const int Piece = 16 * 1024;

    /// <returns>The answer in UTF-8, its media type unchanged; what is no JSON stays as it is.</returns>
    public static AnswerContent Of(AnswerContent answer) =>
        !LooksLikeJson(answer.Body.Span) || Utf8.IsValid(answer.Body.Span) ? answer : answer.With(Mended(answer.Body.Span));

    /// <summary>Each byte is one character there; piece by piece, because all of them as text would take twice their room once more.</summary>
    private static byte[] Mended(ReadOnlySpan<byte> body)
    {
        var old = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        Span<char> text = new char[Piece];
        var size = 0;
        for (var at = 0; at < body.Length; at += Piece)
        {
            size += Encoding.UTF8.GetByteCount(Next(body, at, old, text));
        }

        var mended = new byte[size];
        var written = 0;
        for (var at = 0; at < body.Length; at += Piece)
        {
            written += Encoding.UTF8.GetBytes(Next(body, at, old, text), mended.AsSpan(written));
        }

        return mended;
    }

    private static ReadOnlySpan<char> Next(ReadOnlySpan<byte> body, int at, Encoding old, Span<char> text) =>
        text[..old.GetChars(body.Slice(at, Math.Min(Piece, body.Length - at)), text)];

    private static bool LooksLikeJson(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
}
