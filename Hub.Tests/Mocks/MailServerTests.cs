using System.Net.Sockets;
using System.Text;
using Hub.Mocks.Mail;
using Hub.Tests.Support;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Search;
using MailKit.Security;
using MimeKit;
using MailFolderAccess = MailKit.FolderAccess;

namespace Hub.Tests.Mocks;

/// <summary>The fake mail server, spoken to by the same library as the hub.</summary>
public sealed class MailServerTests : IDisposable
{
    private const string Kesra = "birososial.kaltara@gmail.com";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private MailServer Start() => MailServer.Start(folder.Path, "rahasia", TimeProvider.System);

    [Fact]
    public async Task A_submitted_mail_is_in_the_inbox_and_in_the_senders_sent_folder()
    {
        await using var server = Start();
        await SendAsync(server, Mail("a@contoh.id", "Proposal hibah", "baris satu\r\n.titik di awal\r\n..dua"));

        using var imap = await LoginAsync(server, Kesra);
        await imap.Inbox.OpenAsync(MailFolderAccess.ReadOnly);
        var mail = await imap.Inbox.GetMessageAsync(0);
        mail.Subject.ShouldBe("Proposal hibah");
        mail.TextBody!.Trim().ShouldBe("baris satu\r\n.titik di awal\r\n..dua", StringCompareShould.IgnoreLineEndings);

        using var sender = await LoginAsync(server, "hub@contoh.id");
        var sent = sender.GetFolder(SpecialFolder.Sent)!;
        await sent.OpenAsync(MailFolderAccess.ReadOnly);
        (await sent.SearchAsync(SearchQuery.HeaderContains("Message-ID", "a@contoh.id"))).Count.ShouldBe(1);
    }

    /// <summary>What the server writes above a mail from outside.</summary>
    private static readonly byte[] Above = Encoding.ASCII.GetBytes($"Authentication-Results: {MailServer.Name}; spf=pass smtp.mailfrom=x@contoh.id\r\n");

    [Fact]
    public async Task Bytes_come_back_exactly_whole_and_in_parts()
    {
        await using var server = Start();
        var raw = Raw(Enumerable.Range(0, 256).Select(i => (byte)i).ToArray());
        server.Office.Deliver("x@contoh.id", [Kesra], raw);

        using var imap = await LoginAsync(server, Kesra);
        await imap.Inbox.OpenAsync(MailFolderAccess.ReadOnly);
        var uid = (await imap.Inbox.SearchAsync(SearchQuery.All)).Single();
        byte[] kept = [.. Above, .. raw];
        (await BytesAsync(await imap.Inbox.GetStreamAsync(uid))).ShouldBe(kept);
        (await BytesAsync(await imap.Inbox.GetStreamAsync(uid, 10, 30))).ShouldBe(kept[10..40]);
    }

    [Fact]
    public async Task Reading_with_examine_and_peek_leaves_no_mark()
    {
        await using var server = Start();
        server.Office.Deliver("x@contoh.id", [Kesra], Raw("isi"u8));

        using var imap = await LoginAsync(server, Kesra);
        await imap.Inbox.OpenAsync(MailFolderAccess.ReadOnly);
        await imap.Inbox.GetMessageAsync(0);

        server.Office.Box(Kesra).Inbox.Snapshot().Single().Flags.ShouldBeEmpty();
    }

