using System.Text;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Conversation;
using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Mailing.Notices;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Offices;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Privacy;

/// <summary>What accuses or asks for secrecy never reaches the bureau that it names.</summary>
public sealed class ProtectedRoadTests : IAsyncLifetime
{
    private const string Bureau = "staf.umum@setda.contoh";
    private const string Verifier = "staf.organisasi@setda.contoh";
    private const string Inspector = "itprov@inspektorat.contoh";
    private const string Secret = "atasan saya di biro umum menerima gratifikasi dari pemasok, rahasiakan identitas saya";

    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);

    private HubFixture hub = null!;
    private int arrived;

    private static readonly CurrentUser Keeper = new("budi", new HashSet<string>(StringComparer.Ordinal) { Roles.Administrator }, null);
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => hub = await HubFixture.StartAsync(Scenes.Umum(Bureau));

    [Theory]
    [InlineData("Laporan dari dalam", Secret, null, ProtectionGround.Plea)]
    [InlineData("Biro Umum", "Kepala bagian di biro umum menerima amplop dari rekanan setiap pencairan.", null, ProtectionGround.Gratification)]
    [InlineData("Peminjaman ruang rapat Biro Umum", "Bendahara menggelapkan uang makan panitia rapat.", null, ProtectionGround.Accusation)]
    [InlineData("Peminjaman ruang rapat Biro Umum", "Mohon peminjaman ruang rapat tanggal 20 Maret.", "Sensitivity: Private", ProtectionGround.Plea)]
    public async Task It_is_closed_at_once_and_only_the_verifier_hears_of_it(string subject, string body, string? header, ProtectionGround ground)
    {
        await ArriveAsync(subject, body, header);

        var ticket = await TicketAsync();
        (ticket.Protection, ticket.Secret, ticket.Anonymous, ticket.Bureau, ticket.Status).ShouldBe((ground, true, true, null, TicketStatus.Triage));
        (await SentToAsync(Bureau)).ShouldBe(0);
        (await SentToAsync(Verifier)).ShouldBe(1);
        var mail = await MailAsync();
        mail.Subject.ShouldNotContain("Biro", Case.Insensitive);
        mail.ToText().ShouldNotContain("umum", Case.Insensitive);
        mail.ToText().ShouldContain("Laporan terlindungi");
    }

    [Fact]
    public async Task The_ordinary_request_beside_it_goes_its_ordinary_way()
    {
        await ArriveAsync("Peminjaman ruang rapat", "Mohon peminjaman ruang rapat lantai 2 untuk rapat koordinasi tanggal 20 Maret 2026.", null);

        var ticket = await TicketAsync();
        (ticket.Protection, ticket.Secret, ticket.Bureau).ShouldBe((null, false, "umum"));
        (await SentToAsync(Bureau)).ShouldBe(1);
    }

    [Fact]
    public async Task No_way_leads_to_a_bureau_but_the_inspectorate_takes_it_with_the_identity_sealed()
    {
        await ArriveAsync("Laporan", Secret, null);
        var number = (await TicketAsync()).Number;
        await ArriveAsync("Peminjaman ruang rapat", "Mohon peminjaman ruang rapat.", null);
        await using var db = hub.Database.Open();
        var other = await db.Tickets.OrderByDescending(t => t.Id).Select(t => t.Number).FirstAsync(Token);
        foreach (var change in new TicketChange[] { new TicketChange.Assign("umum", null, null), new TicketChange.Assign("hukum", null, "urusan hukum"), new TicketChange.Merge(other, "sama") })
        {
            (await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(number, change))).Message.ShouldContain("jalur terlindungi");
        }

        await hub.Get<OfficeRegister>().SaveAsync((await hub.Get<OfficeRegister>().EntriesAsync(Token)).Single(e => e.Code == Office.Inspectorate) with { Email = Inspector }, Keeper, Token);
        await hub.ChangeAsync(number, new TicketChange.Assign(Office.Inspectorate, null, null));

        var ticket = await TicketAsync();
        (ticket.Bureau, ticket.Status, ticket.Secret, ticket.Anonymous).ShouldBe((Office.Inspectorate, TicketStatus.New, true, true));
        (await SentToAsync(Inspector)).ShouldBe(1);
        (await SentToAsync(Bureau)).ShouldBe(1, "only the ordinary request");
    }

    [Fact]
    public async Task Lifting_needs_a_written_reason_and_is_audited_and_gives_the_flags_back()
    {
        await ArriveAsync("Laporan", Secret, null);
        var number = (await TicketAsync()).Number;
        await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(number, new TicketChange.LiftProtection(" ")));

        await hub.ChangeAsync(number, new TicketChange.LiftProtection("bukan tuduhan, contoh di bahan sosialisasi"));
        await hub.ChangeAsync(number, new TicketChange.Assign("umum", null, null));

        var ticket = await TicketAsync();
        (ticket.Protection, ticket.Secret, ticket.Anonymous, ticket.Bureau).ShouldBe((null, false, false, "umum"));
        ticket.Body.ShouldContain("gratifikasi", customMessage: "the bureau reads it again");
        ticket.Sealed.ShouldBeNull();
        await using var db = hub.Database.Open();
        (await db.Audit.AnyAsync(e => e.Action == "ticket.LiftProtection" && e.Subject == number && e.Actor == "siti", Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_plea_in_a_later_mail_takes_it_back_from_the_bureau()
    {
        await ArriveAsync("Peminjaman ruang rapat", "Mohon peminjaman ruang rapat tanggal 20 Maret 2026.", null);
        await using var db = hub.Database.Open();
        var receipt = await db.Outbox.SingleAsync(m => m.Purpose == NoticePurpose.Receipt, Token);

        await ArriveAsync($"Re: [{(await TicketAsync()).Number}]", "Mohon identitas saya dirahasiakan, saya takut dimutasi.", $"In-Reply-To: <{receipt.MessageId}>");

        var ticket = await TicketAsync();
        (ticket.Protection, ticket.Secret, ticket.Bureau, ticket.Status).ShouldBe((ProtectionGround.Plea, true, null, TicketStatus.Triage));
        (await db.Outbox.CountAsync(m => m.Recipient == Bureau && m.Purpose == NoticePurpose.Changed, Token)).ShouldBe(0);
        (await db.Outbox.CountAsync(m => m.Recipient == Verifier, Token)).ShouldBeGreaterThan(0);
    }

    private async Task<Notice> MailAsync() => hub.Get<NoticeComposer>().Write(await TicketAsync(), NoticePurpose.Triage, new NoticePayload());

    private Task ArriveAsync(string subject, string body, string? header)
    {
        var id = $"<surat-{++arrived}@contoh.id>";
        var mail = $"From: Budi Santoso <budi@contoh.id>\r\nTo: umpersetdaprov@gmail.com\r\nSubject: {subject}\r\nMessage-ID: {id}\r\n{(header is null ? "" : header + "\r\n")}\r\n{body}\r\n";
        return hub.ArriveAsync("email-umum", id, "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
    }

    private async Task<Ticket> TicketAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Events.OrderBy(e => e.Sequence)).Include(t => t.Clocks).Include(t => t.Attachments).OrderBy(t => t.Id).FirstAsync(Token);
    }

    private async Task<int> SentToAsync(string address)
    {
        await using var db = hub.Database.Open();
        return await db.Outbox.CountAsync(m => m.Recipient == address, Token);
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
