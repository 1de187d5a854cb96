using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Sameness;
using Hub.Tests.Connectors.Letters;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Intake;

/// <summary>A letter that came as a file of a mail is part of the ticket.</summary>
public sealed class LetterIntakeTests
{
    private static readonly DateTimeOffset Received = new(2026, 4, 10, 1, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_letter_says_routes_dates_and_finds_the_ticket()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("umum", "kaltaraprov@contoh.id"));
        var ticket = await ArriveAsync(hub, "a", "Surat", "Surat terlampir.", LetterPaper.Pdf(Letter));

        (ticket.LetterNumber, ticket.EventOn, ticket.Letter!.Subject, ticket.Letter.File).ShouldBe(("005/0412/SMA.2/IV/2026", new DateOnly(2026, 4, 20), "Permohonan peminjaman bus dan kursi", "surat.pdf"));
        ticket.Route.Bureau.ShouldBe("umum");
        await using var db = hub.Database.Open();
        (await (await db.Tickets.SayingAsync(db, "berwisata museum", hub.Get<ReporterMarks>(), hub.Get<ItemNumbers>(), CurrentUser.Hub, Token)).Tickets.CountAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_letter_by_mail_and_at_the_counter_is_suggested_as_one()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("umum", "kaltaraprov@contoh.id"));
        await ArriveAsync(hub, "a", "Surat", "Surat terlampir.", LetterPaper.Pdf(Letter));
        await ArriveAsync(hub, "b", "Titipan loket", "Diantar kurir pagi ini.\nNomor : 005 / 0412 / SMA.2 / IV / 2026\nHal : pinjam bus\n", null);
        await ArriveAsync(hub, "c", "Undangan wisuda", "Disampaikan panitia.\nNomor : 005/0999/SMA.2/IV/2026\nHal : wisuda angkatan kelima\n", null);

        await hub.Get<SamenessRun>().RunAsync(Token);

        await using var db = hub.Database.Open();
        var pair = await db.SamePairs.SingleAsync(p => p.SameLetter, Token);
        pair.State.ShouldBe(SamePairState.Open);
        pair.Score.ShouldBeGreaterThanOrEqualTo(0.95);
    }

    [Fact]
    public async Task An_accusation_in_a_letter_puts_the_ticket_on_the_protected_road()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("umum", "kaltaraprov@contoh.id"));

        var ticket = await ArriveAsync(hub, "a", "Surat", "Mohon dibaca lampirannya.", LetterPaper.Pdf(Letter.Replace("berwisata museum", "mengadu: kepala biro meminta uang pelicin kepada kami, mohon identitas kami dirahasiakan", StringComparison.Ordinal)));

        ticket.Protection.ShouldNotBeNull();
        (ticket.Letter, ticket.Body, ticket.LetterKey).ShouldBe((null, "", null), "nothing of a secret ticket lies open");
        ticket.Sealed.ShouldNotBeNull();
    }

    private const string Letter = """
        PEMERINTAH PROVINSI KALIMANTAN UTARA
        SMA NEGERI 2 CONTOH

        Nomor    : 005/0412/SMA.2/IV/2026              Tanjung Selor, 8 April 2026
        Hal      : Permohonan peminjaman bus dan kursi

        Yth. Kepala Biro Umum
        di Tanjung Selor

        Sehubungan dengan rencana siswa kami berwisata museum pada hari Senin, 20 April 2026,
        kami mohon pinjam satu bus dan empat puluh kursi lipat milik pemerintah provinsi.
        """;

    private static async Task<Ticket> ArriveAsync(HubFixture hub, string id, string subject, string body, byte[]? file)
    {
        var mail = new StringBuilder($"From: tu{id}@contoh.id\r\nTo: kaltaraprov@contoh.id\r\nSubject: {subject}\r\nMessage-ID: <{id}@contoh.id>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n{body}\r\n");
        if (file is not null)
        {
            mail.Append($"--x\r\nContent-Type: application/pdf; name=surat.pdf\r\nContent-Disposition: attachment; filename=surat.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks)}\r\n");
        }

        await hub.ArriveAsync("umum", id, "message/rfc822", Encoding.UTF8.GetBytes(mail.Append("--x--\r\n").ToString()), Received);
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().SingleAsync(t => t.ExternalId == id, Token);
    }
}
