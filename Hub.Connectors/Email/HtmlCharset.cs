using System.Buffers;
using System.Text;

namespace Hub.Connectors.Email;

/// <summary>The charset that an HTML page names in its own head.</summary>
internal static class HtmlCharset
{
    private const int Head = 2048;
    private static readonly SearchValues<char> Ends = SearchValues.Create("\"' />;");

    public static string? Of(ReadOnlySpan<byte> html)
    {
        var head = Encoding.Latin1.GetString(html[..Math.Min(Head, html.Length)]);
        var at = head.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var rest = head.AsSpan(at + "charset=".Length).TrimStart("\"' ");
        var end = rest.IndexOfAny(Ends);
        return end <= 0 ? null : rest[..end].ToString();
    }
}
