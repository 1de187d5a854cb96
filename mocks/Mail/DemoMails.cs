using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MimeKit;
using MimeKit.Utils;

namespace Hub.Mocks.Mail;

/// <summary>The demo's mails: what lies in the ten inboxes at the start, and what arrives while one watches.</summary>
public sealed class DemoMails
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly DemoMail[] mails;
    private readonly DateTimeOffset start;

    private DemoMails(DemoMail[] mails, DateTimeOffset start) => (this.mails, this.start) = (mails, start);

    public int Count => mails.Length;

    /// <param name="start">The instant to which all dates relate; the same over restarts.</param>
    public static DemoMails Load(DateTimeOffset start)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Mail", "mails.json"));
        return new(JsonSerializer.Deserialize<DemoMail[]>(file, Json)!, start);
    }

    /// <summary>Delivers everything whose time has come and that is not there yet.</summary>
    /// <returns>When the next one is due; null when none is left.</returns>
    public DateTimeOffset? Deliver(PostOffice office, DateTimeOffset now)
    {
        foreach (var mail in mails.Where(m => ReceivedAt(m) <= now).OrderBy(ReceivedAt))
        {
            using var raw = new MemoryStream();
            Compose(mail).WriteTo(raw);
            office.Deliver(mail.From, mail.To, raw.ToArray(), ReceivedAt(mail), mail.Key);
        }

        return mails.Select(ReceivedAt).Where(at => at > now).Select(at => (DateTimeOffset?)at).Min();
    }

    private DateTimeOffset ReceivedAt(DemoMail mail) => mail.Arrives > 0 ? start.AddMinutes(mail.Arrives) : start.AddDays(-mail.Age);

    private MimeMessage Compose(DemoMail mail)
    {
        var message = new MimeMessage { Subject = mail.Subject, Date = ReceivedAt(mail).AddSeconds(-40), MessageId = $"{mail.Key}@surat.contoh.id" };
        message.From.Add(MailboxAddress.Parse(mail.From));
        message.To.AddRange(mail.To.Select(MailboxAddress.Parse));
        message.Body = Body(mail);
        Mark(message, mail);
        return message;
    }

    private MimeEntity Body(DemoMail mail) => mail.Quirk switch
    {
        MailQuirk.Latin1 => Latin1(mail.Text),
        MailQuirk.Forward => new Multipart("mixed") { new TextPart("plain") { Text = mail.Text }, new MessagePart { Message = Forwarded(mail) } },
        MailQuirk.Bounce => Bounce(mail),
        _ => Usual(mail),
    };

    private static MimeEntity Usual(DemoMail mail)
    {
        var body = new BodyBuilder { HtmlBody = mail.Html, TextBody = mail.Quirk == MailQuirk.HtmlOnly ? null : mail.Text };
        foreach (var name in mail.Files)
        {
            body.Attachments.Add(name, DemoFiles.Content(name, isBig: mail.Quirk == MailQuirk.Photo));
        }

        if (mail.Quirk == MailQuirk.Winmail)
        {
            body.Attachments.Add("winmail.dat", DemoFiles.Tnef, new ContentType("application", "ms-tnef"));
        }

        return body.ToMessageBody();
    }

    private static TextPart Latin1(string text)
    {
        var part = new TextPart("plain") { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(Encoding.Latin1, text + "\n\nHormat kami,\nCamat Krayan, André Lupang");
        return part;
    }

    private MimeMessage Forwarded(DemoMail mail)
    {
        var inner = new MimeMessage { Subject = mail.Subject[4..], Date = ReceivedAt(mail).AddDays(-2), MessageId = $"{mail.Key}-asal@surat.contoh.id" };
        inner.From.Add(MailboxAddress.Parse("Subbag Perencanaan <rencana@contoh.id>"));
        inner.To.Add(MailboxAddress.Parse(mail.From));
        var body = new BodyBuilder { TextBody = "Draf Keputusan Sekretaris Daerah tentang Tim Penyusun LAKIP terlampir, mohon difasilitasi penetapannya." };
        body.Attachments.Add("draf keputusan sekda.docx", DemoFiles.Content("draf.docx", isBig: false));
        inner.Body = body.ToMessageBody();
        return inner;
    }

    /// <summary>A delivery report of RFC 3464.</summary>
    private static MultipartReport Bounce(DemoMail mail)
    {
        var status = new MessageDeliveryStatus();
        status.StatusGroups.Add(new HeaderList { { "Reporting-MTA", "dns; googlemail.contoh.id" } });
        status.StatusGroups.Add(new HeaderList { { "Final-Recipient", "rfc822; panitia.lama@contoh.id" }, { "Action", "failed" }, { "Status", "5.1.1" } });
        return new MultipartReport("delivery-status") { new TextPart("plain") { Text = mail.Text }, status };
    }

    private static void Mark(MimeMessage message, DemoMail mail)
    {
        switch (mail.Quirk)
        {
            case MailQuirk.NoId:
                message.Headers.Remove(HeaderId.MessageId);
                break;
            case MailQuirk.List:
                message.Headers.Add(HeaderId.ListId, "TPID Kaltara <tpid.contoh.id>");
                message.Headers.Add(HeaderId.Precedence, "list");
                break;
            case MailQuirk.Autoreply:
                message.Headers.Add(HeaderId.AutoSubmitted, "auto-replied");
                message.InReplyTo = MimeUtils.ParseMessageId("<lama@contoh.id>");
                break;
            case MailQuirk.Bounce:
                message.Headers.Add(HeaderId.AutoSubmitted, "auto-replied");
                message.Headers.Add(HeaderId.ReturnPath, "<>");
                break;
        }
    }

    private sealed record DemoMail
    {
        public required string Key { get; init; }
        public required string[] To { get; init; }
        public required string From { get; init; }

        /// <summary>Days before the start.</summary>
        public double Age { get; init; }

        /// <summary>Minutes after the start, when not 0.</summary>
        public double Arrives { get; init; }
        public required string Subject { get; init; }
        public required string Text { get; init; }
        public string? Html { get; init; }
        public string[] Files { get; init; } = [];
        public MailQuirk Quirk { get; init; }
    }

    /// <summary>What is odd about a mail, as real mails are.</summary>
    private enum MailQuirk
    {
        None,
        Latin1,
        NoId,
        List,
        Autoreply,
        Bounce,
        HtmlOnly,
        Winmail,
        Forward,
        Photo,
        Scan,
    }
}
