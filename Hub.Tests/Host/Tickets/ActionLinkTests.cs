using System.Net;
using System.Text;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Mailing.Links;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Tickets;

/// <summary>The links of a notice: opening shows, the button acts, once, in the recipient's name and only while the ticket is the recipient's.</summary>
public sealed class ActionLinkTests : IAsyncLifetime
{
    private const string Staff = "staf.kesra@setda.contoh";
    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);
    private HubFixture hub = null!;
    private Visitor visitor = null!;

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        visitor = new Visitor(hub);
        await hub.ArriveAsync("email-kesra", "1", "message/rfc822", Encoding.UTF8.GetBytes(
            "From: panitia@contoh.id\r\nTo: birososial.kaltara@gmail.com\r\nSubject: Permohonan bantuan hibah rumah ibadah\r\nMessage-ID: <1@contoh.id>\r\n\r\nKami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah.\r\n"), Received);
    }

    [Fact]
    public async Task A_scanner_that_opens_every_link_changes_nothing_and_the_page_says_what_would_happen()
    {
        var before = await TicketAsync();
        foreach (var kind in Enum.GetValues<LinkAct>())
        {
            for (var visit = 0; visit < 3; visit++)
            {
                (await visitor.GetAsync(await LinkAsync(kind))).StatusCode.ShouldBe(HttpStatusCode.OK);
            }
        }

        var page = WebUtility.HtmlDecode(await visitor.ReadAsync(await LinkAsync(LinkAct.Finish)));
        page.ShouldContain(before.Number);
        page.ShouldContain("Permohonan bantuan hibah rumah ibadah");
        page.ShouldContain(Staff);
        page.ShouldContain("Selesaikan tiket");
        (await TicketAsync()).Version.ShouldBe(before.Version);
        await using var db = hub.Database.Open();
        (await db.Set<ActionUse>().CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData(LinkAct.Accept, "", TicketStatus.InProgress, "Diterima: tiket ini sedang dikerjakan.")]
    [InlineData(LinkAct.GiveBack, "Bukan urusan biro kami", TicketStatus.Triage, "Tiket ini kembali ke triase.")]
    [InlineData(LinkAct.AskForData, "Mohon nomor rekening yayasan", TicketStatus.WaitingForReporter, "Pertanyaan Anda dikirim kepada pelapor")]
    [InlineData(LinkAct.Finish, "Proposal sudah diteruskan ke TAPD", TicketStatus.Resolved, "Jawaban akhir Anda dikirim kepada pelapor")]
    public async Task The_button_acts_in_the_name_of_the_recipient_and_says_what_became_of_it(LinkAct kind, string text, TicketStatus status, string said)
    {
        var answer = await visitor.SubmitAsync(await LinkAsync(kind), "act", ("text", text));

        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain(said);
        var ticket = await TicketAsync();
        ticket.Status.ShouldBe(status);
        ticket.Events.ShouldContain(e => e.Actor == Staff);
    }

    [Fact]
    public async Task Every_link_has_its_words_in_both_languages()
    {
        var notices = ResourceKeys("Hub.Host/Mailing/Notices/NoticeTexts.resx");
        var pages = ResourceKeys("Hub.Host/People/Visits/PagesTexts.resx");
        foreach (var act in Enum.GetValues<LinkAct>())
        {
            notices.ShouldContain($"Act{act}");
            pages.ShouldContain($"link.{act}");
            pages.ShouldContain($"link.explain-{act}");
            (!act.TakesText() || pages.Contains($"link.text-{act}")).ShouldBeTrue();
            (await visitor.ReadAsync(await LinkAsync(act))).ShouldNotContain("link.");
        }
    }

    [Fact]
    public async Task The_forward_page_asks_for_the_bureau_and_the_ticket_gets_a_service_of_it()
    {
        var page = WebUtility.HtmlDecode(await visitor.ReadAsync(await LinkAsync(LinkAct.Forward)));
        page.ShouldContain("<select id=\"bureau\"");

        await visitor.SubmitAsync(await LinkAsync(LinkAct.Forward), "act", ("bureau", "hukum"), ("text", "menyangkut naskah"));

        var ticket = await TicketAsync();
        ticket.Bureau.ShouldBe("hukum");
        var services = Hub.Domain.Catalogue.ServiceCatalogue.Embedded().Services.Where(s => s.Bureau == "hukum").Select(s => (int?)s.Number).Append(null);
        services.ShouldContain(ticket.Service);
    }

    [Fact]
    public async Task Only_the_verifiers_link_declares_another_authoritys()
    {
        var token = Visitor.TokenOf(await visitor.ReadAsync("/track"))!;

        using var answer = await visitor.PostAsync(await LinkAsync(LinkAct.NotOurs), ("_handler", "act"), ("__RequestVerificationToken", token), ("target", "PLN"), ("text", "listrik"));

        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("Tersimpan");

        (await TicketAsync()).Status.ShouldBe(TicketStatus.New);
    }

    private static HashSet<string> ResourceKeys(string file) =>
        System.Xml.Linq.XDocument.Load(Path.Combine(Need.Repository, file)).Root!.Elements("data").Select(d => (string)d.Attribute("name")!).ToHashSet(StringComparer.Ordinal);

    [Fact]
    public async Task A_link_acts_once_also_when_the_ticket_would_allow_it_again()
    {
        var link = await LinkAsync(LinkAct.Accept);
        await visitor.SubmitAsync(link, "act");
        var version = (await TicketAsync()).Version;
        var token = Visitor.TokenOf(await visitor.ReadAsync("/track"))!;

        var again = await visitor.PostAsync(link, ("_handler", "act"), ("__RequestVerificationToken", token));

        WebUtility.HtmlDecode(await visitor.ReadAsync(link)).ShouldContain("sudah dipakai");
        again.StatusCode.ShouldNotBe(HttpStatusCode.Found);
        (await TicketAsync()).Version.ShouldBe(version);
    }

    /// <summary>A double click, and the page left open in another tab, were told that the form is of another sign-in and that nothing has changed.</summary>
    [Fact]
    public async Task A_button_that_is_pressed_twice_tells_what_the_first_did_and_later_that_the_link_is_used()
    {
        var link = await LinkAsync(LinkAct.Accept);
        var token = Visitor.TokenOf(await visitor.ReadAsync(link))!;
        var other = Visitor.TokenOf(await visitor.ReadAsync("/track"))!;
        (string, string)[] pressed = [("_handler", "act"), ("__RequestVerificationToken", token)];
        await visitor.PostAsync(link, pressed);

        using var twice = await visitor.PostAsync(link, pressed);
        using var later = await visitor.PostAsync(link, ("_handler", "act"), ("__RequestVerificationToken", other));

        WebUtility.HtmlDecode(await twice.Content.ReadAsStringAsync()).ShouldContain("Diterima: tiket ini sedang dikerjakan.");
        WebUtility.HtmlDecode(await later.Content.ReadAsStringAsync()).ShouldContain("Tautan ini sudah dipakai.");
        (twice.StatusCode, later.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        (await TicketAsync()).Events.Count(e => e.Kind == TicketEventKind.Accepted).ShouldBe(1);
    }

    [Fact]
    public async Task A_page_that_was_open_while_the_ticket_went_to_another_bureau_says_so()
    {
        var link = await LinkAsync(LinkAct.Finish);
        var token = Visitor.TokenOf(await visitor.ReadAsync(link))!;
        await hub.ChangeAsync((await TicketAsync()).Number, new TicketChange.Assign("hukum", null, null), "siti");

        using var answer = await visitor.PostAsync(link, ("_handler", "act"), ("__RequestVerificationToken", token), ("text", "Jawaban."));

        (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).Contains("tiketnya sudah di biro lain", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.OK, true));
    }

    /// <summary>Nobody writes an answer first, to be told then that it goes nowhere.</summary>
    [Theory]
    [InlineData(LinkAct.Accept)]
    [InlineData(LinkAct.AskForData)]
    [InlineData(LinkAct.Finish)]
    public async Task A_link_that_the_ticket_no_longer_allows_says_so_at_the_first_look(LinkAct act)
    {
        var link = await LinkAsync(act);
        await hub.ChangeAsync((await TicketAsync()).Number, new TicketChange.Withdraw("dobel"), "siti");

        var page = WebUtility.HtmlDecode(await visitor.ReadAsync(link));

        page.ShouldContain("tidak dapat dipakai lagi");
        page.ShouldNotContain("<form class=\"card\"");
    }

    [Fact]
    public async Task A_ticket_that_went_to_another_bureau_is_out_of_reach()
    {
        var link = await LinkAsync(LinkAct.Finish);
        await hub.ChangeAsync((await TicketAsync()).Number, new TicketChange.Assign("hukum", null, null), "siti");

        WebUtility.HtmlDecode(await visitor.ReadAsync(link)).ShouldContain("biro lain");
        await Should.ThrowAsync<TicketRefusal>(() => hub.Get<LinkUse>().ActAsync(Read(link)!, new LinkForm("jawaban"), CancellationToken.None));
    }

    [Fact]
    public async Task A_changed_or_old_link_is_refused()
    {
        var link = await LinkAsync(LinkAct.Accept);
        var changed = link[..^1] + (link[^1] == 'A' ? 'B' : 'A');

        WebUtility.HtmlDecode(await visitor.ReadAsync(changed)).ShouldContain("tidak sah");
        WebUtility.HtmlDecode(await visitor.ReadAsync("/aksi?kunci=x.y")).ShouldContain("tidak sah");
        var links = hub.Get<ActionLinks>();
        var secret = link[(link.IndexOf('=') + 1)..];
        links.Read(secret, await WrittenAsync() + ActionLinks.Life - TimeSpan.FromSeconds(1)).ShouldNotBeNull();
        links.Read(secret, await WrittenAsync() + ActionLinks.Life + TimeSpan.FromSeconds(1)).ShouldBeNull();
    }

    private ActionLink? Read(string link) => hub.Get<ActionLinks>().Read(link[(link.IndexOf('=') + 1)..], TimeProvider.System.GetUtcNow());

    private async Task<DateTimeOffset> WrittenAsync()
    {
        await using var db = hub.Database.Open();
        return (await db.Outbox.SingleAsync(m => m.Purpose == NoticePurpose.Assigned)).CreatedAt;
    }

    private async Task<string> LinkAsync(LinkAct kind)
    {
        await using var db = hub.Database.Open();
        var notice = await db.Outbox.SingleAsync(m => m.Purpose == NoticePurpose.Assigned && m.Recipient == Staff);
        var contact = await db.Contacts.SingleAsync(c => c.Address == Staff);
        return hub.Get<ActionLinks>().Create(kind, (await TicketAsync()).Number, contact, notice.Id, notice.CreatedAt).PathAndQuery;
    }

    private async Task<Ticket> TicketAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Events).SingleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        visitor.Dispose();
        await hub.DisposeAsync();
    }
}
