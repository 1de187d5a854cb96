using System.Text;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Notices;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Intake;

/// <summary>The two-choice mail to Biro Organisasi, and what is answered to it.</summary>
public sealed class TriageMailTests : IAsyncLifetime
{
    private const string Triager = "staf.organisasi@setda.contoh";
    private const string Reporter = "panitia@contoh.id";

    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);

    private HubFixture hub = null!;
    private int arrived;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com");
        HubFixture.SendMail(settings);
        settings["Hub:Contacts:umum:Staff:0"] = "staf.umum@setda.contoh";
        hub = await HubFixture.StartAsync(settings);
        await ArriveAsync(Reporter, "Acara keagamaan", "Kami perlu kursi untuk pengajian.", null);
    }

    [Fact]
    public async Task The_mail_names_both_candidates_with_their_reasons_and_the_words_to_answer()
    {
        var ticket = await TicketAsync();
        ticket.Status.ShouldBe(TicketStatus.Triage);

        var mail = hub.Get<NoticeComposer>().Write(ticket, NoticePurpose.Triage, new NoticePayload()).ToText();

        mail.ShouldContain("Pilihan 1");
        mail.ShouldContain("Pilihan 2");
        mail.ShouldContain("Biro Umum, kemungkinan");
        mail.ShouldContain("Biro Kesejahteraan Rakyat, kemungkinan");
        mail.ShouldContain("Kotak birososial.kaltara@gmail.com milik Biro Kesejahteraan Rakyat, tetapi isinya menunjuk ke Biro Umum");
        mail.ShouldContain("TERUSKAN 1 · TERUSKAN 2");
        (await SentToAsync(Triager)).ShouldBe([NoticePurpose.Triage]);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task The_receipt_names_only_a_date_that_is_not_assumed(bool assumed, bool named)
    {
        var ticket = await TicketAsync();
        ticket.SetClocks([new Clock
        {
            Kind = ClockKind.Promise, Rule = "service-27", StartedAt = Received, Binding = true, Assumed = assumed,
            Deadline = new Deadline { DueOn = new DateOnly(2026, 3, 12), LateAt = Wita.StartOf(new DateOnly(2026, 3, 13)) },
        }]);

        var receipt = hub.Get<NoticeComposer>().Write(ticket, NoticePurpose.Receipt, new NoticePayload()).ToText();

        receipt.Contains("12 Mar 2026", StringComparison.Ordinal).ShouldBe(named);
    }

    [Theory]
    [InlineData("TERUSKAN 1", 0)]
    [InlineData("Teruskan pilihan 2", 1)]
    public async Task A_number_chooses_one_of_the_two(string words, int choice)
    {
        var route = (await TicketAsync()).Route;

        await AnswerAsync(Triager, NoticePurpose.Triage, words);

        var ticket = await TicketAsync();
        (ticket.Bureau, ticket.Service).ShouldBe(choice == 0 ? (route.Bureau, route.Service) : (route.RunnerUp!.Bureau, route.RunnerUp.Service));
        ticket.Status.ShouldBe(TicketStatus.New);
        ticket.Clocks.ShouldNotContain(c => c.Rule == "triage");
        ticket.Events[^1].Actor.ShouldBe(Triager);
        (await SentToAsync(Triager)).ShouldContain(NoticePurpose.Echo);
    }

    [Fact]
    public async Task Another_bureau_is_named_by_word()
    {
        await AnswerAsync(Triager, NoticePurpose.Triage, "TERUSKAN ke Biro Hukum: ada naskah kerja sama");

        var moved = (await TicketAsync()).Events[^1];
        (moved.Kind, moved.Text).ShouldBe((TicketEventKind.Routed, "ada naskah kerja sama"));
        JsonDocument.Parse(moved.Data!).RootElement.GetProperty("to").GetString().ShouldBe("hukum");
    }

    [Fact]
    public async Task Not_our_authority_ends_the_clocks_and_tells_the_reporter_whose_it_is()
    {
        await AnswerAsync(Triager, NoticePurpose.Triage, "BUKAN WEWENANG Dinas PUPR: gedung itu milik dinas");

        var ticket = await TicketAsync();
        ticket.Status.ShouldBe(TicketStatus.NotOurs);
        ticket.Clocks.Where(c => !c.Informational).ShouldAllBe(c => c.EndedAt != null);
        var declared = ticket.Events.Single(e => e.Kind == TicketEventKind.NotOurs);
        (declared.Actor, declared.Text).ShouldBe((Triager, "gedung itu milik dinas"));
        await using var db = hub.Database.Open();
        var mark = hub.Get<TicketSeal>().MarkOf(Reporter);
        var answer = await db.Outbox.SingleAsync(m => m.Recipient == mark && m.Purpose == NoticePurpose.Answer, Token);
        hub.Get<TicketSeal>().Payload(answer, ticket.Key)!.ShouldContain("Dinas PUPR");
        answer.Payload.ShouldNotContain("Dinas PUPR", customMessage: "whoever sent it has a key: what a person typed lies under it");
    }

    [Theory]
    [InlineData("TERUSKAN Biro Antariksa")]
    [InlineData("BUKAN WEWENANG kami")]
    public async Task What_cannot_be_understood_changes_nothing_and_is_echoed(string words)
    {
        await AnswerAsync(Triager, NoticePurpose.Triage, words);

        (await TicketAsync()).Status.ShouldBe(TicketStatus.Triage);
        await using var db = hub.Database.Open();
        hub.Get<TicketSeal>().Payload(await db.Outbox.SingleAsync(m => m.Purpose == NoticePurpose.Echo, Token), (await TicketAsync()).Key)!.ShouldContain("perlu");
    }

    [Fact]
    public async Task A_bureau_that_there_is_not_is_quoted_beside_those_that_there_are()
    {
        await AnswerAsync(Triager, NoticePurpose.Triage, "TERUSKAN biro hukm karena perlu SK");

        await using var db = hub.Database.Open();
        var echo = hub.Get<TicketSeal>().Payload(await db.Outbox.SingleAsync(m => m.Purpose == NoticePurpose.Echo, Token), (await TicketAsync()).Key)!;
        echo.ShouldContain("biro hukm karena perlu SK");
        echo.ShouldContain("Perekonomian");
    }

    [Theory]
    [InlineData("TERUSKAN hukum", "umum")]
    [InlineData("TERUSKAN hukum karena menyangkut naskah", "hukum")]
    [InlineData("BUKAN WEWENANG PLN: urusan listrik", "umum")]
    public async Task A_bureau_moves_its_ticket_only_with_a_reason_and_never_out_of_the_house(string words, string bureau)
    {
        await AnswerAsync(Triager, NoticePurpose.Triage, "TERUSKAN umum");

        await AnswerAsync("staf.umum@setda.contoh", NoticePurpose.Assigned, words);

        var ticket = await TicketAsync();
        (ticket.Bureau, ticket.Status).ShouldBe((bureau, TicketStatus.New));
        if (bureau == "hukum")
        {
            var moved = ticket.Events[^1];
            (moved.Kind, moved.Actor, moved.Text).ShouldBe((TicketEventKind.Reassigned, "staf.umum@setda.contoh", "karena menyangkut naskah"));
            JsonDocument.Parse(moved.Data!).RootElement.GetProperty("from").GetString().ShouldBe("umum");
        }
    }

    private async Task AnswerAsync(string from, NoticePurpose purpose, string text)
    {
        await using var db = hub.Database.Open();
        var notice = await db.Outbox.SingleAsync(m => m.Purpose == purpose && m.Recipient == from, Token);
        await ArriveAsync(from, "Re: [KU] tiket", text, $"In-Reply-To: <{notice.MessageId}>\r\n");
    }

    private Task ArriveAsync(string from, string subject, string text, string? headers)
    {
        var id = $"<surat-{++arrived}@contoh.id>";
        var mail = $"{HubFixture.Vouched(from)}From: {from}\r\nTo: birososial.kaltara@gmail.com\r\nSubject: {subject}\r\nMessage-ID: {id}\r\n{headers}\r\n{text}\r\n";
        return hub.ArriveAsync("email-kesra", id, "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
    }

    private async Task<Ticket> TicketAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Events.OrderBy(e => e.Sequence)).Include(t => t.Clocks).Include(t => t.Attachments).OrderBy(t => t.Id).FirstAsync(Token);
    }

    private async Task<List<NoticePurpose>> SentToAsync(string address)
    {
        await using var db = hub.Database.Open();
        var mark = hub.Get<TicketSeal>().MarkOf(address);
        return await db.Outbox.Where(m => m.Recipient == address || m.Recipient == mark).OrderBy(m => m.Id).Select(m => m.Purpose).ToListAsync(Token);
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
