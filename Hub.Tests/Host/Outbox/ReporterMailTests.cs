using Hub.Domain;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Notices;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Outbox;

/// <summary>What reporters and colleagues read in their mails: who speaks, where it stands, what is new.</summary>
public sealed class ReporterMailTests : IAsyncLifetime
{
    private const string Reporter = "panitia@contoh.id";
    private const string Staff = "staf.kesra@setda.contoh";
    private const string Whose = "Biro Kesejahteraan Rakyat, Setda Prov. Kaltara";
    private MailOffice office = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => office = await MailOffice.OpenAsync(new(2026, 3, 11, 10, 0, 0, Wita.Offset));

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
    public async Task An_answer_that_is_not_the_last_offers_nothing_to_open_again()
    {
        var ticket = await HibahAsync();
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Answer("Kami periksa dulu."));
        var first = await office.MailAsync(ticket, NoticePurpose.Answer);
        (first.Contains("Laporan Anda masih kami kerjakan.", StringComparison.Ordinal), first.Contains("buka kembali", StringComparison.Ordinal)).ShouldBe((true, false));
    }

    [Fact]
    public async Task The_last_answer_says_how_it_is_opened_again()
    {
        var ticket = await HibahAsync();
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Resolve("Sudah kami bayarkan."));

        (await office.MailAsync(ticket, NoticePurpose.Answer)).ShouldContain("kami buka kembali");
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

    /// <summary>Whoever had read a day in the receipt was told only who has it now.</summary>
    [Fact]
    public async Task A_move_after_which_no_day_is_promised_says_so()
    {
        var ticket = await HibahAsync();
        ticket.LateAt.ShouldNotBeNull();
        office.Clock.Advance(TimeSpan.FromHours(2));
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Assign("pbj", 17, "Ini tentang pengadaan."));

        (await office.TicketAsync(ticket.Number)).LateAt.ShouldBeNull();
        (await office.MailAsync(ticket, NoticePurpose.Moved)).ShouldContain("tanggal itu tidak berlaku lagi");
    }

    /// <summary>The mail had named the day on which the pause would end if nobody answered.</summary>
    [Fact]
    public async Task News_of_a_ticket_that_waits_for_its_reporter_names_no_day_but_the_word_that_ends_the_wait()
    {
        var ticket = await HibahAsync();
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Ask("Berapa luas bangunannya?"));
        (await office.MailAsync(ticket, NoticePurpose.Question)).ShouldContain("tenggat kami berhenti menunggu jawaban Anda");
        await office.AnswerAsync(Reporter, ticket, NoticePurpose.Question, "Luasnya 200 meter persegi.");

        var mail = await office.MailAsync(ticket, NoticePurpose.Changed);

        mail.ShouldContain("Tenggat berhenti sejak");
        mail.ShouldContain("LENGKAP");
        mail.ShouldNotContain("TERIMA ·");
        (await office.TicketAsync(ticket.Number)).Status.ShouldBe(TicketStatus.WaitingForReporter);
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
    public void Who_only_asks_or_complains_is_told_no_requirements()
    {
        Receipt(SubmissionKind.Request).ShouldContain("Persyaratan layanan ini");
        foreach (var kind in Enum.GetValues<SubmissionKind>().Where(k => k != SubmissionKind.Request))
        {
            Receipt(kind).ShouldNotContain("Persyaratan", customMessage: $"{kind}");
        }
    }

    [Fact]
    public void What_is_listed_for_a_reporter_begins_at_one_and_leaves_no_number_out()
    {
        foreach (var service in office.Hub.Get<LawInForce>().Catalogue.Services)
        {
            var numbers = Receipt(SubmissionKind.Request, service.Number, service.Bureau).Split('\n').Select(line => line.Split(". ")[0]).Where(n => n.Length > 0 && n.All(char.IsAsciiDigit)).Select(int.Parse).ToList();
            numbers.ShouldBe(Enumerable.Range(1, numbers.Count), customMessage: $"service {service.Number}");
        }
    }

    private string Receipt(SubmissionKind kind, int service = 3, string bureau = "kesra")
    {
        var now = office.Clock.GetUtcNow();
        var route = new RoutingDecision { Bureau = bureau, Service = service, Kind = kind, Score = 1, Triage = false, Why = [new("inbox", ["kesra@contoh.id"])] };
        var ticket = office.Hub.Get<LawInForce>().Imagine(new TicketOrigin("KU-2026-000901", "email", "email-organisasi", "email-organisasi", "901"), new Submission { Title = "Hibah", Body = "Rumah ibadah.", ReceivedAt = now }, route, now);
        return office.Hub.Get<NoticeComposer>().Write(ticket, NoticePurpose.Receipt, new NoticePayload()).ToText();
    }

    private Task<Ticket> HibahAsync(string more = "") => office.WriteAsync(Reporter, "Permohonan bantuan hibah rumah ibadah", $"Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah. {more}");

    private async Task<int> MovesAsync(Ticket ticket)
    {
        await using var db = office.Hub.Database.Open();
        return await db.Outbox.CountAsync(m => m.TicketId == ticket.Id && m.Purpose == NoticePurpose.Moved, Token);
    }

    private static string Line(string mail, string with) => mail.Split('\n').First(line => line.Contains(with, StringComparison.Ordinal)).Trim();
}
