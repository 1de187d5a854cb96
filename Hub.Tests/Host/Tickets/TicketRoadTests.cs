using System.Text;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Sameness;
using Hub.Host.Work.Tickets;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Tickets;

/// <summary>The one road: right, version, one commit.</summary>
public sealed class TicketRoadTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);
    private HubFixture hub = null!;
    private int arrived;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        await ArriveAsync("panitia@contoh.id", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah.");
    }

    [Fact]
    public async Task The_second_of_two_people_is_told_who_did_what_and_nothing_of_the_first_is_lost()
    {
        var seen = (await TicketAsync()).EventCount;
        await hub.ChangeAsync("KU-2026-000001", new TicketChange.Answer("Sedang kami periksa."), "andi", seen);

        var refusal = await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync("KU-2026-000001", new TicketChange.Resolve("Ditolak."), "budi", seen));

        refusal.Message.ShouldContain("andi menjawab pelapor");
        var ticket = await TicketAsync();
        (ticket.Status, ticket.Events[^1].Text).ShouldBe((TicketStatus.InProgress, "Sedang kami periksa."));
        await hub.ChangeAsync("KU-2026-000001", new TicketChange.Resolve("Disetujui."), "budi", ticket.EventCount);
        (await TicketAsync()).Status.ShouldBe(TicketStatus.Resolved);
    }

    [Fact]
    public async Task A_note_and_what_only_accompanies_a_ticket_stand_in_nobodys_way()
    {
        var seen = (await TicketAsync()).EventCount;
        await hub.ChangeAsync("KU-2026-000001", new TicketChange.Note("Ditelepon."), "andi", seen);

        await hub.ChangeAsync("KU-2026-000001", new TicketChange.Accept(), "budi", seen);
        await hub.ChangeAsync("KU-2026-000001", new TicketChange.Note("Menunggu berkas."), "andi", seen);

        (await TicketAsync()).Events.Select(e => e.Actor).ShouldBe(["hub", "hub", "andi", "budi", "andi"]);
    }

    [Fact]
    public async Task A_reply_by_mail_is_carried_out_and_told_what_happened_since_its_notice()
    {
        await hub.ChangeAsync("KU-2026-000001", new TicketChange.Answer("Sedang kami periksa."), "andi");
        await using var db = hub.Database.Open();
        var notice = await db.Outbox.SingleAsync(m => m.Purpose == NoticePurpose.Assigned, Token);

        await ArriveAsync("staf.kesra@setda.contoh", "SELESAI Proposal sudah diteruskan.", $"In-Reply-To: <{notice.MessageId}>\r\n");

        (await TicketAsync()).Status.ShouldBe(TicketStatus.Resolved);
        var echo = await db.Outbox.SingleAsync(m => m.Purpose == NoticePurpose.Echo, Token);
        hub.Get<TicketSeal>().Payload(echo, (await TicketAsync()).Key)!.ShouldContain("andi menjawab pelapor");
    }

    [Theory]
    [InlineData("merge")]
    [InlineData("link")]
    [InlineData("join")]
    public async Task A_change_that_touches_a_second_ticket_needs_the_right_on_both(string what)
    {
        await ArriveAsync("warga@contoh.id", "Kami mengajukan proposal bantuan hibah untuk masjid.");
        await hub.ChangeAsync("KU-2026-000002", new TicketChange.Assign("umum", null, null));
        TicketChange change = what switch
        {
            "merge" => new TicketChange.Merge("KU-2026-000002", "sama"),
            "link" => new TicketChange.Link("KU-2026-000002"),
            _ => new TicketChange.Join("KU-2026-000002"),
        };

        await Should.ThrowAsync<TicketRefusal>(() => hub.Get<TicketRoad>().ChangeAsync("KU-2026-000001", change, new Actor.Person(RoomsFixture.StaffOf("kesra")), null, Token));

        await using var db = hub.Database.Open();
        (await db.TicketEvents.AnyAsync(e => e.Kind == TicketEventKind.Linked || e.Kind == TicketEventKind.Merged || e.Kind == TicketEventKind.ReporterWrote, Token)).ShouldBeFalse();
        (await db.Tickets.AnyAsync(t => t.MergedInto != null, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Words_of_a_person_have_a_bound_and_what_is_longer_changes_nothing()
    {
        var staff = new Actor.Person(RoomsFixture.StaffOf("kesra"));
        var longest = string.Concat(Enumerable.Repeat("sudah ", TicketChange.LongestTyped))[..TicketChange.LongestTyped];
        var road = hub.Get<TicketRoad>();

        (await Should.ThrowAsync<TicketRefusal>(() => road.ChangeAsync("KU-2026-000001", new TicketChange.Note(longest + "x"), staff, null, Token))).Message.ShouldContain("100000 huruf");
        var events = (await TicketAsync()).EventCount;
        await road.ChangeAsync("KU-2026-000001", new TicketChange.Note(longest), staff, null, Token);

        (await TicketAsync()).EventCount.ShouldBe(events + 1);
    }

    [Fact]
    public async Task A_bureau_hands_on_with_a_reason_and_decides_nothing_for_the_verifier()
    {
        var staff = new Actor.Person(RoomsFixture.StaffOf("kesra"));
        var road = hub.Get<TicketRoad>();

        (await Should.ThrowAsync<TicketRefusal>(() => road.ChangeAsync("KU-2026-000001", new TicketChange.Assign("hukum", null, " "), staff, null, Token))).Message.ShouldContain("Biro Organisasi");
        await Should.ThrowAsync<TicketRefusal>(() => road.ChangeAsync("KU-2026-000001", new TicketChange.NotOurs("PLN", "listrik"), staff, null, Token));
        await road.ChangeAsync("KU-2026-000001", new TicketChange.Assign("hukum", null, "menyangkut naskah"), staff, null, Token);

        (await TicketAsync()).Bureau.ShouldBe("hukum");
        await Should.ThrowAsync<TicketRefusal>(() => road.ChangeAsync("KU-2026-000001", new TicketChange.Accept(), staff, null, Token));
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("outbox")]
    [InlineData("ticket_events")]
    public async Task Event_audit_and_outbox_stand_or_fall_together(string table)
    {
        Need.SqliteFile();
        await using (var db = hub.Database.Open())
        {
#pragma warning disable EF1002 // The table's name is the test's own.
            await db.Database.ExecuteSqlRawAsync($"CREATE TRIGGER stop BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'stop'); END", Token);
#pragma warning restore EF1002
        }

        await Should.ThrowAsync<Exception>(() => hub.ChangeAsync("KU-2026-000001", new TicketChange.Answer("Sedang kami periksa.")));

        await using var after = hub.Database.Open();
        (await after.TicketEvents.CountAsync(e => e.Kind == TicketEventKind.Answered, Token)).ShouldBe(0);
        (await after.Audit.CountAsync(a => a.Action == "ticket.Answer", Token)).ShouldBe(0);
        (await after.Outbox.CountAsync(m => m.Purpose == NoticePurpose.Answer, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_changed_what_stands_in_the_audit_trail()
    {
        await hub.ChangeAsync("KU-2026-000001", new TicketChange.Assign("hukum", null, null), "siti");

        await using var db = hub.Database.Open();
        var entry = await db.Audit.SingleAsync(a => a.Action == "ticket.Assign", Token);
        (entry.Actor, entry.Subject).ShouldBe(("siti", "KU-2026-000001"));
        entry.Detail!.ShouldContain("kesra/");
        entry.Detail!.ShouldContain("hukum/");
    }

    private Task ArriveAsync(string from, string text, string? headers = null)
    {
        var id = $"<surat-{++arrived}@contoh.id>";
        var mail = $"{HubFixture.Vouched(from)}From: {from}\r\nTo: birososial.kaltara@gmail.com\r\nSubject: Permohonan bantuan hibah rumah ibadah\r\nMessage-ID: {id}\r\n{headers}\r\n{text}\r\n";
        return hub.ArriveAsync("email-kesra", id, "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
    }

    private async Task<Ticket> TicketAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Events.OrderBy(e => e.Sequence)).SingleAsync(t => t.Number == "KU-2026-000001", Token);
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
