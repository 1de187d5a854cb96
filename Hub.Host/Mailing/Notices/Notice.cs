using System.Net;
using System.Text;
using Hub.Connectors.Email;
using Hub.Host.Foundation;
using Hub.Host.Storage.Rows;

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

    /// <summary>What the notice is sent for, in somebody's words: stands before all that is known already.</summary>
    public string? News { get; init; }

    /// <summary>What belongs to the facts and is a text, set apart.</summary>
    public string? Note { get; init; }
    public required IReadOnlyList<KeyValuePair<string, string>> Links { get; init; }

    /// <summary>What the actions answer; null where they speak for themselves.</summary>
    public string? Question { get; init; }

    /// <summary>What the reader can do at once, by signed links.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Actions { get; init; } = [];
    public required string Footer { get; init; }

    /// <summary>As a mail of its own, that is of no ticket and takes no answer.</summary>
    /// <param name="name">Of whoever gets it, where it is a person's.</param>
    internal OutgoingMail ToMail(OutboxMessage row, HubOptions options, string? name = null) => new()
    {
        MessageId = row.MessageId,
        From = new MailAddress(options.Mail!.FromName, options.Mail.From),
        To = [new MailAddress(name, row.Recipient)],
        Subject = Subject,
        Text = ToText(),
        Html = ToHtml(),
        Headers = [new("X-Hub-Notice", row.Purpose.ToString())],
    };

    public string ToText()
    {
        var text = new StringBuilder().AppendLine(Lead).AppendLine();
        if (HasNews)
        {
            text.AppendLine(News!.Trim()).AppendLine();
        }

        var width = Facts.Count == 0 ? 0 : Facts.Max(f => f.Key.Length);
        foreach (var (name, value) in Facts)
        {
            text.Append(name.PadRight(width)).Append(" : ").AppendLine(value.ReplaceLineEndings(" "));
        }

        var (links, matter) = (LinksAsText(), string.Concat(new[] { Note, Title, Body }.Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => $"{Environment.NewLine}{part!.Trim()}{Environment.NewLine}")));
        return text.Append(HasNews ? links + matter : matter + links).AppendLine().AppendLine("-- ").AppendLine(Footer).ToString();
    }

    public string ToHtml()
    {
        var (links, matter) = (LinksAsHtml(), MatterAsHtml());
        var html = new StringBuilder("<!doctype html><html><body style=\"margin:0;padding:12px;background:#f4f5f3;color:#1c2421;font:16px/1.5 system-ui,'Segoe UI',Roboto,sans-serif\">");
        html.Append("<div style=\"max-width:40em;margin:0 auto;padding:20px;background:#fff;border:1px solid #d9ddd8;border-radius:6px;overflow-wrap:anywhere\">");
        html.Append("<p style=\"margin:0 0 16px;font-size:18px\"><strong>").Append(Text(Lead)).Append("</strong></p>");
        html.Append(HasNews ? Set(News!) : "").Append("<table role=\"presentation\" style=\"border-collapse:collapse;width:100%;margin:0 0 16px\">");
        foreach (var (name, value) in Facts)
        {
            html.Append("<tr><td style=\"padding:4px 12px 4px 0;color:#56615b;vertical-align:top;width:30%;overflow-wrap:normal\">").Append(Text(name))
                .Append("</td><td style=\"padding:4px 0;vertical-align:top\">").Append(Text(value)).Append("</td></tr>");
        }

        return html.Append("</table>").Append(HasNews ? links + matter : matter + links)
            .Append("<p style=\"margin:24px 0 0;color:#56615b;font-size:14px\">").Append(Lines(Footer)).Append("</p></div></body></html>").ToString();
    }

    private bool HasNews => !string.IsNullOrWhiteSpace(News);

    private string LinksAsText()
    {
        var text = new StringBuilder();
        Add(Links);
        text.Append(Question is null ? "" : $"{Environment.NewLine}{Question}{Environment.NewLine}");
        Add(Actions);
        return text.ToString();

        void Add(IReadOnlyList<KeyValuePair<string, string>> links)
        {
            foreach (var (name, address) in links)
            {
                text.AppendLine().Append(name).Append(": ").AppendLine(address);
            }
        }
    }

    private string MatterAsHtml()
    {
        var html = new StringBuilder(string.IsNullOrWhiteSpace(Note) ? "" : Set(Note));
        if (!string.IsNullOrWhiteSpace(Title))
        {
            html.Append("<h1 style=\"margin:0 0 8px;font-size:18px\">").Append(Text(Title)).Append("</h1>");
        }

        return html.Append(string.IsNullOrWhiteSpace(Body) ? "" : $"<p style=\"margin:0 0 16px\">{Lines(Body)}</p>").ToString();
    }

    private string LinksAsHtml()
    {
        var html = new StringBuilder();
        foreach (var (name, address) in Links)
        {
            html.Append("<p style=\"margin:0 0 8px\"><a href=\"").Append(Text(address)).Append("\" style=\"display:inline-block;padding:10px 18px;background:#2f6b4f;color:#fff;text-decoration:none;border-radius:4px\">").Append(Text(name)).Append("</a></p>");
        }

        html.Append(Question is null ? "" : $"<p style=\"margin:16px 0 0\">{Text(Question)}</p>");
        foreach (var (name, address) in Actions)
        {
            html.Append("<a href=\"").Append(Text(address)).Append("\" style=\"display:inline-block;margin:8px 8px 0 0;padding:8px 14px;border:1px solid #2f6b4f;color:#2f6b4f;text-decoration:none;border-radius:4px\">").Append(Text(name)).Append("</a>");
        }

        return html.Append(HasNews ? "<div style=\"margin:0 0 24px\"></div>" : "").ToString();
    }

    private static string Set(string text) => $"<p style=\"margin:0 0 16px;padding:12px 16px;background:#eef3ee;border-left:4px solid #2f6b4f\">{Lines(text)}</p>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Lines(string text) => Text(text.Trim()).ReplaceLineEndings("<br>");
}
