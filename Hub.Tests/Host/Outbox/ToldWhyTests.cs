using System.Net;
using Hub.Domain;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Intake;
using Hub.Host.Storage;
using Hub.Host.Mailing.Notices;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Outbox;

/// <summary>What a person must know to believe a mail: whose share a number is, why it is at work again, and by which law it is counted.</summary>
public sealed class ToldWhyTests : IAsyncLifetime
{
    private const string Reporter = "warga@contoh.id";

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

    /// <summary>The 99 % were the other authority's, and stood beside the bureau that only looks after such reports.</summary>
    [Fact]
    public async Task What_is_probably_anothers_shows_its_share_there_and_not_beside_a_bureau()
    {
        var route = new RoutingDecision
        {
            Bureau = "organisasi", Service = 29, Kind = SubmissionKind.Complaint, Class = "tidak-berkadar-pengawasan", Score = 0.99, Triage = true, NotOurs = "PLN",
            RunnerUp = new Candidate("umum", null, 0.01), Why = [new("not-ours", ["PLN"])],
        };
        var ticket = await OpenAsync(route, "Listrik padam", "Listrik padam tiap malam.");

        var notice = rooms.Running.Get<NoticeComposer>().Write(ticket, NoticePurpose.Triage, new NoticePayload());
        var page = WebUtility.HtmlDecode(await rooms.GetAsync("/triage"));

        notice.Facts.ShouldContain(f => f.Key == "Mungkin bukan wewenang" && f.Value == "PLN, kemungkinan 99 %");
        notice.Facts.ShouldContain(f => f.Key == "Pilihan 1" && f.Value.EndsWith(", bila tetap ditangani di sini", StringComparison.Ordinal));
        notice.Facts.ShouldContain(f => f.Key == "Pilihan 2" && f.Value.EndsWith(", kemungkinan 1 %", StringComparison.Ordinal));
        page.ShouldContain("Mungkin bukan wewenang sembilan biro, tetapi PLN (kemungkinan 99 %).");
        page.Split("99 %").Length.ShouldBe(2, "beside no bureau");
        page.ShouldContain("bila tetap ditangani di sini");
        page.ShouldContain("Kemungkinan: seberapa yakin hub");
    }

    [Fact]
    public async Task What_is_at_work_again_says_so_and_why()
    {
        var ticket = await office.WriteAsync(Reporter, "Kartu pegawai", "Kartu tanda pengenal saya hilang, mohon dibuatkan yang baru.");
        await rooms.Running.ChangeAsync(ticket.Number, new TicketChange.Resolve("Kartu sudah dapat diambil."));
        (await PageAsync(ticket)).ShouldContain("Riwayat tenggat (2)", Case.Sensitive, "promise and hold have ended: history");
        clock.Advance(TimeSpan.FromDays(1));

        await office.AnswerAsync(Reporter, ticket, NoticePurpose.Answer, "Kartunya salah nama, mohon diperbaiki.");

        var mail = await office.MailAsync(ticket, NoticePurpose.Changed);
        mail.ShouldStartWith("Tiket Biro Organisasi dibuka kembali: pelapor membalas jawaban akhir.");
        mail.ShouldContain("Kartunya salah nama");

        await rooms.Running.ChangeAsync(ticket.Number, new TicketChange.Resolve("Sudah diperbaiki."));
        clock.Advance(TimeSpan.FromHours(1));
        await rooms.Running.ChangeAsync(ticket.Number, new TicketChange.Reopen(), "siti");
        (await office.MailAsync(ticket, NoticePurpose.Changed)).ShouldStartWith("Tiket Biro Organisasi dibuka kembali: dibuka oleh siti.");
        (await PageAsync(ticket)).ShouldNotContain("Riwayat tenggat", Case.Sensitive, "its term runs again");
    }

