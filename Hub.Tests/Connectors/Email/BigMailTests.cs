using System.Runtime.Versioning;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Tests.Support;

namespace Hub.Tests.Connectors.Email;

[UnsupportedOSPlatform("windows")]
public sealed class BigMailTests
{
    private static readonly DateTimeOffset Arrival = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_mail_of_60_megabytes_is_taken_whole_within_the_cap_and_with_its_text_over_it_and_blocks_nothing()
    {
        await using var server = await DovecotServer.StartAsync();
        var mail = Heavy(60);
        server.Deliver("kesra", "1", mail, Arrival);
        server.Deliver("kesra", "2", Encoding.ASCII.GetBytes("Subject: sesudahnya\r\n\r\nisi\r\n"), Arrival);

        var capped = await TakeAsync(server, 40);
        var whole = await TakeAsync(server, 100);

        whole.Envelopes[0].Raw.Span.SequenceEqual(mail).ShouldBeTrue();
        capped.Envelopes.Count.ShouldBe(2);
        capped.Envelopes[0].Raw.Length.ShouldBeLessThan(10_000);
        var submission = Letters.Read(capped.Envelopes[0].Raw.ToArray());
        submission.Title.ShouldBe("Foto jalan");
        submission.Body.ShouldBe("Terlampir foto–foto.");
        submission.Attachments.ShouldHaveSingleItem().Name.ShouldBe("foto.zip.tertinggal.txt");
        submission.Facts.ShouldContain(f => f.Key == "Lampiran ditinggalkan");
        capped.Envelopes[0].Key.ShouldBe((await TakeAsync(server, 40)).Envelopes[0].Key);
    }

    private static async Task<Batch> TakeAsync(DovecotServer server, int cap)
    {
        var options = new EmailOptions { Host = "127.0.0.1", Port = server.Port, Security = ConnectionSecurity.None, User = "kesra", Password = DovecotServer.Password, MaxMessageMegabytes = cap };
        return await new EmailConnector(new SourceContext("email-kesra", TimeProvider.System), options).FetchAsync(null, TestContext.Current.CancellationToken);
    }

    private static byte[] Heavy(int megabytes)
    {
        var line = Encoding.ASCII.GetBytes(new string('A', 76) + "\r\n");
        using var mail = new MemoryStream(megabytes * 1024 * 1024);
        mail.Write(Encoding.UTF8.GetBytes("From: siti@contoh.id\r\nSubject: Foto jalan\r\nMessage-ID: <besar@contoh.id>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nTerlampir foto–foto.\r\n--b\r\nContent-Type: application/zip; name=foto.zip\r\nContent-Disposition: attachment; filename=foto.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"));
        while (mail.Length < (megabytes * 1024 * 1024) - 1000)
        {
            mail.Write(line);
        }

        mail.Write("--b--\r\n"u8);
        return mail.ToArray();
    }
}
