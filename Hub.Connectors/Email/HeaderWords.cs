using MimeKit.Utils;

namespace Hub.Connectors.Email;

/// <summary>Decodes a field's text: encoded words (RFC 2047), and raw 8-bit bytes by the charset ladder.</summary>
internal static class HeaderWords
{
    public static string Decode(byte[] raw) => Rfc2047.DecodeText(MailReader.Parsing, raw);
}
