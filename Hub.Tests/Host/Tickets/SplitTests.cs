using System.Text;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Sameness;
using Hub.Host.Work.Tickets;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Tickets;

/// <summary>Several matters in one mail: linked tickets of the same reporter, each with its own number and clocks.</summary>
public sealed class SplitTests : IAsyncLifetime
{
    private const string Number = "KU-2026-000001";
    private const string Grant = "Kami mohon pencairan dana hibah untuk pembangunan masjid di desa kami.";
    private const string Room = "Selain itu kami ingin meminjam ruang rapat lantai 2 dan kursi untuk rapat panitia hari Senin.";
    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);
    private static readonly TicketChange.Split Both = new([new TicketPart(Grant, "kesra", 3), new TicketPart(Room, "umum", 27)]);
    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        await ArriveAsync($"{Grant} {Room}");
    }

    [Fact]
    public async Task The_first_matter_keeps_number_and_words_and_the_second_is_a_ticket_of_its_own()
    {
        (await TicketAsync(Number)).Route.Why.Select(w => w.Code).ShouldContain("several-matters");

        await hub.ChangeAsync(Number, Both);

        var (whole, part) = (await TicketAsync(Number), await TicketAsync("KU-2026-000002"));
        (whole.Bureau, whole.Service, whole.Status).ShouldBe(("kesra", 3, TicketStatus.New));
        whole.Body.ShouldContain(Room);
        (part.Bureau, part.Service, part.Status, part.Body).ShouldBe(("umum", 27, TicketStatus.New, Room));
        whole.Parts.ShouldBe([part.Number]);
        part.Whole.ShouldBe(Number);
        part.ReceivedAt.ShouldBe(whole.ReceivedAt);
        part.Clocks.Select(c => c.Rule).ShouldContain("service-27");
        whole.Clocks.Select(c => c.Rule).ShouldContain("service-3");
        (part.SourceItem, part.IsPart).ShouldBe((whole.ExternalId, true));
    }

    [Fact]
    public async Task The_reporter_is_the_same_and_gets_no_second_receipt_while_each_bureau_is_told()
    {
        await hub.ChangeAsync(Number, Both);

        await using var db = hub.Database.Open();
        var reporters = await db.Reporters.ToListAsync(Token);
        reporters.Select(r => hub.Get<ReporterVault>().Unseal(r).Email).ShouldBe(["panitia@contoh.id", "panitia@contoh.id"]);
        (await db.Outbox.CountAsync(m => m.Purpose == NoticePurpose.Receipt, Token)).ShouldBe(1);
        (await db.Outbox.CountAsync(m => m.Purpose == NoticePurpose.Assigned && m.Bureau == "kesra", Token)).ShouldBe(1);
        await hub.ChangeAsync("KU-2026-000002", new TicketChange.Resolve("Ruang tersedia."));
        (await db.Outbox.SingleAsync(m => m.Purpose == NoticePurpose.Answer, Token)).TicketId.ShouldBe((await TicketAsync("KU-2026-000002")).Id);
        (await TicketAsync(Number)).IsOpen.ShouldBeTrue("the other matter goes on");
    }

    [Fact]
    public async Task Files_protection_and_what_the_hub_says_of_both_go_along()
    {
        await hub.ChangeAsync(Number, new TicketChange.Protect(Anonymous: true, Secret: true));
        await hub.ChangeAsync(Number, Both);

        var part = await TicketAsync("KU-2026-000002");
        (part.Anonymous, part.Secret).ShouldBe((true, true));
        await using var db = hub.Database.Open();
        var files = await db.Attachments.Where(a => a.TicketId == part.Id).ToListAsync(Token);
        var blob = await db.Blobs.SingleAsync(b => b.Hash == files[0].ContentHash, Token);
        Encoding.UTF8.GetString(hub.Get<ByteStore>().Read(blob)!).ShouldContain("Daftar panitia");
        await hub.Get<SamenessRun>().RunAsync(Token);
        (await db.SamePairs.CountAsync(p => p.State == SamePairState.Open, Token)).ShouldBe(0, "two matters are not the same grievance");
        var entry = await db.Audit.SingleAsync(a => a.Action == "ticket.Split", Token);
        (entry.Subject, entry.Detail!.EndsWith("; KU-2026-000002", StringComparison.Ordinal)).ShouldBe((Number, true));
    }

    [Fact]
    public async Task Without_two_matters_or_on_the_protected_road_nothing_is_divided()
    {
        await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(Number, new TicketChange.Split([Both.Parts[0]])));
        await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(Number, new TicketChange.Split([Both.Parts[0], new TicketPart(" ", "umum", 27)])));
        await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(Number, new TicketChange.Split([Both.Parts[0], new TicketPart(Room, "umum", 3)])));
        await Should.ThrowAsync<TicketRefusal>(() => hub.Get<TicketRoad>().ChangeAsync(Number, Both, new Actor.Person(RoomsFixture.StaffOf("umum")), null, Token));

        await using var db = hub.Database.Open();
        (await db.Tickets.CountAsync(Token)).ShouldBe(1);
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    private Task ArriveAsync(string text) => hub.ArriveAsync(
        "email-kesra",
        "<surat-1@contoh.id>",
        "message/rfc822",
        Encoding.UTF8.GetBytes($"""
            {HubFixture.Vouched("panitia@contoh.id")}From: panitia@contoh.id
            To: birososial.kaltara@gmail.com
            Subject: Dua permohonan
            Message-ID: <surat-1@contoh.id>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="b"

            --b
            Content-Type: text/plain; charset=utf-8

            {text}

            --b
            Content-Type: text/plain; charset=utf-8; name="panitia.txt"
            Content-Disposition: attachment; filename="panitia.txt"

            Daftar panitia
            --b--
            """.ReplaceLineEndings("\r\n")),
        Received);

    private async Task<Ticket> TicketAsync(string number)
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Events).Include(t => t.Clocks).SingleAsync(t => t.Number == number, Token);
    }
}
