using System.Text;
using MimeKit;

namespace Hub.Mocks.Mail;

/// <summary>The ENVELOPE of a mail as IMAP writes it (RFC 3501 7.4.2).</summary>
internal static class ImapEnvelope
{
    public static string Of(StoredMail mail)
    {
        using var stream = new MemoryStream(mail.Read());
        var headers = HeaderList.Load(stream);
        var from = People(headers[HeaderId.From]);
        return $"({Text(headers[HeaderId.Date])} {Text(RawOf(headers, HeaderId.Subject))} {from} {People(headers[HeaderId.Sender], from)} "
            + $"{People(headers[HeaderId.ReplyTo], from)} {People(headers[HeaderId.To])} {People(headers[HeaderId.Cc])} {People(headers[HeaderId.Bcc])} "
            + $"{Text(headers[HeaderId.InReplyTo])} {Text(headers[HeaderId.MessageId])})";
    }

    private static string? RawOf(HeaderList headers, HeaderId id)
    {
        var at = headers.IndexOf(id);
        return at < 0 ? null : Encoding.Latin1.GetString(headers[at].RawValue).Replace("\r\n", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim();
    }

    private static string People(string? header, string missing = "NIL")
    {
        if (header is null || !InternetAddressList.TryParse(header, out var list) || !list.Mailboxes.Any())
        {
            return missing;
        }

        return "(" + string.Concat(list.Mailboxes.Select(One)) + ")";
    }

    private static string One(MailboxAddress person)
    {
        var name = string.IsNullOrEmpty(person.Name) ? "NIL" : Text(Encoding.ASCII.GetString(MimeKit.Utils.Rfc2047.EncodePhrase(Encoding.UTF8, person.Name)).Trim('"'));
        return $"({name} NIL {Text(person.LocalPart)} {Text(person.Domain)})";
    }

    private static string Text(string? value) => value switch
    {
        null => "NIL",
        _ when value.All(c => c is >= ' ' and <= '~' and not ('"' or '\\')) => $"\"{value}\"",
        _ => $"{{{Encoding.UTF8.GetByteCount(value)}}}\r\n{Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value))}",
    };
}
