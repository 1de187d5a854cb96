using System.Globalization;
using System.Net;
using System.Text;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Intake;
using Hub.Host.People.Access;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Intake;

/// <summary>All that the gatekeeper ignores is on a list with its reason, and a person brings back what is a ticket after all.</summary>
public sealed class IgnoredDeskTests
{
    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_ignored_item_is_listed_with_its_reason_and_one_click_makes_it_a_ticket()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        await ArriveAsync(hub, 1, "Auto-Submitted: auto-replied", "Di luar kantor");
        await ArriveAsync(hub, 2, "List-Id: <kabar.contoh.id>", "Kabar pekan ini");

        var listed = await hub.Get<IgnoredDesk>().ListAsync(null, 50, Token);
        listed.Select(i => (i.Title, i.Stored.Cause!.In(CultureInfo.GetCultureInfo("id")))).ShouldBe([("Kabar pekan ini", "Kiriman milis."), ("Di luar kantor", "Balasan otomatis tanpa tiket yang dikenal.")]);

        await hub.Get<IgnoredDesk>().BringBackAsync(listed[1].Stored.Id, "siti", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);

        await using var db = hub.Database.Open();
        (await db.Tickets.SingleAsync(Token)).Title.ShouldBe("Di luar kantor");
        (await db.Envelopes.SingleAsync(e => e.Status == EnvelopeStatus.Done, Token)).CauseCode.ShouldBeNull();
        (await hub.Get<IgnoredDesk>().ListAsync(null, 50, Token)).Count.ShouldBe(1);
        (await db.Audit.SingleAsync(a => a.Action == "ignored.brought-back", Token)).Actor.ShouldBe("siti");
        await Should.ThrowAsync<TicketRefusal>(() => hub.Get<IgnoredDesk>().BringBackAsync(listed[1].Stored.Id, "siti", Token));
    }

    /// <summary>The list is for Biro Organisasi: it tells no more of an item than its ticket would.</summary>
    [Theory]
    [InlineData("Mohon rahasiakan identitas saya", "")]
    [InlineData("Pungli di Biro Organisasi", "Pegawai Biro Organisasi meminta suap dari kami.")]
    public async Task What_would_be_protected_as_a_ticket_has_no_title_there_either(string subject, string text)
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        await ArriveAsync(hub, 3, "List-Id: <kabar.contoh.id>", subject, text);

        (await hub.Get<IgnoredDesk>().ListAsync(null, 50, Token)).ShouldHaveSingleItem().Title.ShouldBeNull();
    }

    /// <summary>A mailbox makes the number of an item of its message's id, which programs make of their owner's address.</summary>
    [Fact]
    public async Task Nor_does_its_number_at_the_source_say_who_sent_it_on_that_page_or_in_the_trail()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        const string mail = "From: Zulkarnaen Wiratmaja <zul@contoh.id>\r\nTo: birososial.kaltara@gmail.com\r\nSubject: Mohon rahasiakan identitas saya\r\nMessage-ID: <zulkarnaen.wiratmaja@rumah>\r\nList-Id: <kabar.contoh.id>\r\n\r\nIsi.\r\n";
        await hub.ArriveAsync("email-kesra", "<zulkarnaen.wiratmaja@rumah>", "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
        await hub.ArriveAsync("email-kesra", "<zul@contoh.id>", "message/rfc822", Encoding.UTF8.GetBytes("List-Id: <kabar.contoh.id>\r\nFrom: b@contoh.id\r\nTo: birososial.kaltara@gmail.com\r\n\r\nIsi.\r\n"), Received);
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);

        var listed = await hub.Get<IgnoredDesk>().ListAsync(null, 50, Token);
        listed.ShouldAllBe(i => i.Number.Contains(LeakGate.Blot));
        (await verifier.ReadAsync("/triage/ignored")).ShouldNotContain("zulkarnaen", Case.Insensitive);
        await hub.Get<IgnoredDesk>().BringBackAsync(listed[^1].Stored.Id, "siti", Token);

        await using var db = hub.Database.Open();
        (await db.Audit.Select(a => a.Subject).ToListAsync(Token)).ShouldNotContain(s => s.Contains("zulkarnaen"));
    }

    /// <summary>What an item's number says is masked wherever items stand without their tickets.</summary>
    [Fact]
    public async Task Nor_does_the_page_of_a_source_that_lists_what_it_shows_no_longer()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        await using (var db = hub.Database.Open())
        {
            db.UnseenItems.Add(new() { Source = "email-kesra", ExternalId = "<zul@contoh.id>", Since = new(2026, 3, 11), Nights = 2 });
            await db.SaveChangesAsync(Token);
        }

        using var administrator = await Visitor.SignedInAsync(hub, "adi", null, Roles.Administrator);

        var page = await administrator.ReadAsync("/sources/email-kesra");
        WebUtility.HtmlDecode(page).ShouldContain(LeakGate.Blot);
        page.ShouldNotContain("zul@contoh.id");
    }

    /// <summary>The stub of what nobody can read knows of no flag, and its number may have been made of an address all the same.</summary>
    [Theory]
    [InlineData("/sources/quarantine")]
    [InlineData("/sources/sihab/quarantine")]
    public async Task Nor_does_the_page_of_what_could_not_be_read(string address)
    {
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab());
        await hub.ArriveAsync("sihab", "zul@contoh.id:7", "application/json", Encoding.UTF8.GetBytes("""{"id": 7, "judul": "Hibah tanpa nomor", "status": "Diajukan"}"""), Received);
        using var administrator = await Visitor.SignedInAsync(hub, "adi", null, Roles.Administrator);
        await using (var db = hub.Database.Open())
        {
            var ticket = await db.Tickets.SingleAsync(Token);
            (ticket.ExternalId, ticket.IsProtected).ShouldBe(("zul@contoh.id:7", true));
        }

        var page = await administrator.ReadAsync(address);
        WebUtility.HtmlDecode(page).ShouldContain(LeakGate.Blot);
        page.ShouldNotContain("zul@contoh.id");
    }

    private static Task ArriveAsync(HubFixture hub, int number, string header, string subject, string text = "")
    {
        var mail = $"From: robot@contoh.id\r\nTo: birososial.kaltara@gmail.com\r\nSubject: {subject}\r\nMessage-ID: <r{number}@contoh.id>\r\n{header}\r\n\r\nKami kembali hari Senin. {text}\r\n";
        return hub.ArriveAsync("email-kesra", $"<r{number}@contoh.id>", "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
    }
}
