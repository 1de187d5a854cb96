using System.Globalization;
using System.Net;
using System.Text;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Antivirus;
using Hub.Host.Mailing.Notices;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Host.Work.Tickets;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>With a scanner nobody gets a file that it has not found clean.</summary>
public sealed class AntivirusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("stream: OK\0", ScanVerdict.Clean, null)]
    [InlineData("stream: Win.Test.EICAR_HDB-1 FOUND\0", ScanVerdict.Infected, "Win.Test.EICAR_HDB-1")]
    [InlineData("INSTREAM size limit exceeded. ERROR\0", ScanVerdict.Unscannable, "INSTREAM size limit exceeded. ERROR")]
    public async Task The_answer_of_the_scanner_is_understood(string answer, ScanVerdict verdict, string? finding)
    {
        await using var scanner = new SpokenScanner(answer);
        var content = Enumerable.Range(0, 200_000).Select(i => (byte)i).ToArray();

        (await On(scanner.Port).ScanAsync(content, Token)).ShouldBe(new ScanAnswer(verdict, finding));

        scanner.Taken.ShouldHaveSingleItem().ShouldBe(content);
    }

    [Theory]
    [InlineData("")]
    [InlineData("stream: Can't allocate memory ERROR\0")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("COMMAND READ TIMED OUT\0")]
    public async Task What_is_no_verdict_is_silence_and_never_clean(string answer)
    {
        await using var scanner = new SpokenScanner(answer);

        await Should.ThrowAsync<ScannerSilent>(() => On(scanner.Port).ScanAsync(new byte[] { 1 }, Token));
    }

    [Fact]
    public async Task A_scanner_that_is_not_there_or_never_answers_is_silent_in_time()
    {
        await Should.ThrowAsync<ScannerSilent>(() => On(Ports.Free()).ScanAsync(new byte[] { 1 }, Token));
        using var mute = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var begun = TimeProvider.System.GetTimestamp();
        await Should.ThrowAsync<ScannerSilent>(() => On(((IPEndPoint)mute.LocalEndpoint).Port).ScanAsync(new byte[] { 1 }, Token));
        TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_file_at_the_limit_is_scanned_and_one_byte_more_is_barred()
    {
        await using var scanner = new SpokenScanner("stream: OK\0");
        var edge = new byte[1024 * 1024];

        (await On(scanner.Port).ScanAsync(edge, Token)).Verdict.ShouldBe(ScanVerdict.Clean);
        (await On(scanner.Port).ScanAsync(new byte[edge.Length + 1], Token)).Verdict.ShouldBe(ScanVerdict.Unscannable);

        scanner.Taken.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_real_scanner_finds_the_one_signature_and_stops_at_its_own_limit()
    {
        await using var clam = await ClamServer.StartAsync();
        var scanner = On(clam.Port, megabytes: 16);

        (await scanner.ScanAsync(ClamServer.Virus, Token)).ShouldBe(new ScanAnswer(ScanVerdict.Infected, "Uji.Hub.UNOFFICIAL"));
        (await scanner.ScanAsync(MadeFiles.Photo("photo.jpg"), Token)).Verdict.ShouldBe(ScanVerdict.Clean);
        (await scanner.ScanAsync(new byte[8 * 1024 * 1024], Token)).Verdict.ShouldBe(ScanVerdict.Unscannable);
    }

    [Fact]
    public async Task Files_wait_while_the_scanner_is_silent_and_the_infected_one_is_never_delivered()
    {
        await using var scanner = new SpokenScanner("stream: Uji.Jahat FOUND\0");
        var settings = HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh");
        settings["Hub:Antivirus:Host"] = "127.0.0.1";
        settings["Hub:Antivirus:Port"] = scanner.Port.ToString(CultureInfo.InvariantCulture);
        settings["Hub:Mail:Host"] = "127.0.0.1";
        settings["Hub:Mail:From"] = "hub@setda.contoh";
        settings["Hub:Mail:User"] = "hub";
        settings["Hub:Mail:Password"] = "tidak-dipakai";
        await using var hub = await HubFixture.StartAsync(settings);
        using var verifier = await Visitor.SignedInAsync(hub, "verifikator", null, Roles.Verifier);
        await hub.ArriveAsync("email-organisasi", "1", "message/rfc822", Encoding.ASCII.GetBytes("From: Budi <budi@warga.contoh>\r\nTo: organisasi@setda.contoh\r\nSubject: Laporan jalan\r\nMessage-ID: <v@kirim.contoh>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nJalan rusak.\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"a.txt\"\r\n\r\nisi jahat\r\n--b--\r\n"), new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.Include(t => t.Attachments).AsNoTracking().SingleAsync(Token);
        var page = $"/tickets/{ticket.Number}/files/{ticket.Attachments.Single().Id}";

        (await verifier.ReadAsync(page)).ShouldContain("menunggu pemeriksaan virus");
        await hub.Get<FileScan>().TurnAsync(Token);

        using var answer = await verifier.GetAsync(page);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var said = await answer.Content.ReadAsStringAsync(Token);
        said.ShouldContain("Uji.Jahat");
        said.ShouldNotContain("isi jahat");
        (await verifier.ReadAsync($"/tickets/{ticket.Number}")).ShouldContain("Uji.Jahat");
        var token = Visitor.TokenOf(await verifier.ReadAsync($"/tickets/{ticket.Number}"))!;
        using var original = await verifier.PostAsync($"/tickets/{ticket.Number}/raw/{await db.Envelopes.Select(e => e.Id).SingleAsync(Token)}", ("__RequestVerificationToken", token), ("purpose", "Memeriksa laporan ini"));
        var raw = await original.Content.ReadAsStringAsync(Token);
        raw.ShouldContain("Uji.Jahat");
        raw.ShouldNotContain("isi jahat");
        await hub.ChangeAsync(ticket.Number, new TicketChange.Assign("organisasi", null, "uji"));
        await hub.ChangeAsync(ticket.Number, new TicketChange.Ask("Mohon dilengkapi") { Files = [new Attachment { Name = "formulir.txt", MediaType = "text/plain", Content = MadeFiles.Bytes("formulir jahat") }] });
        await using var later = hub.Database.Open();
        var row = await later.Outbox.AsNoTracking().SingleAsync(m => m.Purpose == NoticePurpose.Question, Token);
        await Should.ThrowAsync<FileBarred>(() => hub.Get<NoticeComposer>().ComposeAsync(later, row, Token));
        await hub.Get<FileScan>().TurnAsync(Token);
        var composed = await hub.Get<NoticeComposer>().ComposeAsync(later, row, Token);
        composed.Mail.ShouldBeNull();
        $"{composed.Held}".ShouldContain("Uji.Jahat");
    }

    [Fact]
    public async Task A_silent_scanner_is_an_alarm_and_its_return_ends_it()
    {
        var port = Ports.Free();
        await using var hub = await HubFixture.StartAsync(new Dictionary<string, string?> { ["Hub:Antivirus:Host"] = "127.0.0.1", ["Hub:Antivirus:Port"] = port.ToString(CultureInfo.InvariantCulture) });
        await using (var db = hub.Database.Open())
        {
            db.Blobs.Add(new Blob { Hash = new string('a', 64), Content = [1], Size = 1, Scan = null });
            var content = MadeFiles.Bytes("halo");
            db.Blobs.Add(new Blob { Hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)), Content = content, Size = content.Length });
            await db.SaveChangesAsync(Token);
        }

        await hub.Get<FileScan>().TurnAsync(Token);
        var signs = (await hub.Get<SignReader>().ReadAsync(Token)).Hub;

        signs.ScannerSilentSince.ShouldNotBeNull();
        Watchdog.LookAtHub(signs, signs.ScannerSilentSince.Value.AddMinutes(3)).ShouldContain(f => f.Code == "scanner-silent");
    }

    private static VirusScanner On(int port, int megabytes = 1) => new(new HubOptions { Antivirus = new AntivirusOptions { Host = "127.0.0.1", Port = port, Seconds = 1 + megabytes, LargestMegabytes = megabytes } });
}
