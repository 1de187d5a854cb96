using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;
using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>From the envelope of a mail to a submission. Pure; every mail gives one, however broken.</summary>
public sealed class EmailReader(EmailOptions options)
{
    public Submission Read(Envelope envelope)
    {
        var reading = MailReader.Read(envelope.Raw);
        var sender = reading.From.Count > 0 ? reading.From[0] : reading.ReplyTo.Count > 0 ? reading.ReplyTo[0] : null;
        return new Submission
        {
            Title = TitleOf(reading),
            Body = reading.Text ?? "",
            Reporter = new Reporter { Name = sender?.Name, Email = sender?.Address.ToLowerInvariant() },
            ReceivedAt = envelope.ReceivedAt,
            To = options.Inbox,
            Attachments = [.. reading.Parts.Select(AttachmentOf)],
            Mail = new Mail
            {
                MessageId = reading.MessageId,
                InReplyTo = reading.InReplyTo,
                References = reading.References,
                Recipients = [.. reading.To.Concat(reading.Cc).Select(a => a.Address.ToLowerInvariant()).Distinct(StringComparer.Ordinal)],
                IsAutomatic = reading.IsAutoReply,
                IsBounce = reading.IsBounce,
                IsList = reading.IsList,
            },
        };
    }

    private static string TitleOf(MailReading reading)
    {
        if (!string.IsNullOrWhiteSpace(reading.Subject))
        {
            return reading.Subject;
        }

        var line = MailHeaders.Collapse(reading.Text ?? "");
        return line.Length switch
        {
            0 => "(tanpa judul)",
            <= 80 => line,
            _ => line[..80] + "…",
        };
    }

    private static Attachment AttachmentOf(MailPart part, int index) => new()
    {
        Name = part.Name ?? $"lampiran-{index + 1}",
        MediaType = part.MediaType,
        Content = ContentOf(part.Entity),
    };

    private static ReadOnlyMemory<byte> ContentOf(MimeEntity? entity)
    {
        using var bytes = new MemoryStream();
        switch (entity)
        {
            case MimePart { Content: { } content }:
                content.DecodeTo(bytes);
                break;
            case MessagePart { Message: { } message }:
                message.WriteTo(bytes);
                break;
        }

        return bytes.ToArray();
    }
}
