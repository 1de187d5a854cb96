using System.Globalization;
using System.Text;
using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>What an invitation says (RFC 5545), for mails that hold nothing else.</summary>
internal sealed record CalendarText(string Text, DateOnly? On)
{
    private static readonly string[] Shown = ["SUMMARY", "DTSTART", "DTEND", "LOCATION", "ORGANIZER", "DESCRIPTION"];

    /// <returns>Null when the part holds no event.</returns>
    public static CalendarText? Of(MimePart part)
    {
        using var bytes = new MemoryStream();
        using var capped = new CappedStream(bytes, 256 * 1024);
        TransferDecoding.To(part, capped);
        var content = Charsets.Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), part.ContentType.Charset);
        var fields = FirstEvent(content.ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal).Replace("\n\t", "", StringComparison.Ordinal));
        if (fields.Count == 0)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var name in Shown.Where(fields.ContainsKey))
        {
            text.Append(name is "DTSTART" or "DTEND" ? Moment(fields[name]) : fields[name]).Append('\n');
        }

        return new(text.ToString().Trim(), fields.TryGetValue("DTSTART", out var start) && DateOnly.TryParseExact(start.AsSpan(0, Math.Min(8, start.Length)), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null);
    }

    private static Dictionary<string, string> FirstEvent(string calendar)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var inside = false;
        foreach (var line in calendar.Split('\n'))
        {
            if (line.StartsWith("BEGIN:VEVENT", StringComparison.OrdinalIgnoreCase))
            {
                inside = true;
            }
            else if (line.StartsWith("END:VEVENT", StringComparison.OrdinalIgnoreCase) || line.StartsWith("BEGIN:VALARM", StringComparison.OrdinalIgnoreCase))
            {
                break;
            }
            else if (inside && line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                fields.TryAdd(line[..colon].Split(';')[0], Unescaped(line[(colon + 1)..].Trim()));
            }
        }

        return fields;
    }

    private static string Unescaped(string value) =>
        value.Replace("\\n", "\n", StringComparison.OrdinalIgnoreCase).Replace("\\,", ",", StringComparison.Ordinal).Replace("\\;", ";", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    /// <summary>20260302T091500Z as 2026-03-02 09:15 UTC; a local time without its zone.</summary>
    private static string Moment(string value) => value.Length >= 15 && value[8] == 'T'
        ? $"{value[..4]}-{value[4..6]}-{value[6..8]} {value[9..11]}:{value[11..13]}{(value.EndsWith('Z') ? " UTC" : "")}"
        : value.Length == 8 ? $"{value[..4]}-{value[4..6]}-{value[6..8]}" : value;
}
