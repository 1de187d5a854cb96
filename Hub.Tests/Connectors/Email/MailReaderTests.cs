using System.Text;
using Hub.Connectors.Email;

namespace Hub.Tests.Connectors.Email;

public sealed class MailReaderTests
{
    [Theory]
    [InlineData("=?utf-8?Q?Pengaduan_jalan_rusak_=E2=80=93_Malinau?=", "Pengaduan jalan rusak – Malinau")]
    [InlineData("=?UTF-8?B?UGVuZ2E=?= =?utf-8?b?ZHVhbg==?=", "Pengaduan")]
    [InlineData("=?utf-8?B?ww==?= =?utf-8?B?qQ==?=", "é")]
    [InlineData("=?NONE?B?VEVTVA=?=", "TEST")]
    [InlineData("=?utf-8?Q?tanpa akhir", "tanpa akhir")]
    [InlineData("=?iso-8859-1?Q?harga_=80?=", "harga €")]
    [InlineData("biasa =?x=?bukan kata=", "biasa =?x=?bukan kata=")]
    [InlineData("=?utf-7?Q?Jalan_+AOk-?=", "Jalan é")]
    public void A_subject_is_read_however_it_was_encoded(string field, string subject) =>
        Letters.Reading($"Subject: {field}\n\nx\n").Subject.ShouldBe(subject);

    [Theory]
    [InlineData("us-ascii", new byte[] { 0x53, 0xC3, 0xA9 }, "Sé")]
    [InlineData("utf-8", new byte[] { 0x53, 0xE9, 0x74, 0xE9 }, "Sété")]
    [InlineData("x-tidak-dikenal", new byte[] { 0x93, 0x61, 0x94 }, "“a”")]
    [InlineData("iso-8859-1", new byte[] { 0xE2, 0x80, 0x93 }, "–")]
    [InlineData("shift_jis", new byte[] { 0x82, 0xA0 }, "あ")]
    public void A_text_is_read_although_its_charset_is_wrong(string charset, byte[] bytes, string text)
    {
        byte[] mail = [.. Encoding.ASCII.GetBytes($"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"), .. bytes];

        MailReader.Read(mail).Text.ShouldBe(text);
    }

    [Theory]
    [InlineData("Siti Aminah <siti@contoh.id>", "Siti Aminah", "siti@contoh.id")]
    [InlineData("\"Aminah, Siti\" <siti@contoh.id>", "Aminah, Siti", "siti@contoh.id")]
    [InlineData("Aminah, Siti <siti@contoh.id>", "Aminah, Siti", "siti@contoh.id")]
    [InlineData("siti@contoh.id (Siti Aminah)", "Siti Aminah", "siti@contoh.id")]
    [InlineData("=?utf-8?Q?S=C3=AFti?= < siti@contoh.id >", "Sïti", "siti@contoh.id")]
    [InlineData("Kantor: siti@contoh.id;", null, "siti@contoh.id")]
    [InlineData("<@relay.id,@lain.id:siti@contoh.id>", null, "siti@contoh.id")]
    [InlineData("\"Siti siti@contoh.id", "\"Siti", "siti@contoh.id")]
    public void A_sender_is_found_however_it_was_written(string field, string? name, string address) =>
        Letters.Reading($"From: {field}\n\nx\n").From.ShouldBe([new MailAddress(name, address)]);

    [Fact]
    public void Html_becomes_text_that_can_be_read()
    {
        var text = Letters.Reading("Content-Type: text/html\n\n<html><head><title>t</title><style>p{}</style></head><body><p>Yth.&nbsp;Biro,</p><p>Jalan <b>rusak</b>&hellip;<br>sejak&#8211;lama&#146;</p><script>x()</script><table><tr><td>a</td><td>b</td></tr></table>1 < 2</body>").Text;

        text.ShouldBe("Yth.\u00A0Biro,\n\nJalan rusak…\nsejak–lama’\n\na b\n1 < 2");
    }

    [Theory]
    [InlineData("xxx")]
    [InlineData("x x\nx=")]
    [InlineData("xxx=\n")]
    public void Damaged_base64_gives_what_can_be_had(string content)
    {
        var mail = $"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n{content}\n--b--\n";

        Letters.Reading(mail).Parts.ShouldHaveSingleItem().Size.ShouldBe(2);
    }

