using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Outbox;

/// <summary>What reporters and colleagues read in their mails: who speaks, where it stands, what is new.</summary>
public sealed class ReporterMailTests : IAsyncLifetime
{
    private const string Reporter = "panitia@contoh.id";
    private const string Staff = "kesra@setda.contoh";
    private const string Whose = "Biro Kesejahteraan Rakyat, Setda Prov. Kaltara";
    private MailOffice office = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        office = await MailOffice.OpenAsync(new(2026, 3, 11, 10, 0, 0, Wita.Offset));
        await office.AddContactAsync("kesra", ContactRole.Staff, Staff);
        await office.AddContactAsync("hukum", ContactRole.Staff, "hukum@setda.contoh");
    }

    public ValueTask DisposeAsync() => office.DisposeAsync();

    [Fact]
    public async Task Question_and_answer_say_who_speaks_and_lead_to_where_it_stands()
    {
        var ticket = await HibahAsync();
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Ask("Berapa luas bangunannya?"));
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Answer("Kami periksa dulu."));

        var receipt = await office.MailAsync(ticket, NoticePurpose.Receipt);
        var (link, code) = (Line(receipt, "/track?nomor="), Line(receipt, "Kode lacak").Split(':')[1].Trim());
        foreach (var mail in new[] { await office.MailAsync(ticket, NoticePurpose.Question), await office.MailAsync(ticket, NoticePurpose.Answer) })
        {
            mail.ShouldContain(Whose);
            mail.ShouldContain(link);
            mail.ShouldContain(code);
        }
    }

    [Fact]
    public async Task A_move_to_another_bureau_is_told_once_by_name_and_the_page_shows_it()
    {
        var ticket = await HibahAsync();
        office.Clock.Advance(TimeSpan.FromHours(2));
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Assign("hukum", null, "Ini tentang perda."));

        (await office.MailAsync(ticket, NoticePurpose.Moved)).ShouldStartWith($"{ticket.Number} sekarang ditangani Biro Hukum, Setda Prov. Kaltara.");
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Accept());
        (await MovesAsync(ticket)).ShouldBe(1);
    }

    [Fact]
    public async Task Given_back_and_sent_on_is_a_move_too()
    {
        var ticket = await HibahAsync();
        office.Clock.Advance(TimeSpan.FromHours(2));
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.GiveBack("Bukan tugas kami."));
        (await MovesAsync(ticket)).ShouldBe(0, "nobody has it yet");

        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Assign("hukum", null, null));

        (await MovesAsync(ticket)).ShouldBe(1);
    }

    [Fact]
    public async Task Sorting_at_arrival_and_moves_of_a_protected_ticket_are_not_told()
    {
        var sorted = await HibahAsync();
        await office.Hub.ChangeAsync(sorted.Number, new TicketChange.Assign("hukum", null, "Ini tentang perda."));
        var guarded = await HibahAsync();
        await office.Hub.ChangeAsync(guarded.Number, new TicketChange.Protect(Anonymous: true, Secret: false));
        office.Clock.Advance(TimeSpan.FromHours(2));
        await office.Hub.ChangeAsync(guarded.Number, new TicketChange.Assign("hukum", null, "Ini tentang perda."));

        (await MovesAsync(sorted), await MovesAsync(guarded)).ShouldBe((0, 0));
    }

    [Fact]
    public async Task News_stands_before_the_ticket_that_its_reader_had_already()
    {
        var ticket = await HibahAsync(new string('x', 2000));
        await office.AnswerAsync(Reporter, ticket, NoticePurpose.Receipt, "Luas bangunannya 200 meter persegi.");

        var mail = await office.MailAsync(ticket, NoticePurpose.Changed);

        mail.IndexOf("200 meter", StringComparison.Ordinal).ShouldBeLessThan(mail.IndexOf("Dari ", StringComparison.Ordinal));
        mail.IndexOf("/tickets/", StringComparison.Ordinal).ShouldBeLessThan(mail.IndexOf("xxx", StringComparison.Ordinal), "what to do before what is known");
        mail.Count(c => c == 'x').ShouldBeLessThan(400);
        mail.ShouldNotContain("Mengapa ke Anda");
    }

    [Fact]
    public async Task Only_to_whom_it_was_sent_a_mail_says_why()
    {
        var ticket = await HibahAsync();
        await office.AnswerAsync(Staff, ticket, NoticePurpose.Assigned, "TERUSKAN hukum karena tentang perda");

        (await office.MailAsync(ticket, NoticePurpose.Assigned)).ShouldContain("Mengapa ke Anda");
        (await office.MailAsync(ticket, NoticePurpose.Echo)).ShouldNotContain("Mengapa ke Anda");
    }

    [Fact]
    public async Task Who_only_asks_is_told_no_requirements()
    {
        var ticket = await office.WriteAsync(Reporter, "Pertanyaan syarat hibah", "Apa saja syarat mengajukan proposal bantuan hibah rumah ibadah?");
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Assign("kesra", 3, null));
        var receipt = await office.MailAsync(ticket, NoticePurpose.Receipt);

        receipt.Contains("Persyaratan layanan ini", StringComparison.Ordinal).ShouldBe((await office.TicketAsync(ticket.Number)).Kind == Hub.Domain.Submissions.SubmissionKind.Request);
    }

    private Task<Ticket> HibahAsync(string more = "") => office.WriteAsync(Reporter, "Permohonan bantuan hibah rumah ibadah", $"Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah. {more}");

    private async Task<int> MovesAsync(Ticket ticket)
    {
        await using var db = office.Hub.Database.Open();
        return await db.Outbox.CountAsync(m => m.TicketId == ticket.Id && m.Purpose == NoticePurpose.Moved, Token);
    }

    private static string Line(string mail, string with) => mail.Split('\n').First(line => line.Contains(with, StringComparison.Ordinal)).Trim();
}
