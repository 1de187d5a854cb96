using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>From bytes to text when the declaration may lie.</summary>
internal static class Charsets
{
    public static string TextOf(TextPart part) => part.Text;
}
