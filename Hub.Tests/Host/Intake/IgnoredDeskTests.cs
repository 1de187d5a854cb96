using System.Globalization;
using System.Text;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Intake;
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

    private static Task ArriveAsync(HubFixture hub, int number, string header, string subject, string text = "")
    {
        var mail = $"From: robot@contoh.id\r\nTo: birososial.kaltara@gmail.com\r\nSubject: {subject}\r\nMessage-ID: <r{number}@contoh.id>\r\n{header}\r\n\r\nKami kembali hari Senin. {text}\r\n";
        return hub.ArriveAsync("email-kesra", $"<r{number}@contoh.id>", "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
    }
}
