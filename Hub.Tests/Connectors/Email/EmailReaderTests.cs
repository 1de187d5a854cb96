using System.Text;
using Hub.Connectors.Email;

namespace Hub.Tests.Connectors.Email;

public sealed class EmailReaderTests
{
    [Fact]
    public void A_letter_becomes_a_submission_with_the_servers_receipt()
    {
        var submission = Letters.Read("From: Siti Aminah <Siti@Contoh.id>\nTo: biro.kesra@contoh.go.id\nCc: Lain@contoh.id\nDate: Mon, 1 Jan 2035 00:00:00 +0000\nSubject: Permohonan\nMessage-ID: <a@b>\nReferences: <x@y> <z@y>\n\nMohon bantuan.\n\nDikirim dari iPhone saya\n");

        submission.Title.ShouldBe("Permohonan");
        submission.ReceivedAt.ShouldBe(new(2026, 3, 2, 1, 15, 0, TimeSpan.Zero));
        submission.Reporter.Email.ShouldBe("siti@contoh.id");
        submission.To.ShouldBe("biro.kesra@contoh.go.id");
        submission.Mail!.Recipients.ShouldBe(["biro.kesra@contoh.go.id", "lain@contoh.id"]);
        submission.Mail.References.ShouldBe(["x@y", "z@y"]);
        submission.Mail.NewText.ShouldBe("Mohon bantuan.");
        submission.Body.ShouldContain("iPhone");
    }

    [Theory]
    [InlineData("Anonim", true)]
    [InlineData("Pelapor Anonim", true)]
    [InlineData("Siti Aminah", false)]
    public void A_name_that_asks_for_no_name_is_a_flag(string name, bool anonymous)
    {
        var reporter = Letters.Read($"From: {name} <siti@contoh.id>\nSubject: Permohonan\n\nMohon bantuan.\n").Reporter;

        (reporter.Anonymous, reporter.Name, reporter.Email).ShouldBe((anonymous, anonymous ? null : name, "siti@contoh.id"));
    }

    [Fact]
    public void An_invitation_alone_is_read_with_its_day()
    {
        var submission = Letters.Read("Subject: \nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Rapat koordinasi\n  banjir\nDTSTART:20260310T010000Z\nLOCATION:Ruang Rapat\\, Lt. 2\nEND:VEVENT\nEND:VCALENDAR\n");

        submission.EventOn.ShouldBe(new DateOnly(2026, 3, 10));
        submission.Body.ShouldBe("Rapat koordinasi banjir\n2026-03-10 01:00 UTC\nRuang Rapat, Lt. 2");
        submission.Title.ShouldBe("Rapat koordinasi banjir");
        submission.Attachments.ShouldHaveSingleItem().Name.ShouldBe("lampiran-1.ics");
    }

    [Fact]
    public void A_forwarded_mail_is_listed_by_its_subject_and_two_files_of_one_name_stay_two()
    {
        var submission = Letters.Read("Subject: Fwd\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nlihat\n--b\nContent-Type: message/rfc822\n\nSubject: Surat/asli\n\nisi\n--b\nContent-Type: image/png; name=a.png\n\n1\n--b\nContent-Type: image/png; name=a.png\n\n2\n--b--\n");

        submission.Attachments.Select(a => a.Name).ShouldBe(["asli.eml", "a.png", "a (2).png"]);
    }

    /// <summary>A damaged length inside made the library reserve gigabytes; found by 200,000 mutated mails.</summary>
    [Fact]
    public void A_damaged_winmail_dat_stays_the_file_it_is()
    {
        byte[] box = [0x78, 0x9F, 0x3E, 0x22, 1, 0, 1, 6, 0x90, 8, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 1, 0, 0, 0];
        var submission = Letters.Read($"Subject: kotak\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(box)}\n");

        var file = submission.Attachments.ShouldHaveSingleItem();
        file.Name.ShouldBe("winmail.dat");
        file.Content.ToArray().ShouldBe(box);
    }

    [Fact]
    public void A_mail_of_nothing_but_noise_is_still_a_submission()
    {
        Letters.Read([]).Title.ShouldBe("(tanpa judul)");
        Letters.Read([0, 255, 254, 13, 10, 0]).Title.ShouldNotBeNullOrWhiteSpace();
    }

    /// <summary>A known ticket system loses one attachment in eight here.</summary>
    [Fact]
    public void Attachments_are_whole_beside_bare_line_feeds_and_8bit_parts()
    {
        byte[] file = [.. Enumerable.Range(0, 5000).Select(i => (byte)((i * 31) ^ (i >> 3)))];
        var encoded = Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks);
        var mail = new StringBuilder("Subject: lampiran\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nSé–tengah\r\ncampur\n");
        for (var i = 0; i < 16; i++)
        {
            mail.Append("--b\nContent-Type: application/pdf; name=\"surat ").Append(i).Append(".pdf\"\nContent-Transfer-Encoding: base64\n\n").Append(i % 2 == 0 ? encoded : encoded.ReplaceLineEndings("\n")).Append('\n');
        }

        var submission = Letters.Read(Encoding.UTF8.GetBytes(mail + "--b--\n"));

        submission.Attachments.Count.ShouldBe(16);
        submission.Attachments.ShouldAllBe(a => a.Content.ToArray().SequenceEqual(file));
        MailReader.Read(Encoding.UTF8.GetBytes(mail + "--b--\n")).Parts.ShouldAllBe(p => p.Size == 5000);
    }

    [Fact]
    public void Two_hundred_attachments_are_kept_and_over_the_cap_a_fact_says_what_is_missing()
    {
        var small = Letters.Read(WithFiles(200, 1000));
        var big = Letters.Read(WithFiles(5, 10 * 1024 * 1024));

        small.Attachments.Count.ShouldBe(200);
        small.Facts.ShouldBeEmpty();
        big.Attachments.Count.ShouldBe(4);
        big.Facts.ShouldContain(f => f.Key == "Lampiran ditinggalkan");
        big.Body.ShouldBe("isi");
    }

    private static byte[] WithFiles(int count, int size)
    {
        using var mail = new MemoryStream();
        mail.Write("Subject: berkas\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nisi\r\n"u8);
        var file = Encoding.ASCII.GetBytes(Convert.ToBase64String(new byte[size], Base64FormattingOptions.InsertLineBreaks));
        for (var i = 0; i < count; i++)
        {
            mail.Write(Encoding.ASCII.GetBytes($"--b\r\nContent-Type: application/octet-stream; name=f{i}.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"));
            mail.Write(file);
            mail.Write("\r\n"u8);
        }

        mail.Write("--b--\r\n"u8);
        return mail.ToArray();
    }
}
