using System.Text;

namespace Hub.Connectors.Email;

/// <summary>The last resort: the bytes as text, with the few header fields that can be seen.</summary>
internal static class BareText
{
    /// <summary>A person reads this; more would help nobody.</summary>
    private const int MaxBytes = 64 * 1024;

    public static MailReading Of(Stream raw, Exception cause)
    {
        raw.Position = 0;
        var start = new byte[Math.Min(raw.Length, MaxBytes)];
        raw.ReadExactly(start);
        var text = Encoding.Latin1.GetString(start);
        return new()
        {
            Subject = Field(text, "Subject:"),
            IsUnread = true,
            Text = text.Replace('\0', '\uFFFD'),
            Repairs = [$"unparsable:{cause.GetType().Name}"],
        };
    }

    private static string? Field(string text, string name)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return line[name.Length..].Trim().ToString();
            }
        }

        return null;
    }
}
