using System.Text;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.Intake;
using Hub.Host.Mailing.Account;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage.Rows;
using Hub.Mocks.Mail;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Hub.Tests.Host.Intake;

/// <summary>A notice leaves by the sending account, its answer comes back to that account, and nobody had to set that up.</summary>
public sealed class MailLoopTests : IAsyncLifetime
{
    private const string Sender = "hub.setda@contoh.id";
    private const string Staff = "staf.kesra@setda.contoh";
    private const string Citizen = "panitia@contoh.id";

    private readonly TemporaryFolder folder = new();
    private MailServer post = null!;
    private HubFixture? hub;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        post = MailServer.Start(folder.Path, "rahasia", TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task An_answer_to_the_notice_comes_back_with_and_without_plus_addresses_and_references(bool plus, bool references)
    {
        await StartAsync(("PlusAddress", $"{plus}"));
        Arrive();
        await RoundAsync();
        var notice = LastTo(Staff);

        Answer(notice, Staff, "TERIMA", references);
        await RoundAsync();

        (await TicketAsync()).Status.ShouldBe(TicketStatus.InProgress);
        LastTo(Staff).TextBody!.ShouldContain("TERIMA", Case.Insensitive);
        notice.ReplyTo.Mailboxes.Single().Address.Contains('+', StringComparison.Ordinal).ShouldBe(plus);
    }

    [Fact]
    public async Task A_file_that_comes_with_the_final_answer_goes_to_the_citizen_and_one_that_may_not_stays()
    {
        await StartAsync();
        Arrive();
        await RoundAsync();
        var notice = LastTo(Staff);
        var body = new BodyBuilder { TextBody = "SELESAI Formulirnya terlampir." };
        body.Attachments.Add("formulir.pdf", "%PDF-1.7 isi"u8.ToArray());
        body.Attachments.Add("pasang.exe", "MZ"u8.ToArray());
        body.HtmlBody = "SELESAI Formulirnya terlampir.<br><img src=\"cid:logo\">";
        body.LinkedResources.Add("logo.png", new byte[] { 0x89, 0x50, 0x4E, 0x47 }).ContentId = "logo";
        var reply = new MimeMessage([MailboxAddress.Parse(Staff)], notice.ReplyTo, $"Re: {notice.Subject}", body.ToMessageBody()) { InReplyTo = notice.MessageId };
        using var raw = new MemoryStream();
        await reply.WriteToAsync(raw, Token);

        post.Office.Deliver(Staff, [notice.ReplyTo.Mailboxes.Single().Address], raw.ToArray());
        await RoundAsync();

        LastTo(Citizen).Attachments.OfType<MimePart>().Select(a => a.FileName).ShouldBe(["formulir.pdf"]);
        LastTo(Citizen).TextBody!.ShouldContain("formulir.pdf");
        LastTo(Staff).TextBody!.ShouldContain("Berkas yang ikut: formulir.pdf");
        LastTo(Staff).TextBody!.ShouldContain("pasang.exe");
        await using var db = hub!.Database.Open();
        (await db.Attachments.OrderBy(a => a.Name).Select(a => new { a.Name, Sent = a.SentWith != null }).ToListAsync(Token))
            .ShouldBe([new { Name = "formulir.pdf", Sent = true }, new { Name = "logo.png", Sent = false }, new { Name = "pasang.exe", Sent = false }]);
    }

    [Fact]
    public async Task Who_answers_a_ticket_that_is_not_his_is_told_that_it_had_no_effect()
    {
        await StartAsync();
        Arrive();
        await RoundAsync();

        Answer(LastTo(Staff), "orang.lain@contoh.id", "SELESAI sudah beres", references: true);
        await RoundAsync();

        LastTo("orang.lain@contoh.id").TextBody!.ShouldContain("belum berlaku");
        (await TicketAsync()).Status.ShouldBe(TicketStatus.New);
    }

    [Fact]
    public async Task What_lay_in_the_mailbox_before_is_left_until_somebody_wants_it_and_then_nobody_is_written_to()
    {
        post.Office.Deliver("lama@contoh.id", [Sender], Letter("lama@contoh.id", "Permohonan lama", "Mohon bantuan hibah."), TimeProvider.System.GetUtcNow().AddDays(-20));
        await StartAsync();
        await RoundAsync();
        await using var db = hub!.Database.Open();
        (await db.Envelopes.SingleAsync(Token)).Status.ShouldBe(EnvelopeStatus.Ignored);
        (await db.Tickets.CountAsync(Token)).ShouldBe(0);

        await db.Sources.ExecuteUpdateAsync(set => set.SetProperty(s => s.Locked, false), Token);
        (await hub.Get<SourceDesk>().SaveAsync(Source.HubMailbox, "Kotak hub", null, OldItems.Quiet, null, new Dictionary<string, string>(), "uji", Token)).ShouldBeEmpty();
        await RoundAsync();

        (await db.Tickets.CountAsync(Token)).ShouldBe(1);
        (await db.Outbox.CountAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task One_round_of_mail_says_that_all_is_well_or_where_it_was_lost()
    {
        await StartAsync();
        var round = hub!.Get<MailRound>();
        (await round.RunAsync("uji", Token)).ShouldSatisfyAllConditions(p => p.Ok.ShouldBeTrue(p.Detail.ToString()), p => p.Detail.ToString().ShouldContain("satu putaran", Case.Insensitive));
        await using (var db = hub.Database.Open())
        {
            await hub.Get<ProcessWorker>().DrainAllAsync(Token);
            (await db.Tickets.CountAsync(Token)).ShouldBe(0);
        }

        post.Faults.RefuseRecipient = Sender;
        (await round.RunAsync("uji", Token)).ShouldSatisfyAllConditions(p => p.Ok.ShouldBeFalse(), p => p.Detail.ToString().ShouldContain("550"));
        post.Faults.RefuseRecipient = null;
        post.Faults.RefuseLogin = true;
        (await round.RunAsync("uji", Token)).Ok.ShouldBeFalse();
    }

    [Fact]
    public async Task A_mailbox_that_nothing_reads_is_said_by_the_round()
    {
        await StartAsync(("ImapHost", null));

        (await hub!.Get<MailRound>().RunAsync("uji", Token)).ShouldSatisfyAllConditions(p => p.Ok.ShouldBeFalse(), p => p.Detail.ToString().ShouldContain("Server IMAP kotak surel yang sama"));
    }

    [Fact]
    public async Task Another_source_that_reads_the_mailbox_already_is_enough()
    {
        var settings = HubFixture.Mailbox("email-kesra", Sender);
        settings["Hub:Sources:email-kesra:Options:Port"] = $"{post.ImapPort}";
        settings["Hub:Sources:email-kesra:Options:Password"] = "rahasia";
        await StartAsync(settings);

        await using var db = hub!.Database.Open();
        (await db.Sources.Select(s => s.Name).ToListAsync(Token)).ShouldBe(["email-kesra"]);
        (await hub.Get<MailRound>().RunAsync("uji", Token)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task The_account_typed_in_the_browser_sends_at_once_and_its_password_goes_to_no_other_server()
    {
        hub = await HubFixture.StartAsync();
        var account = hub.Get<MailAccount>();
        (await account.SaveAsync(new Dictionary<string, string> { ["Host"] = "" }, "uji", Token)).ShouldContain(f => $"{f}".StartsWith("Host", StringComparison.Ordinal));
        (await account.SaveAsync(Typed(), "uji", Token)).ShouldBeEmpty();

        (await hub.Get<MailRound>().RunAsync("uji", Token)).ShouldSatisfyAllConditions(p => p.Ok.ShouldBeTrue(p.Detail.ToString()));
        await using (var db = hub.Database.Open())
        {
            (await db.Marks.SingleAsync(s => s.Name == "mail-account", Token)).Value.ShouldNotContain("rahasia");
            (await db.Audit.ToListAsync(Token)).ShouldAllBe(e => e.Detail == null || !e.Detail.Contains("rahasia"));
        }

        var elsewhere = Typed();
        elsewhere.Remove("Password");
        (await account.SaveAsync(elsewhere, "uji", Token)).ShouldBeEmpty();
        elsewhere["ImapHost"] = "localhost";
        (await account.SaveAsync(elsewhere, "uji", Token)).ShouldContain(f => $"{f}".StartsWith("Password", StringComparison.Ordinal));
        account.Options!.ImapHost.ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task An_account_of_the_settings_file_is_locked()
    {
        await StartAsync();
        var account = hub!.Get<MailAccount>();

        (await account.SaveAsync(Typed(), "uji", Token)).ShouldHaveSingleItem();
        account.IsLocked.ShouldBeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        if (hub is not null)
        {
            await hub.DisposeAsync();
        }

        await post.DisposeAsync();
        folder.Dispose();
    }

    private Dictionary<string, string> Typed() => new()
    {
        ["Host"] = "127.0.0.1",
        ["Port"] = $"{post.SmtpPort}",
        ["Security"] = "None",
        ["User"] = Sender,
        ["Password"] = "rahasia",
        ["From"] = Sender,
        ["ImapHost"] = "127.0.0.1",
        ["ImapPort"] = $"{post.ImapPort}",
        ["ImapSecurity"] = "None",
        ["AuthenticatedBy"] = MailServer.Name,
        ["SentFolder"] = "",
        ["ClientId"] = "",
        ["FromName"] = "",
    };

    private async Task StartAsync(params (string Name, string? Value)[] more)
    {
        var settings = new Dictionary<string, string?>();
        foreach (var (name, value) in more)
        {
            settings[$"Hub:Mail:{name}"] = value;
        }

        await StartAsync(settings);
    }

    private async Task StartAsync(Dictionary<string, string?> more)
    {
        var settings = Typed().Where(t => t.Value.Length > 0).ToDictionary(t => $"Hub:Mail:{t.Key}", t => (string?)t.Value);
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        hub = await HubFixture.StartAsync(settings.Where(s => s.Value is not null).ToDictionary());
    }

    /// <summary>Nothing but what the hub does by itself: fetch what arrived, process, send.</summary>
    private async Task RoundAsync()
    {
        await hub!.Get<PollRun>().RunAsync(Source.HubMailbox, TimeProvider.System.GetUtcNow(), "uji", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
        await hub.Get<DispatchWorker>().DispatchAsync(Token);
    }

    private void Arrive() =>
        post.Office.Deliver(Citizen, [Sender], Letter(Citizen, "Permohonan bantuan hibah rumah ibadah", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah."));

    private static byte[] Letter(string from, string subject, string text) =>
        Encoding.UTF8.GetBytes($"From: {from}\r\nTo: {Sender}\r\nSubject: {subject}\r\nMessage-ID: <{Guid.NewGuid():n}@contoh.id>\r\n\r\n{text}\r\n");

    private MimeMessage LastTo(string address)
    {
        using var raw = new MemoryStream(post.Office.FindBox(address).ShouldNotBeNull().Inbox.Snapshot()[^1].Read());
        return MimeMessage.Load(raw, Token);
    }

    private void Answer(MimeMessage notice, string from, string words, bool references)
    {
        var to = (notice.ReplyTo.Count > 0 ? notice.ReplyTo : notice.From).Mailboxes.Single().Address;
        var headers = $"From: {from}\r\nTo: {to}\r\nSubject: Re: {notice.Subject!.ReplaceLineEndings(" ")}\r\nMessage-ID: <{Guid.NewGuid():n}@contoh.id>\r\n"
            + (references ? $"In-Reply-To: <{notice.MessageId}>\r\nReferences: <{notice.MessageId}>\r\n" : "");
        post.Office.Deliver(from, [to], Encoding.UTF8.GetBytes($"{headers}Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n\r\n> kutipan surat hub\r\n"));
    }

    private async Task<Ticket> TicketAsync()
    {
        await using var db = hub!.Database.Open();
        return await db.Tickets.OrderBy(t => t.Id).FirstAsync(Token);
    }
}
