using System.Net;
using System.Text;

namespace Hub.Host.Mailing.Notices;

/// <summary>A notice before it is a mail: the same content as plain text and as HTML.</summary>
public sealed record Notice
{
    public required string Subject { get; init; }

    /// <summary>The first line: what to do.</summary>
    public required string Lead { get; init; }
    public required IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; }

    /// <summary>Heading over the text; null where the text speaks for itself.</summary>
    public string? Title { get; init; }
    public string? Body { get; init; }

    /// <summary>Words of a colleague or of the reporter, set apart from the text.</summary>
    public string? Note { get; init; }
    public required IReadOnlyList<KeyValuePair<string, string>> Links { get; init; }

    /// <summary>What the reader can do at once, by signed links.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Actions { get; init; } = [];
    public required string Footer { get; init; }

    public string ToText()
    {
        var text = new StringBuilder().AppendLine(Lead).AppendLine();
        var width = Facts.Count == 0 ? 0 : Facts.Max(f => f.Key.Length);
        foreach (var (name, value) in Facts)
        {
            text.Append(name.PadRight(width)).Append(" : ").AppendLine(value.ReplaceLineEndings(" "));
        }

        foreach (var part in new[] { Note, Title, Body })
        {
            if (!string.IsNullOrWhiteSpace(part))
            {
                text.AppendLine().AppendLine(part.Trim());
            }
        }

        foreach (var (name, address) in Links.Concat(Actions))
        {
            text.AppendLine().Append(name).Append(": ").AppendLine(address);
        }

        return text.AppendLine().AppendLine("-- ").AppendLine(Footer).ToString();
    }

    public string ToHtml()
    {
        var html = new StringBuilder("<!doctype html><html><body style=\"margin:0;padding:24px;background:#f4f5f3;color:#1c2421;font:16px/1.5 system-ui,'Segoe UI',Roboto,sans-serif\">");
        html.Append("<div style=\"max-width:40em;margin:0 auto;padding:24px;background:#fff;border:1px solid #d9ddd8;border-radius:6px\">");
        html.Append("<p style=\"margin:0 0 16px;font-size:18px\"><strong>").Append(Text(Lead)).Append("</strong></p>");
        html.Append("<table role=\"presentation\" style=\"border-collapse:collapse;width:100%;margin:0 0 16px\">");
        foreach (var (name, value) in Facts)
        {
            html.Append("<tr><td style=\"padding:4px 16px 4px 0;color:#56615b;vertical-align:top;white-space:nowrap\">").Append(Text(name))
                .Append("</td><td style=\"padding:4px 0;vertical-align:top\">").Append(Text(value)).Append("</td></tr>");
        }

        html.Append("</table>");
        if (!string.IsNullOrWhiteSpace(Note))
        {
            html.Append("<p style=\"margin:0 0 16px;padding:12px 16px;background:#eef3ee;border-left:4px solid #2f6b4f\">").Append(Lines(Note)).Append("</p>");
        }

        if (!string.IsNullOrWhiteSpace(Title))
        {
            html.Append("<h1 style=\"margin:0 0 8px;font-size:18px\">").Append(Text(Title)).Append("</h1>");
        }

        if (!string.IsNullOrWhiteSpace(Body))
        {
            html.Append("<p style=\"margin:0 0 16px\">").Append(Lines(Body)).Append("</p>");
        }

        foreach (var (name, address) in Links)
        {
            html.Append("<p style=\"margin:0 0 8px\"><a href=\"").Append(Text(address)).Append("\" style=\"display:inline-block;padding:10px 18px;background:#2f6b4f;color:#fff;text-decoration:none;border-radius:4px\">").Append(Text(name)).Append("</a></p>");
        }

        foreach (var (name, address) in Actions)
        {
            html.Append("<a href=\"").Append(Text(address)).Append("\" style=\"display:inline-block;margin:8px 8px 0 0;padding:8px 14px;border:1px solid #2f6b4f;color:#2f6b4f;text-decoration:none;border-radius:4px\">").Append(Text(name)).Append("</a>");
        }

        return html.Append("<p style=\"margin:24px 0 0;color:#56615b;font-size:14px\">").Append(Lines(Footer)).Append("</p></div></body></html>").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Lines(string text) => Text(text.Trim()).ReplaceLineEndings("<br>");
}
