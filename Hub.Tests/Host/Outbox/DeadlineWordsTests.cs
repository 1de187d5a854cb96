using System.Net;
using Hub.Domain.Tickets;
using Hub.Domain;
using Hub.Host.Mailing.Notices;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Outbox;

/// <summary>By when, said once: page, list and mail have the same words for what has no deadline; a protected report names the day of its verifier.</summary>
public sealed class DeadlineWordsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 3, 9, 0, 0, Wita.Offset));
    private RoomsFixture rooms = null!;
    private MailOffice office = null!;

    public async ValueTask InitializeAsync()
    {
        rooms = new RoomsFixture { Clock = clock, Settings = MailOffice.Settings() };
        await rooms.InitializeAsync();
        office = MailOffice.In(rooms.Running, clock);
    }

    public async ValueTask DisposeAsync() => await rooms.DisposeAsync();

    [Fact]
    public async Task What_has_no_deadline_has_none_in_mail_page_and_list()
    {
        await office.AddContactAsync("pbj", ContactRole.Staff, "staf.pbj@setda.contoh");
        var ticket = await office.WriteAsync("warga@contoh.id", "Permohonan hibah", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah.");
        await rooms.Running.ChangeAsync(ticket.Number, new TicketChange.Assign("pbj", 17, "bidangnya"));
        ticket = await office.TicketAsync(ticket.Number);
        ticket.LateAt.ShouldBeNull();
        var day = OfficeDates.Day(ticket.DueOn);

        var mail = await MailAsync(ticket, NoticePurpose.Assigned);
        var page = WebUtility.HtmlDecode(await rooms.GetAsync($"/tickets/{ticket.Number}"));

        mail.Subject.ShouldContain("Tanpa tenggat");
        (mail.Subject + mail.Text).ShouldNotContain(day);
        mail.Text.ShouldMatch(@"Tenggat\s*: Tanpa tenggat");
        page.ShouldContain("<p class=\"soft\">Tanpa tenggat</p>");
        page.ShouldNotContain($"<b><time datetime=\"{ticket.DueOn:yyyy-MM-dd}\"");
        (await rooms.GetAsync("/tickets?q=hibah")).ShouldNotContain($"title=\"{day}\"");
    }

    [Fact]
    public async Task A_protected_report_says_what_it_is_what_to_do_and_by_when()
    {
        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan pegawai", "Bendahara biro umum menggelapkan honor pegawai, jangan sebut nama saya.");
        var by = OfficeDates.Day(ticket.Clocks.Single(c => c.Kind == Hub.Domain.Deadlines.ClockKind.Triage).DueOn);

        var mail = await MailAsync(ticket, NoticePurpose.Triage);

        mail.Subject.ShouldEndWith($" Putuskan paling lambat {by} · Laporan rahasia");
        mail.Text.ShouldStartWith($"Laporan terlindungi: hanya verifikator yang menerimanya. Baca di hub, lalu putuskan paling lambat {by}: serahkan ke Inspektorat (balas TERUSKAN 3)");
        mail.Text.ShouldContain("Terlindungi: ");
        mail.Text.ShouldNotContain("Hub ragu");
        mail.Text.ShouldNotContain("TERUSKAN 1");
        mail.Text.ShouldNotContain("Bendahara");
    }

    private async Task<Hub.Connectors.Email.OutgoingMail> MailAsync(Ticket ticket, NoticePurpose purpose)
    {
        await using var db = rooms.Database.Open();
        var row = await db.Outbox.OrderByDescending(m => m.Id).FirstAsync(m => m.TicketId == ticket.Id && m.Purpose == purpose && m.Bureau == (ticket.Bureau ?? "organisasi"));
        return (await rooms.Running.Get<NoticeComposer>().ComposeAsync(db, row, CancellationToken.None)).Mail!;
    }
}
