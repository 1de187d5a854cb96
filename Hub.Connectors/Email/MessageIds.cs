using System.Text;

namespace Hub.Connectors.Email;

/// <summary>Message ids in a field, without angle brackets; forgiving, because many programs write them wrong.</summary>
internal static class MessageIds
{
    public static IEnumerable<string> Read(byte[] raw)
    {
        var text = Encoding.Latin1.GetString(raw).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim();
        return text.Contains('<', StringComparison.Ordinal) ? Bracketed(text) : text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    private static IEnumerable<string> Bracketed(string text)
    {
        var at = 0;
        while (text.IndexOf('<', at) is >= 0 and var start)
        {
            var end = text.IndexOf('>', start);
            var id = end < 0 ? text[(start + 1)..] : text[(start + 1)..end];
            if (id.Trim() is { Length: > 0 } found)
            {
                yield return found;
            }

            at = end < 0 ? text.Length : end + 1;
        }
    }
}
