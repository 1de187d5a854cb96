using System.Runtime.Versioning;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

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

    [Fact]
    public async Task A_mail_of_60_megabytes_and_one_with_200_files_cost_the_hub_less_than_100_megabytes()
    {
        await using var server = await DovecotServer.StartAsync();
        server.Deliver("biasa", "1", Encoding.ASCII.GetBytes("From: a@b\r\nSubject: biasa\r\n\r\nisi\r\n"), Arrival);
        server.Deliver("besar", "1", Heavy(60), Arrival);
        server.Deliver("banyak", "1", Crowded(200), Arrival);

        var (usual, _) = await PassAsync(server, "biasa");
        var (big, left) = await PassAsync(server, "besar");
        var (crowded, kept) = await PassAsync(server, "banyak");

        TestContext.Current.TestOutputHelper?.WriteLine($"peak {usual / Megabyte} MB, +{(big - usual) / Megabyte} MB for 60 MB, +{(crowded - usual) / Megabyte} MB for 200 files");
        left.ShouldBe(["foto.zip.tertinggal.txt"]);
        kept.Count.ShouldBe(200);
        (big - usual).ShouldBeLessThan(100 * Megabyte);
        (crowded - usual).ShouldBeLessThan(100 * Megabyte);
    }

    private const long Megabyte = 1024 * 1024;

    /// <summary>200 of them make a mail of 5 MB, with HUB_TESTS_LONG=1 one of 14 MB.</summary>
    private static readonly int FileBytes = Need.IsLong ? 50_000 : 20_000;

    /// <summary>One whole pass of the hub in a process of its own, with the settings that everybody has.</summary>
    private static async Task<(long Peak, List<string> Files)> PassAsync(DovecotServer server, string user)
    {
        using var folder = new TemporaryFolder();
        await EmptyStore.CopyToAsync(folder.File("hub.db"));
        using var hub = new HubProcess(
            "pass", $"--Hub:Data={folder.Path}", "--Hub:AllowPrivateNetworks=true", "--Serilog:MinimumLevel:Default=Fatal", "--Hub:Sources:kotak:Kind=email", "--Hub:Sources:kotak:Options:Host=127.0.0.1",
            $"--Hub:Sources:kotak:Options:Port={server.Port}", "--Hub:Sources:kotak:Options:Security=None", $"--Hub:Sources:kotak:Options:User={user}", $"--Hub:Sources:kotak:Options:Password={DovecotServer.Password}");
        var peak = await hub.RunToEndAsync();
        await using var db = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db"))).Open();
        (await db.Tickets.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
        return (peak, await db.Attachments.Select(a => a.Name).ToListAsync(TestContext.Current.CancellationToken));
    }

    private static byte[] Crowded(int files)
    {
        var mail = new StringBuilder("From: siti@contoh.id\r\nSubject: Banyak berkas\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nTerlampir.\r\n");
        var content = new byte[FileBytes];
        for (var i = 0; i < files; i++)
        {
            new Random(i).NextBytes(content);
            mail.Append($"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=berkas-{i}.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)}\r\n");
        }

        return Encoding.ASCII.GetBytes(mail.Append("--b--\r\n").ToString());
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
