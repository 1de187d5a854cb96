using System.Text;
using Hub.Domain.Envelopes;
using MimeKit;
using MimeKit.Utils;

namespace Hub.Connectors.Email;

/// <summary>Writes a mail of the hub: text and HTML side by side, marked as automatic so that no robot answers it (RFC 3834).</summary>
public static class MailComposer
{
    /// <exception cref="ParseException">An address that is none.</exception>
    public static MimeMessage Compose(OutgoingMail mail)
    {
        var message = new MimeMessage { MessageId = mail.MessageId, Subject = OneLine(mail.Subject) };
        message.From.Add(BoxOf(mail.From));
        message.To.AddRange(mail.To.Select(BoxOf));
        if (mail.ReplyTo is { } replyTo)
        {
            message.ReplyTo.Add(BoxOf(replyTo));
        }

        if (mail.InReplyTo is { } parent && IsId(parent))
        {
            message.InReplyTo = parent;
        }

        message.References.AddRange(mail.References.Append(mail.InReplyTo).OfType<string>().Where(IsId).Distinct(StringComparer.Ordinal));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        foreach (var (name, value) in mail.Headers)
        {
            message.Headers.Add(name, OneLine(value));
        }

        message.Body = BodyOf(mail);
        message.Prepare(EncodingConstraint.SevenBit);
        return message;
    }

    /// <summary>Programs write ids that are none (RFC 5322, 3.6.4): what cannot be named is left out, and the answer goes all the same.</summary>
    private static bool IsId(string id) => MimeUtils.ParseMessageId(id) == id;

    private static MailboxAddress BoxOf(MailAddress person)
    {
        var address = MailboxAddress.Parse(OneLine(person.Address));
        return new MailboxAddress(Encoding.UTF8, person.Name is null ? "" : OneLine(person.Name), address.Address);
    }

    private static MimeEntity BodyOf(OutgoingMail mail)
    {
        MimeEntity letter = new TextPart("plain") { Text = mail.Text };
        if (mail.Html is { } html)
        {
            letter = new MultipartAlternative { letter, new TextPart("html") { Text = html } };
        }

        if (mail.Attachments.Count == 0)
        {
            return letter;
        }

        var whole = new Multipart("mixed") { letter };
        foreach (var attachment in mail.Attachments)
        {
            var type = ContentType.TryParse(attachment.MediaType, out var parsed) ? parsed : new ContentType("application", "octet-stream");
            whole.Add(new MimePart(type)
            {
                Content = new MimeContent(RawStream.Over(attachment.Content)),
                ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = SafeNames.Of(attachment.Name, "lampiran") },
                ContentTransferEncoding = ContentEncoding.Base64,
            });
        }

        return whole;
    }

    /// <summary>A line end in a field would start another field.</summary>
    private static string OneLine(string text) => MailHeaders.Collapse(text.Replace('\0', ' '));
}
