using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>A stolen copy of the store without its keys: a mark that stands at a ticket that lies open and at a protected one would tell who wrote both.</summary>
public sealed class LinkedMarksTests : IDisposable
{
    private const string Address = "zq@warga.contoh";

    private const string Signed = "\r\n\r\nZubaidah Quraisyin\r\nHP 0812-5551-2345\r\n";

    private const string Secretly = "Petugas biro meminta uang pelicin. Mohon identitas saya dirahasiakan." + Signed;

    private static readonly CurrentUser Verifier = new("siti", new HashSet<string>(StringComparer.Ordinal) { Roles.Verifier }, null);

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Nothing_in_the_store_stands_at_an_open_ticket_and_at_a_protected_one_of_the_same_person()
    {
        await using var hub = await StartAsync();
        await ArriveAsync(hub, 1, "Permohonan hibah", "Kami mengajukan proposal bantuan hibah rumah ibadah." + Signed);
        await ArriveAsync(hub, 2, "Permohonan hibah", "Kami mengajukan proposal bantuan hibah sekolah." + Signed);
        await ArriveAsync(hub, 3, "Laporan", Secretly);
        await ArriveAsync(hub, 4, "Laporan kedua", "Kepala biro meminta uang lagi. Mohon identitas saya dirahasiakan." + Signed);

        (await SharedAsync(hub, 1, 2)).ShouldNotBeEmpty("who is not protected is known again");
        foreach (var (one, other) in new[] { (1, 3), (2, 3), (1, 4), (2, 4) })
        {
            (await SharedAsync(hub, one, other)).ShouldBeEmpty($"{one} lies open, {other} must not");
        }

        (await SharedAsync(hub, 3, 4)).ShouldAllBe(static mark => mark.StartsWith("day:", StringComparison.Ordinal), "two protected ones have one thing in common: to whom mails of a day went");
        (await hub.Get<SubjectRequests>().ExportAsync(Address, "permintaan pelapor", Verifier, Token)).Items.Count.ShouldBe(4, "their owner is given all");
    }

    [Fact]
    public async Task A_flag_takes_the_marks_away_and_its_lifting_brings_them_back()
    {
        await using var hub = await StartAsync();
        await ArriveAsync(hub, 1, "Permohonan hibah", "Kami mengajukan proposal bantuan hibah rumah ibadah." + Signed);
        await ArriveAsync(hub, 2, "Permohonan hibah", "Kami mengajukan proposal bantuan hibah sekolah." + Signed);
        var number = (await TicketAsync(hub, 2)).Number;

        await hub.ChangeAsync(number, new TicketChange.Protect(Anonymous: true, Secret: false));
        (await SharedAsync(hub, 1, 2)).ShouldBeEmpty();

        await ArriveAsync(hub, 3, "Laporan", Secretly);
        (await SharedAsync(hub, 1, 3)).ShouldBeEmpty();
        await hub.ChangeAsync((await TicketAsync(hub, 3)).Number, new TicketChange.LiftProtection("pelapor setuju namanya diketahui"));
        (await SharedAsync(hub, 1, 3)).ShouldNotBeEmpty();
    }

    /// <summary>A later version says who it was, and that nobody may know, in one.</summary>
    [Fact]
    public async Task A_number_that_comes_with_the_flag_leaves_no_mark()
    {
        const string item = """{"nomor_registrasi": "SIHAB/2026/%ID%", "jenis": "hibah", "judul": "Bantuan hibah", "anonim": %FLAG%, "pemohon": {"nama": "Kelompok Tani", "penanggung_jawab": "Zubaidah", "telp": "%PHONE%"}, "kabupaten": "Bulungan", "status": "Diajukan", "tanggal_masuk": "2026-03-10 09:00:00", "updated_at": "2026-03-%DAY% 09:00:00"}""";
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab(), folder: folder);
        Task SayAsync(int id, string flag, string phone, int day) => hub.ArriveAsync(
            "sihab", $"{id}", "application/json",
            Encoding.UTF8.GetBytes(item.Replace("%ID%", $"{id}", StringComparison.Ordinal).Replace("%FLAG%", flag, StringComparison.Ordinal).Replace("%PHONE%", phone, StringComparison.Ordinal).Replace("%DAY%", $"{day}", StringComparison.Ordinal)),
            new DateTimeOffset(2026, 3, 10, 10, 0, 0, TimeSpan.Zero));