    [Fact]
    public void A_hundred_thousand_open_tags_and_nested_parts_hurt_nobody()
    {
        var tags = string.Concat(Enumerable.Repeat("<div><xml><head>", 30_000));
        var nested = new StringBuilder("Subject: dalam\n");
        for (var i = 0; i < 2000; i++)
        {
            nested.Append("Content-Type: multipart/mixed; boundary=b").Append(i).Append("\n\n--b").Append(i).Append('\n');
        }

        Letters.Reading("Content-Type: text/html\n\n" + tags + "surat").Text.ShouldBe("surat");
        Letters.Reading(nested.ToString()).Subject.ShouldBe("dalam");
    }

    /// <summary>Each of these once made some reader work for minutes; here the reading ends before the test runner loses patience.</summary>
    [Theory]
    [InlineData("From: ", ":")]
    [InlineData("From: ", "(")]
    [InlineData("From: \"", "\\\"")]
    [InlineData("From: ", "a,")]
    [InlineData("Subject: ", "=?utf-8?Q?")]
    [InlineData("References: ", "<")]
    [InlineData("Content-Type: text/html\n\n", "<a href=\"'")]
    [InlineData("Content-Type: text/html\n\n", "&a")]
    [InlineData("Subject: x\n\n", "> a\n")]
    [InlineData("Subject: x\n\n", "Pada 1 a@b ")]
    [InlineData("Subject: x\n\n", "\n\n1 <a@b")]
    [InlineData("From: MAILER-DAEMON@x\nSubject: Undelivered mail\n\n", "could not be delivered to ")]
    public async Task Half_a_megabyte_of_one_sign_is_read_all_the_same(string start, string sign)
    {
        var mail = start + string.Concat(Enumerable.Repeat(sign, 500_000 / sign.Length)) + "\nakhir\n";

        await Task.Run(() => Letters.Read(mail)).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Locked_and_signed_mail_is_marked_and_kept()
    {
        const string Signed = "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\n\n--b\n\nisi\n--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n";
        const string Locked = "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nAAAA\n";

        Letters.Reading(Signed).Seal.ShouldBe(MailSeal.SmimeSigned);
        Letters.Reading(Locked).Seal.ShouldBe(MailSeal.SmimeEncrypted);
        Letters.Read(Locked).Attachments.ShouldHaveSingleItem().Name.ShouldBe("smime.p7m");
        Letters.Read(Locked).Facts.ShouldContain(f => f.Key == "Segel");
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\siti\\foto.jpg", "foto.jpg")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("a\u202Egpj.exe", "a_gpj.exe")]
    [InlineData("...", "lampiran")]
    [InlineData("foto: rumah?.jpg", "foto_ rumah_.jpg")]
    public void A_file_name_is_made_safe(string name, string safe) => SafeNames.Of(name, "lampiran").ShouldBe(safe);

    [Fact]
    public void A_long_file_name_keeps_its_ending() =>
        SafeNames.Of(new string('a', 500) + ".pdf", "x").ShouldSatisfyAllConditions(n => n.Length.ShouldBe(120), n => n.ShouldEndWith(".pdf"));

    /// <summary>The parser copies a whole field at each line that continues it: a quarter of a megabyte of recipients took gigabytes.</summary>
    [Theory]
    [InlineData("Cc: ", "", 11_000)]
    [InlineData("Content-Type: multipart/mixed; boundary=batas\r\n\r\n--batas\r\nX-Panjang: ", "\r\n\r\nisi\r\n--batas--", 20_000)]
    public void A_field_of_very_many_lines_is_given_up_before_it_costs_much(string before, string after, int lines)
    {
        var mail = Encoding.ASCII.GetBytes($"From: a@contoh.id\r\nSubject: Banyak\r\n{before}{Folded(lines)}{after}\r\n\r\nisi\r\n");
        var begun = GC.GetAllocatedBytesForCurrentThread();

        var reading = MailReader.Read(mail);

        (GC.GetAllocatedBytesForCurrentThread() - begun).ShouldBeLessThan(400L * 1024 * 1024);
        reading.IsUnread.ShouldBeTrue();
        reading.Subject.ShouldBe("Banyak");
    }

    [Fact]
    public void Two_thousand_recipients_are_read() =>
        MailReader.Read(Encoding.ASCII.GetBytes($"From: a@contoh.id\r\nSubject: Banyak\r\nCc: {Folded(2_000)}\r\n\r\nisi\r\n")).Cc.Count.ShouldBe(2_000);

    private static string Folded(int lines) => string.Join(",\r\n ", Enumerable.Range(0, lines).Select(static i => $"x{i}@contoh.id"));
}
