using System.Text;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>Who sent a protected ticket is often said later, differently, or by another: whatever is said of it is covered in that ticket, and in all that comes of it.</summary>
public sealed class LaterSenderTests : IAsyncLifetime
{
    private const string Item = """{"id": 7, "nomor_registrasi": "SIHAB/2026/000007", "jenis": "hibah", "anonim": true, "judul": "Bantuan hibah", "uraian": "%TEXT%", "pemohon": {"nama": "Kelompok Tani", "penanggung_jawab": "%NAME%", "email": "%MAIL%"}, "kabupaten": "Bulungan", "status": "%STATUS%", "tanggal_masuk": "2026-03-10 09:00:00", "updated_at": "2026-03-%DAY% 09:00:00"}""";
    private const string Writer = "zq@warga.contoh";

    private static readonly DateTimeOffset Received = new(2026, 3, 10, 10, 0, 0, Wita.Offset);

    private HubFixture hub = null!;
    private MailOffice office = null!;
    private int arrived;

    private static CurrentUser Verifier => new("vera", new HashSet<string>(StringComparer.Ordinal) { Roles.Verifier }, null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync(Scenes.Sihab());
        office = await MailOffice.OpenAsync(Received);
    }

    public async ValueTask DisposeAsync()
    {
        await office.DisposeAsync();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task A_corrected_sender_stays_covered_after_the_next_act_and_is_found_by_the_new_address()
    {
        await ItemAsync("Zubaidah", Writer, "Untuk kelompok kami", "Diajukan");
        await ItemAsync("Hendrika Solvatir", "hs@warga.contoh", "Hibah untuk Hendrika Solvatir", "Diajukan");
        var number = (await TicketAsync()).Number;

        await hub.ChangeAsync(number, new TicketChange.Note("Sudah dibaca."));

        var ticket = await TicketAsync();
        ticket.Body.ShouldContain("▇");
        Shown(ticket).ShouldNotContain("Solvatir");
        await hub.ChangeAsync(number, new TicketChange.Resolve("Selesai."));
        await hub.ChangeAsync(number, new TicketChange.Close(null));
        var requests = hub.Get<SubjectRequests>();
        (await requests.ExportAsync("hs@warga.contoh", "permintaan subjek data", Verifier, Token)).Items.ShouldBeEmpty();
        (await requests.ExportAsync(Writer, "permintaan subjek data", Verifier, Token)).Items.ShouldHaveSingleItem().Reporter.All().ShouldNotContain(r => r.Name == "Hendrika Solvatir");
        (await requests.EraseAsync("hs@warga.contoh", "permintaan subjek data", Verifier, Token)).Erased.ShouldBe([number]);
    }

    [Fact]
    public async Task A_ticket_split_off_knows_who_sent_the_whole()
    {
        await ItemAsync("Zubaidah Quraisyin", Writer, "Dua hal", "Diajukan");

        await hub.ChangeAsync((await TicketAsync()).Number, new TicketChange.Split([new("Hibah untuk Zubaidah Quraisyin", "kesra", null), new("Izin ruang rapat bagi Zubaidah Quraisyin", "umum", null)]));

        await using var db = hub.Database.Open();
        var tickets = await db.Tickets.AsNoTracking().Include(t => t.Events).ToListAsync(Token);
        tickets.Count.ShouldBe(2);
        tickets.ShouldAllBe(t => t.Anonymous);
        tickets.Select(Shown).ShouldAllBe(said => !said.Contains("Quraisyin", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_a_source_opens_again_knows_the_sender_whom_it_no_longer_names()
    {
        await ItemAsync("Zubaidah Quraisyin", Writer, "Untuk kelompok kami", "Diajukan");
        var number = (await TicketAsync()).Number;
        await hub.ChangeAsync(number, new TicketChange.Resolve("Selesai."));
        await hub.ChangeAsync(number, new TicketChange.Close(null));
        await ItemAsync("", "", "Untuk kelompok kami", "Disetujui");

        await ItemAsync("", "", "Diajukan lagi hibah untuk Zubaidah Quraisyin", "Diajukan");

        var again = await TicketAsync();
        again.Number.ShouldNotBe(number);
        again.Anonymous.ShouldBeTrue();
        Shown(again).ShouldNotContain("Quraisyin");
    }

    [Theory]
    [InlineData("Hendrika Solvatir <zq@warga.contoh>")]
    [InlineData("\"Solvatir, Hendrika\" <zq@warga.contoh>")]
    public async Task A_name_that_comes_with_an_answer_is_covered_on_the_page_and_in_the_mail(string from)
    {
        var ticket = await office.WriteAsync(Writer, "Bantuan hibah", "Kami mohon bantuan hibah untuk rumah ibadah.");
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Protect(Anonymous: true, Secret: false));

        await office.AnswerAsync(from, ticket, NoticePurpose.Receipt, "Berikut tambahan kami.\n\nHendrika Solvatir");

        var after = await office.TicketAsync(ticket.Number);
        after.Events.ShouldContain(e => e.Kind == TicketEventKind.ReporterWrote);
        Shown(after).ShouldNotContain("Solvatir");
        (await office.MailAsync(ticket, NoticePurpose.Changed)).ShouldNotContain("Solvatir");
    }

    [Fact]
    public async Task What_somebody_else_answers_to_a_protected_ticket_is_guarded_like_it()
    {
        var ticket = await office.WriteAsync("Zubaidah Quraisyin <zq@warga.contoh>", "Bantuan hibah", "Kami mohon bantuan hibah untuk rumah ibadah.");
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Protect(Anonymous: true, Secret: false));

        await office.AnswerAsync("Hendrika Solvatir <hs@warga.contoh>", ticket, NoticePurpose.Receipt, "Istri saya Zubaidah Quraisyin sakit. Hendrika Solvatir");

        var doubtful = await office.TicketAsync();
        doubtful.Number.ShouldNotBe(ticket.Number);
        (doubtful.IsDoubtfulReply, doubtful.Anonymous).ShouldBe((true, true));
        Shown(doubtful).ShouldNotContain("Quraisyin");

        await office.Hub.ChangeAsync(doubtful.Number, new TicketChange.Join(ticket.Number), "vera");

        Shown(await office.TicketAsync(ticket.Number)).ShouldNotContain("Quraisyin");
        Shown(await office.TicketAsync(ticket.Number)).ShouldNotContain("Solvatir");
    }

    private static string Shown(Ticket ticket) => string.Join('\n', [ticket.Title, ticket.Body, .. ticket.Route.Why.SelectMany(w => w.Values), .. ticket.Events.Select(e => e.Text ?? "")]);

    private async Task ItemAsync(string name, string mail, string text, string status)
    {
        var json = Item.Replace("%NAME%", name, StringComparison.Ordinal).Replace("%MAIL%", mail, StringComparison.Ordinal).Replace("%TEXT%", text, StringComparison.Ordinal).Replace("%STATUS%", status, StringComparison.Ordinal).Replace("%DAY%", $"{10 + ++arrived}", StringComparison.Ordinal);
        await hub.ArriveAsync("sihab", "SIHAB/2026/000007", "application/json", Encoding.UTF8.GetBytes(json), Received);
    }

    private async Task<Ticket> TicketAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Events).OrderByDescending(t => t.Id).FirstAsync(Token);
    }
}
