using Hub.Connectors.Email;

namespace Hub.Tests.Connectors.Email;

public sealed class MailNatureTests
{
    [Theory]
    [InlineData("Auto-Submitted: auto-replied\nSubject: Re: x\n\nterima kasih", MailNature.Automatic)]
    [InlineData("Auto-Submitted: no\nSubject: Re: x\n\nterima kasih", MailNature.Letter)]
    [InlineData("Precedence: bulk\nSubject: promo\n\nx", MailNature.Automatic)]
    [InlineData("Return-Path: <>\nSubject: pemberitahuan\n\nx", MailNature.Automatic)]
    [InlineData("Subject: Balasan Otomatis: Disposisi\n\nx", MailNature.OutOfOffice)]
    [InlineData("Subject: Automatic reply: Disposisi\n\nx", MailNature.OutOfOffice)]
    [InlineData("Subject: Re: Disposisi\nIn-Reply-To: <a@b>\n\nSaya sedang cuti sampai 5 Maret.", MailNature.OutOfOffice)]
    [InlineData("Subject: Pegawai tidak di kantor saat jam kerja\n\nSaya sedang cuti ketika mengurus surat ini.", MailNature.Letter)]
    [InlineData("Subject: Jalan rusak\n\nMohon diperbaiki", MailNature.Letter)]
    [InlineData("From: MAILER-DAEMON@contoh.id\nSubject: Undelivered Mail Returned to Sender\n\nx", MailNature.Bounce)]
    [InlineData("From: warga@contoh.id\nSubject: Surel saya gagal terkirim ke dinas\n\nx", MailNature.Letter)]
    public void Robots_are_told_from_people(string mail, MailNature nature) => Letters.Reading(mail).Nature.ShouldBe(nature);

    [Theory]
    [InlineData("From: MAILER-DAEMON@contoh.id\nSubject: Mail delivery failed\nX-Failed-Recipients: Biro@contoh.id\n\nx", "biro@contoh.id")]
    [InlineData("From: MAILER-DAEMON@contoh.id\nSubject: failure notice\n\nHi. This is qmail.\n\n<biro@contoh.id>:\nUser unknown", "biro@contoh.id")]
    [InlineData("From: postmaster@contoh.id\nSubject: Surat gagal terkirim\n\nSurat tidak dapat dikirim ke biro@contoh.id karena penuh", "biro@contoh.id")]
    public void A_bounce_names_whom_it_did_not_reach(string mail, string recipient)
    {
        Letters.Read(mail).Mail!.IsBounce.ShouldBeTrue();
        Letters.Read(mail).Mail!.BouncedRecipient.ShouldBe(recipient);
    }

    [Fact]
    public void A_delay_is_a_report_and_nobody_failed()
    {
        const string Report = "From: postmaster@contoh.id\nSubject: Delivery Status Notification (Delay)\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nlate\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;x\n\nFinal-Recipient: rfc822;biro@contoh.id\nAction: delayed\nStatus: 4.4.7\n--b--\n";

        Letters.Read(Report).Mail!.BouncedRecipient.ShouldBeNull();
        Letters.Read(Report.Replace("delayed", "failed", StringComparison.Ordinal)).Mail!.BouncedRecipient.ShouldBe("biro@contoh.id");
    }

    [Fact]
    public void A_list_is_marked_and_not_answered() =>
        Letters.Read("List-Id: <warga.contoh.id>\nSubject: kabar\n\nx").Mail!.IsList.ShouldBeTrue();
}
