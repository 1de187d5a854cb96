using System.Text;
using Hub.Connectors.Email;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Tests.Connectors.Email;

/// <summary>Mails of the project's own making, and their reading.</summary>
internal static class Letters
{
    public static Submission Read(string mail) => Read(Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n")));

    public static Submission Read(byte[] mail) => new EmailReader(new EmailOptions { User = "biro.kesra@contoh.go.id" }).Read(new Envelope
    {
        Key = new("email-kesra", "1", "1"),
        MediaType = "message/rfc822",
        Raw = mail,
        ReceivedAt = new(2026, 3, 2, 1, 15, 0, TimeSpan.Zero),
    });

    public static MailReading Reading(string mail) => MailReader.Read(Encoding.Latin1.GetBytes(mail.ReplaceLineEndings("\r\n")));
}