    [Fact]
    public async Task Summaries_carry_number_size_receipt_and_envelope()
    {
        await using var server = Start();
        var at = new DateTimeOffset(2026, 3, 20, 1, 2, 3, TimeSpan.Zero);
        server.Office.Deliver("x@contoh.id", [Kesra], Raw("isi"u8), at);

        using var imap = await LoginAsync(server, Kesra);
        await imap.Inbox.OpenAsync(MailFolderAccess.ReadOnly);
        var summary = (await imap.Inbox.FetchAsync(0, -1, MessageSummaryItems.UniqueId | MessageSummaryItems.InternalDate | MessageSummaryItems.Size
            | MessageSummaryItems.Flags | MessageSummaryItems.Envelope | MessageSummaryItems.GMailMessageId)).Single();

        summary.InternalDate.ShouldBe(at);
        summary.Size.ShouldBe((uint)(Above.Length + Raw("isi"u8).Length));
        summary.Envelope!.Subject.ShouldBe("Uji, \"kutip\" dan é");
        summary.Envelope.From.Mailboxes.Single().Address.ShouldBe("rina@contoh.id");
        summary.GMailMessageId.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_box_keeps_one_copy_per_message_id_and_counts_arrivals()
    {
        await using var server = Start();
        await SendAsync(server, Mail("sama@contoh.id", "satu", "isi"));
        await SendAsync(server, Mail("sama@contoh.id", "satu", "isi"));

        var inbox = server.Office.Box(Kesra).Inbox;
        inbox.Snapshot().Count.ShouldBe(1);
        inbox.Arrivals.ShouldBe(2);
        inbox.Snapshot().Single().Arrivals.ShouldBe(2);
    }

    [Fact]
    public async Task Boxes_are_the_same_after_a_restart()
    {
        await using (var first = Start())
        {
            await SendAsync(first, Mail("a@contoh.id", "satu", "isi"));
            first.Office.Deliver("x@contoh.id", [Kesra], Raw("isi"u8), key: "adegan-1");
            first.Office.Renumber();
            await SendAsync(first, Mail("b@contoh.id", "dua", "isi"));
        }

        await File.WriteAllTextAsync(folder.File("00000009.mail.part"), "terpotong");
        var again = PostOffice.Open(folder.Path, TimeProvider.System);
        again.Deliver("x@contoh.id", [Kesra], Raw("isi"u8), key: "adegan-1").ShouldBeFalse();
        var inbox = again.Box(Kesra).Inbox;
        inbox.Snapshot().Select(m => m.Uid).ShouldBe([101u, 102u, 103u]);
        inbox.UidValidity.ShouldBe(1_700_000_001u);
    }

    [Fact]
    public async Task A_cut_literal_breaks_the_connection_once()
    {
        await using var server = Start();
        server.Office.Deliver("x@contoh.id", [Kesra], Raw(new byte[4000]));
        server.Faults.CutLiterals = 1;

        using (var imap = await LoginAsync(server, Kesra))
        {
            await imap.Inbox.OpenAsync(MailFolderAccess.ReadOnly);
            await Should.ThrowAsync<Exception>(imap.Inbox.GetMessageAsync(0));
        }

        using var again = await LoginAsync(server, Kesra);
        await again.Inbox.OpenAsync(MailFolderAccess.ReadOnly);
        (await again.Inbox.GetMessageAsync(0)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_refused_recipient_is_550_a_deferred_one_451()
    {
        await using var server = Start();
        server.Faults.DeferRecipients = 1;
        (await Should.ThrowAsync<SmtpCommandException>(SendAsync(server, Mail("a@contoh.id", "x", "isi")))).StatusCode.ShouldBe((SmtpStatusCode)451);
        server.Faults.RefuseRecipient = Kesra;
        (await Should.ThrowAsync<SmtpCommandException>(SendAsync(server, Mail("a@contoh.id", "x", "isi")))).StatusCode.ShouldBe((SmtpStatusCode)550);
        server.Office.Boxes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connection_cut_after_the_mail_was_taken_leaves_it_in_the_box()
    {
        await using var server = Start();
        server.Faults.CloseAfterData = 1;

        await Should.ThrowAsync<Exception>(SendAsync(server, Mail("a@contoh.id", "x", "isi")));

        server.Office.Box(Kesra).Inbox.Snapshot().Count.ShouldBe(1);
        server.Office.Box("hub@contoh.id").Sent.Snapshot().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_on_both_doors()
    {
        await using var server = Start();
        using var imap = new ImapClient();
        await imap.ConnectAsync("127.0.0.1", server.ImapPort, SecureSocketOptions.None);
        await Should.ThrowAsync<AuthenticationException>(imap.AuthenticateAsync(Kesra, "salah"));
        using var smtp = new SmtpClient();
        await smtp.ConnectAsync("127.0.0.1", server.SmtpPort, SecureSocketOptions.None);
        await Should.ThrowAsync<AuthenticationException>(smtp.AuthenticateAsync(Kesra, "salah"));
    }

    [Fact]
    public async Task An_idle_client_hears_of_new_mail()
    {
        await using var server = Start();
        using var imap = await LoginAsync(server, Kesra);
        await imap.Inbox.OpenAsync(MailFolderAccess.ReadOnly);
        using var done = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        imap.Inbox.CountChanged += (_, _) => done.Cancel();

        var idle = imap.IdleAsync(done.Token);
        server.Office.Deliver("x@contoh.id", [Kesra], Raw("isi"u8));
        await idle;

        imap.Inbox.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_speaks_nonsense_harms_nobody()
    {
        await using var server = Start();
        using var rude = new TcpClient("127.0.0.1", server.ImapPort);
        await rude.GetStream().WriteAsync("\0\u0001\"({99999999}\r\na UID FETCH ( (\r\n{5\r\n"u8.ToArray());

        using var imap = await LoginAsync(server, Kesra);
        await imap.Inbox.OpenAsync(MailFolderAccess.ReadOnly);
        imap.Inbox.Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_page_shows_a_mail_and_locks_its_html_in()
    {
        await using var server = Start();
        var body = new BodyBuilder { TextBody = "Buka http://localhost:5080/tickets/KU-1 lalu jawab <b>", HtmlBody = "<p>Isi</p><script>alert(1)</script>" };
        var mail = Mail("a@contoh.id", "<b>tebal</b>", "");
        mail.Body = body.ToMessageBody();
        await SendAsync(server, mail);
        await using var page = await MailPage.StartAsync(server);
        using var http = new HttpClient { BaseAddress = page.Address };

        (await http.GetStringAsync("/")).ShouldContain(Kesra);
        var shown = await http.GetStringAsync($"/kotak/{Kesra}/masuk/1");
        shown.ShouldContain("&lt;b&gt;tebal&lt;/b&gt;");
        shown.ShouldContain("Buka <a href=\"http://localhost:5080/tickets/KU-1\" rel=\"noreferrer\">http://localhost:5080/tickets/KU-1</a> lalu jawab &lt;b&gt;");
        shown.ShouldContain("<iframe sandbox=\"allow-popups allow-popups-to-escape-sandbox\"");
        var html = await http.GetAsync($"/kotak/{Kesra}/masuk/1/html");
        html.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'");
        (await http.GetStringAsync($"/kotak/{Kesra}/masuk/1/asli")).ShouldContain("Message-Id: <a@contoh.id>", Case.Insensitive);
        (await http.GetAsync("/kotak/tidak@ada.id/masuk")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    /// <summary>A browser that must not say where it comes from says "null".</summary>
    [Theory]
    [InlineData("null", 403)]
    [InlineData("http://situs.lain.contoh", 403)]
    [InlineData(null, 302)]
    public async Task Faults_are_set_from_the_page_itself_alone(string? origin, int status)
    {
        await using var server = Start();
        await using var page = await MailPage.StartAsync(server);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = page.Address };
        using var form = await http.GetAsync("/gangguan");
        form.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
        using var sent = new HttpRequestMessage(HttpMethod.Post, "/gangguan") { Content = new FormUrlEncodedContent([new("sandi", "ya")]) };
        sent.Headers.Add("Origin", origin ?? page.Address.GetLeftPart(UriPartial.Authority));

        using var answer = await http.SendAsync(sent);

        ((int)answer.StatusCode, server.Faults.RefuseLogin).ShouldBe((status, status == 302));
    }

    private static byte[] Raw(ReadOnlySpan<byte> body) =>
        [.. "From: Rina <rina@contoh.id>\r\nTo: birososial.kaltara@gmail.com\r\nSubject: =?utf-8?q?Uji=2C_=22kutip=22_dan_=C3=A9?=\r\n\r\n"u8, .. body];

    private static MimeMessage Mail(string id, string subject, string text) => new(
        [new MailboxAddress("Hub", "hub@contoh.id")], [new MailboxAddress("Kesra", Kesra)], subject, new TextPart("plain") { Text = text }) { MessageId = id };

    private static async Task SendAsync(MailServer server, MimeMessage mail)
    {
        using var smtp = new SmtpClient();
        await smtp.ConnectAsync("127.0.0.1", server.SmtpPort, SecureSocketOptions.None);
        await smtp.AuthenticateAsync(Encoding.UTF8, "hub@contoh.id", server.Password);
        await smtp.SendAsync(mail);
        await smtp.DisconnectAsync(quit: true);
    }

    private static async Task<ImapClient> LoginAsync(MailServer server, string account)
    {
        var imap = new ImapClient();
        await imap.ConnectAsync("127.0.0.1", server.ImapPort, SecureSocketOptions.None);
        await imap.AuthenticateAsync(account, server.Password);
        return imap;
    }

    private static async Task<byte[]> BytesAsync(Stream stream)
    {
        await using (stream)
        {
            using var all = new MemoryStream();
            await stream.CopyToAsync(all);
            return all.ToArray();
        }
    }
}
