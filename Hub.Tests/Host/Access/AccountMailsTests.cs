using System.Net;
using System.Text.RegularExpressions;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Mocks.Mail;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Hub.Tests.Host.Access;

/// <summary>People come into their accounts by mail: through the pages, over a mail server, by the link that arrived.</summary>
public sealed partial class AccountMailsTests : IAsyncLifetime
{
    private const string Address = "siti@setda.contoh";

    private readonly TemporaryFolder folder = new();
    private MailServer post = null!;
    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        post = MailServer.Start(folder.Path, "rahasia", TimeProvider.System);
        hub = await HubFixture.StartAsync(new Dictionary<string, string?>
        {
            ["Hub:Mail:Host"] = "127.0.0.1",
            ["Hub:Mail:Port"] = $"{post.SmtpPort}",
            ["Hub:Mail:Security"] = "None",
            ["Hub:Mail:User"] = "hub.setda@contoh.id",
            ["Hub:Mail:Password"] = "rahasia",
            ["Hub:Mail:From"] = "hub.setda@contoh.id",
            ["Hub:Mail:ImapHost"] = "127.0.0.1",
            ["Hub:Mail:ImapPort"] = $"{post.ImapPort}",
            ["Hub:Mail:ImapSecurity"] = "None",
        });
    }

    [Fact]
    public async Task An_invitation_goes_by_mail_and_is_shown_once_and_one_use_ends_both()
    {
        using var admin = await Visitor.SignedInAsync(hub, "kepala", null, Roles.Administrator);

        var page = WebUtility.HtmlDecode(await (await admin.SubmitAsync("/settings/users/new", "new-user", ("name", "siti"), ("email", Address), ("roles", Roles.Verifier))).Content.ReadAsStringAsync());
        await SendAsync();

        page.ShouldContain(Address);
        var shown = Link().Match(page).Value;
        var mailed = Link().Match(LastTo(Address).TextBody!).Value;
        mailed.ShouldNotBe(shown);
        (await OutboxAsync()).ShouldAllBe(row => !row.Payload.Contains("kunci"), "the link is kept nowhere");
        using var siti = new Visitor(hub);
        await siti.SubmitAsync(Local(mailed), "invitation", ("password", Visitor.Password));
        (await siti.SignInAsync("siti", Visitor.Password)).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await siti.ReadAsync(Local(shown))).ShouldNotContain("name=\"password\"");
    }

    [Fact]
    public async Task A_forgotten_password_is_asked_for_by_name_or_address_and_another_one_chosen()
    {
        await RegisterAsync("siti", Address);
        using var visitor = new Visitor(hub);

        await visitor.SubmitAsync("/masuk/lupa", "forgotten", ("name", " Siti@Setda.contoh "));
        await visitor.SubmitAsync("/masuk/lupa", "forgotten", ("name", "siti"));
        await SendAsync();
        await using (var db = hub.Database.Open())
        {
            (await db.Audit.CountAsync(e => e.Action == "user.password-forgotten", Token)).ShouldBe(1, "what brings no second mail fills no trail");
        }

        var link = Local(Link().Match(LastTo(Address).TextBody!).Value);
        await visitor.SubmitAsync(link, "invitation", ("password", "perahu kayu di kuala"));

        (await visitor.SignInAsync("siti", Visitor.Password)).StatusCode.ShouldBe(HttpStatusCode.OK, "the old one is gone");
        (await visitor.SignInAsync("siti", "perahu kayu di kuala")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await visitor.ReadAsync(link)).ShouldNotContain("name=\"password\"");
    }

    /// <summary>Whoever asks what a mail about the account is for quotes its link; bureau, verifiers and leadership read the ticket.</summary>
    [Theory]
    [InlineData("Content-Type: text/plain\r\n\r\nMohon bantuan akun.\r\n\r\nPada Senin Hub menulis:\r\n> {0}\r\n")]
    [InlineData("Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nUntuk apa ini? {1}\r\n")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nTidak sampai.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; siti@setda.contoh\r\nAction: failed\r\nStatus: 5.1.1\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: hub@contoh.id\r\nSubject: s\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{1}\r\n--b--\r\n")]
    public async Task A_link_that_comes_in_with_an_item_is_worth_nothing_from_then_on(string mail)
    {
        await RegisterAsync("siti", Address);
        using var visitor = new Visitor(hub);
        await visitor.SubmitAsync("/masuk/lupa", "forgotten", ("name", "siti"));
        await SendAsync();
        var sent = LastTo(Address);
        var link = Link().Match(sent.TextBody!).Value;
        async Task ArriveAsync(string id, string rest) =>
            await hub.ArriveAsync("surel-hub", $"<{id}>", "message/rfc822", System.Text.Encoding.ASCII.GetBytes($"From: siti@setda.contoh\r\nTo: hub.setda@contoh.id\r\nSubject: Re\r\nMessage-ID: <{id}>\r\n{rest}"), new DateTimeOffset(2026, 3, 11, 2, 0, 0, TimeSpan.Zero));

        await ArriveAsync(sent.MessageId!, $"\r\n{link}\r\n");
        (await visitor.ReadAsync(Local(link))).ShouldContain("name=\"password\"", Case.Sensitive, "the hub's own copy in the folder of sent mail takes nothing from it");
        await ArriveAsync("balasan@setda.contoh", mail.Replace("{0}", link, StringComparison.Ordinal).Replace("{1}", link[..^20].Replace("=", "=3D", StringComparison.Ordinal) + "=\r\n" + link[^20..], StringComparison.Ordinal));

        await using var db = hub.Database.Open();
        (await visitor.ReadAsync(Local(link))).ShouldNotContain("name=\"password\"");
        (await db.Audit.SingleAsync(e => e.Action == "user.link-ended", Token)).Subject.ShouldBe("siti");
    }

    [Fact]
    public async Task Every_name_gets_the_same_answer_and_only_people_who_can_sign_in_get_mail()
    {
        await RegisterAsync("siti", Address);
        await RegisterAsync("tanpa-surel", null);
        await CloseAsync(await RegisterAsync("tutup", "tutup@setda.contoh"));
        using var visitor = new Visitor(hub);

        var answers = new List<string>();
        foreach (var name in new[] { "siti", "siti", "tanpa-surel", "tutup", "bukan-siapa-siapa" })
        {
            answers.Add(Tokens().Replace(await (await visitor.SubmitAsync("/masuk/lupa", "forgotten", ("name", name))).Content.ReadAsStringAsync(), ""));
        }

        answers.Distinct().ShouldHaveSingleItem().ShouldContain("Bila akun itu ada");
        (await OutboxAsync()).Select(m => (m.Purpose, m.Recipient)).ShouldBe([(NoticePurpose.PasswordReset, Address)], "once in a quarter of an hour");
    }

    [Fact]
    public async Task A_mail_for_an_account_that_was_closed_meanwhile_does_not_leave()
    {
        var user = await RegisterAsync("siti", Address);
        using var visitor = new Visitor(hub);
        await visitor.SubmitAsync("/masuk/lupa", "forgotten", ("name", "siti"));

        await CloseAsync(user);
        await SendAsync();

        (await OutboxAsync()).Single().State.ShouldBe(OutboxState.Held);
        post.Office.FindBox(Address).ShouldBeNull();
    }

    [Fact]
    public async Task An_administrator_sees_what_became_of_the_mail()
    {
        var user = await RegisterAsync("siti", Address);
        using var admin = await Visitor.SignedInAsync(hub, "kepala", null, Roles.Administrator);
        await admin.SubmitAsync($"/settings/users/{user.Id}", "invite");

        post.Faults.RefuseRecipient = Address;
        await SendAsync();

        WebUtility.HtmlDecode(await admin.ReadAsync($"/settings/users/{user.Id}")).ShouldContain("Undangan: gagal");
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await post.DisposeAsync();
        folder.Dispose();
    }

    private async Task<User> RegisterAsync(string name, string? address)
    {
        var user = await Visitor.RegisterAsync(hub, name, "kesra", Roles.Staff);
        await using var scope = hub.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var kept = (await users.FindByIdAsync(user.Id))!;
        await users.SetEmailAsync(kept, address);
        return kept;
    }

    private async Task CloseAsync(User user)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var kept = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByIdAsync(user.Id);
        (await scope.ServiceProvider.GetRequiredService<UserAdmin>().DisableAsync(kept!, "uji", Token)).ShouldBeNull();
    }

    private Task<bool> SendAsync() => hub.Get<DispatchWorker>().DispatchAsync(Token);

    private async Task<List<OutboxMessage>> OutboxAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Outbox.AsNoTracking().ToListAsync(Token);
    }

    private MimeMessage LastTo(string address)
    {
        using var raw = new MemoryStream(post.Office.FindBox(address).ShouldNotBeNull().Inbox.Snapshot()[^1].Read());
        return MimeMessage.Load(raw, Token);
    }

    private static string Local(string link) => new Uri(link).PathAndQuery;

    [GeneratedRegex(@"http://\S+?/masuk/(undangan|sandi-baru)\?kunci=[\w-]+", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Link();

    /// <summary>What may differ: the form's token, and the minute that the paper tells.</summary>
    [GeneratedRegex("value=\"[^\"]{40,}\"|[0-9]{2}\\.[0-9]{2} WITA", RegexOptions.None, 2000)]
    private static partial Regex Tokens();
}
