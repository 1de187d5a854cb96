using System.Text;

namespace Hub.Mocks.Mail;

/// <summary>Takes header fields out of a mail, their folded lines included.</summary>
internal static class FieldDropping
{
    /// <param name="fields">Names, lower case.</param>
    public static byte[] Of(byte[] raw, IReadOnlyCollection<string> fields)
    {
        var end = raw.AsSpan().IndexOf("\r\n\r\n"u8);
        if (fields.Count == 0 || end < 0)
        {
            return raw;
        }

        var kept = new List<string>();
        var drops = false;
        foreach (var line in Encoding.Latin1.GetString(raw, 0, end).Split("\r\n"))
        {
            drops = line is [' ' or '\t', ..] ? drops : fields.Contains(line.Split(':')[0].ToLowerInvariant());
            if (!drops)
            {
                kept.Add(line);
            }
        }

        return [.. Encoding.Latin1.GetBytes(string.Join("\r\n", kept)), .. raw.AsSpan(end)];
    }
}