    [Fact]
    public async Task An_information_request_about_a_service_is_told_why_the_services_own_term_does_not_count()
    {
        var route = new RoutingDecision { Bureau = "kesra", Service = 3, Kind = SubmissionKind.InformationRequest, Score = 1, Triage = false, Why = [new("inbox", ["kesra@contoh.id"])] };
        var ticket = await OpenAsync(route, "Syarat hibah", "Apa saja syarat hibah rumah ibadah?");

        const string why = "Yang diminta keterangan tentang layanan 3, bukan layanannya; karena itu berlaku jangka waktu permintaan informasi (PermenPANRB 62/2018;";
        var composer = rooms.Running.Get<NoticeComposer>();
        composer.Write(ticket, NoticePurpose.Assigned, new NoticePayload()).Facts.ShouldContain(f => f.Key == "Dasar tenggat" && f.Value.StartsWith(why, StringComparison.Ordinal));
        composer.Write(ticket, NoticePurpose.Receipt, new NoticePayload()).Facts.ShouldContain(f => f.Key == "Dasar tenggat" && f.Value.StartsWith(why, StringComparison.Ordinal));
        WebUtility.HtmlDecode(await rooms.GetAsync($"/tickets/{ticket.Number}")).ShouldContain(why);
    }

    [Fact]
    public async Task The_hubs_own_mails_do_not_stand_among_what_was_ignored_and_nobody_makes_a_ticket_of_one()
    {
        foreach (var name in (string[])[Hub.Domain.Conversation.NoticeToken.Round, "KU-2026-000001", "account"])
        {
            await ArriveAsync(OwnMail(name));
        }

        (await rooms.Running.Get<IgnoredDesk>().ListAsync(null, 50, CancellationToken.None)).ShouldBeEmpty();
        await using var db = rooms.Database.Open();
        foreach (var id in await db.Envelopes.Select(e => e.Id).ToListAsync(CancellationToken.None))
        {
            await Should.ThrowAsync<TicketRefusal>(() => rooms.Running.Get<IgnoredDesk>().BringBackAsync(id, "siti", CancellationToken.None));
        }

        // As a version from before wrote it down, which had no code for it and kept what it said.
        var kept = Bytes(OwnMail("account"));
        await db.Envelopes.ExecuteUpdateAsync(
            set => set.SetProperty(e => e.CauseCode, (string?)null).SetProperty(e => e.Raw, Packed.Pack(kept)).SetProperty(e => e.RawLength, kept.Length), CancellationToken.None);
        await rooms.Running.Get<IgnoredDesk>().BringBackAsync(await db.Envelopes.MaxAsync(e => e.Id, CancellationToken.None), "siti", CancellationToken.None);
        await rooms.Running.Get<ProcessWorker>().DrainAllAsync(CancellationToken.None);
        (await db.Tickets.AnyAsync(CancellationToken.None)).ShouldBeFalse();
    }

    private async Task<string> PageAsync(Ticket ticket) => WebUtility.HtmlDecode(await rooms.GetAsync($"/tickets/{ticket.Number}"));

    private string OwnMail(string number) => rooms.Running.Get<Hub.Domain.Conversation.NoticeToken>().MessageId(number, "uji", "setda.contoh");

    private Task ArriveAsync(string id) => rooms.Running.ArriveAsync(
        "email-organisasi", id, "message/rfc822", Bytes(id), clock.GetUtcNow());

    private static byte[] Bytes(string id) =>
        System.Text.Encoding.UTF8.GetBytes($"From: hub@setda.contoh\r\nTo: hub@setda.contoh\r\nSubject: uji\r\nMessage-ID: <{id.Trim('<', '>')}>\r\n\r\nUji.\r\n");

    private async Task<Ticket> OpenAsync(RoutingDecision route, string title, string text)
    {
        var ticket = rooms.Running.Get<LawInForce>().Imagine(new TicketOrigin("KU-2026-000901", "email", "email-organisasi", "email-organisasi", "901"), new Submission { Title = title, Body = text, ReceivedAt = clock.GetUtcNow() }, route, clock.GetUtcNow());
        await using var db = rooms.Database.Open();
        db.Tickets.Add(ticket);
        await db.SaveChangesAsync();
        return ticket;
    }
}
