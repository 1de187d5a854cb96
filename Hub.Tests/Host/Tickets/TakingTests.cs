using System.Text;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.Foundation;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Tickets;

/// <summary>A person takes a ticket: seen by colleagues, ended by handing on, by page and by mail.</summary>
public sealed class TakingTests : IAsyncLifetime
{
    private const string Number = "KU-2026-000001";
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
    public async Task The_second_who_takes_a_ticket_is_told_who_has_it()
    {
        var seen = (await TicketAsync()).EventCount;
        await hub.ChangeAsync(Number, new TicketChange.Take(), "andi", seen);

        (await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(Number, new TicketChange.Take(), "budi", seen))).Message.ShouldContain("andi mengambil tiket ini");
        await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(Number, new TicketChange.Take(), "andi"));
        (await TicketAsync()).TakenBy.ShouldBe("andi");
    }

    [Fact]
    public async Task Whoever_gets_it_next_begins_without_one()
    {
        await hub.ChangeAsync(Number, new TicketChange.Take(), "andi");
        await hub.ChangeAsync(Number, new TicketChange.LetGo(), "andi");
        (await TicketAsync()).TakenBy.ShouldBeNull();
        await hub.ChangeAsync(Number, new TicketChange.Take(), "budi");

        await hub.ChangeAsync(Number, new TicketChange.Assign("hukum", null, "menyangkut naskah"));

        (await TicketAsync()).TakenBy.ShouldBeNull();
        (await TicketAsync()).Events.Select(e => e.Kind).ShouldContain(TicketEventKind.LetGo);
    }

    [Theory]
    [InlineData("AMBIL", TicketEventKind.Taken)]
    [InlineData("CATATAN sudah ditelepon, menunggu kabar", TicketEventKind.Note)]
    public async Task By_mail_too_and_the_reporter_hears_nothing_of_it(string words, TicketEventKind kind)
    {
        await using var db = hub.Database.Open();
        var notice = await db.Outbox.SingleAsync(m => m.Purpose == NoticePurpose.Assigned, Token);

        await ArriveAsync("staf.kesra@setda.contoh", words, $"In-Reply-To: <{notice.MessageId}>\r\n");

        (await TicketAsync()).Events[^1].Kind.ShouldBe(kind);
        (await db.Outbox.Where(m => m.Id > notice.Id && m.Purpose != NoticePurpose.Receipt).Select(m => m.Purpose).ToListAsync(Token)).ShouldBe([NoticePurpose.Echo]);
    }

    [Fact]
    public async Task What_somebody_took_is_a_list_of_its_own()
    {
        await ArriveAsync("warga@contoh.id", "Kami mengajukan proposal bantuan hibah untuk masjid.");
        await hub.ChangeAsync(Number, new TicketChange.Take(), "andi");

        await using var db = hub.Database.Open();
        (await db.Tickets.Where(t => t.TakenBy == "andi").CountAsync(Token)).ShouldBe(1);
        new TicketFilter { TakenBy = "andi" }.Address().ShouldContain("by=andi");
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
        return await db.Tickets.AsNoTracking().Include(t => t.Events.OrderBy(e => e.Sequence)).SingleAsync(t => t.Number == Number, Token);
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