        await SayAsync(1, "false", "0812-5551-2345", 11);
        await SayAsync(2, "false", "", 11);
        await SayAsync(2, "true", "0812-5551-2345", 12);

        (await TicketAsync(hub, 2)).IsProtected.ShouldBeTrue();
        (await MarksAsync(hub, await TicketAsync(hub, 1))).ShouldNotBeEmpty();
        (await SharedAsync(hub, 1, 2)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Marks_that_an_older_version_kept_go_at_the_next_start()
    {
        await using (var hub = await StartAsync())
        {
            await ArriveAsync(hub, 1, "Permohonan hibah", "Kami mengajukan proposal bantuan hibah rumah ibadah." + Signed);
            await ArriveAsync(hub, 3, "Laporan", Secretly);
            var (open, hidden) = (await TicketAsync(hub, 1), await TicketAsync(hub, 3));
            await using var db = hub.Database.Open();
            var (lookup, recipient) = (await db.Reporters.Where(r => r.TicketId == open.Id).Select(r => r.Lookup).SingleAsync(Token), hub.Get<TicketSeal>().MarkOf(Address));
            await db.Reporters.Where(r => r.TicketId == hidden.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Lookup, lookup), Token);
            db.SamenessBands.AddRange((await db.SamenessBands.Where(b => b.TicketId == open.Id).Select(b => b.Hash).ToListAsync(Token)).Select(hash => new StoredBand { Hash = hash, TicketId = hidden.Id }));
            var receipt = await db.Outbox.SingleAsync(m => m.TicketId == hidden.Id && m.Bureau == null, Token);
            (receipt.Recipient, receipt.Key) = (recipient, $"{hidden.Number}/1/Receipt/Mail/{recipient}");
            await db.SaveChangesAsync(Token);
            await db.Marks.Where(static m => m.Name == "old-words-marks").ExecuteDeleteAsync(Token);
            (await SharedAsync(hub, 1, 3)).Count.ShouldBeGreaterThan(1);
        }

        await using var later = await StartAsync();
        (await SharedAsync(later, 1, 3)).ShouldBeEmpty();
    }

    private Task<HubFixture> StartAsync() => HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"), folder: folder);

    private static async Task ArriveAsync(HubFixture hub, int number, string subject, string text)
    {
        var mail = $"From: Zubaidah Quraisyin <{Address}>\r\nTo: birososial.kaltara@gmail.com\r\nSubject: {subject}\r\nMessage-ID: <{number}@kirim.contoh>\r\n\r\n{text}";
        await hub.ArriveAsync("email-kesra", $"{number}", "message/rfc822", Encoding.UTF8.GetBytes(mail), TimeProvider.System.GetUtcNow());
    }

    private static async Task<Ticket> TicketAsync(HubFixture hub, int number)
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().SingleAsync(t => t.ExternalId == $"{number}", Token);
    }

    /// <summary>Marks of people that both tickets have: of the compartment, of telephone numbers, of mails.</summary>
    private static async Task<IReadOnlyList<string>> SharedAsync(HubFixture hub, int one, int other) =>
        [.. (await MarksAsync(hub, await TicketAsync(hub, one))).Intersect(await MarksAsync(hub, await TicketAsync(hub, other)), StringComparer.Ordinal)];

    private static async Task<IReadOnlyList<string>> MarksAsync(HubFixture hub, Ticket ticket)
    {
        await using var db = hub.Database.Open();
        var mails = await db.Outbox.AsNoTracking().Where(m => m.TicketId == ticket.Id && m.Bureau == null).ToListAsync(Token);
        return
        [
            .. await db.Reporters.Where(r => r.TicketId == ticket.Id && r.Lookup != null).Select(r => r.Lookup!).ToListAsync(Token),
            .. (await db.SamenessBands.Where(b => b.TicketId == ticket.Id).Select(b => b.Hash).ToListAsync(Token)).Select(static hash => $"band:{hash}"),
            .. mails.Select(m => $"{(ticket.IsProtected ? "day" : "mail")}:{m.Recipient}"),
            .. mails.Select(static m => $"key:{m.Key[(m.Key.LastIndexOf('/') + 1)..]}"),
        ];
    }
}
