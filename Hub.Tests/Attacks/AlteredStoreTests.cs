using System.Net;
using System.Text;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>Somebody writes into the database, without the keys: what is protected stays closed, and it is said.</summary>
public sealed class AlteredStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);
    private readonly TemporaryFolder folder = new();
    private HubFixture hub = null!;
    private int arrived;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Dictionary<string, string?> Settings => HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com");

    public async ValueTask InitializeAsync() => hub = await HubFixture.StartAsync(Settings, folder: folder);

    [Fact]
    public async Task A_flag_that_is_taken_out_of_the_database_opens_nothing_and_comes_back()
    {
        var ticket = await ProtectedAsync("Zubaidah Quraisyin");
        await SqlAsync($"UPDATE tickets SET anonymous = {false}, secret = {false} WHERE id = {ticket.Id}");

        using var clerk = await Visitor.SignedInAsync(hub, "ani", "kesra", Roles.Staff, Roles.Identities);
        (await clerk.ReadAsync($"/tickets/{ticket.Number}")).ShouldNotContain("Quraisyin");
        await Should.ThrowAsync<IdentityClosed>(() => hub.Get<ReporterVault>().OpenAsync(ticket.Id, "ingin tahu saja", new CurrentUser("ani", new HashSet<string>(StringComparer.Ordinal) { Roles.Staff, Roles.Identities }, "kesra"), Token));
        await hub.ChangeAsync(ticket.Number, new TicketChange.Note("dilihat"));

        var after = await TicketAsync(ticket.Id);
        (after.Anonymous, after.Secret).ShouldBe((true, true));
        Shown(after).ShouldNotContain("Quraisyin");
        hub.Get<TicketSeal>().Whole(after).Body.ShouldContain("Quraisyin");
    }

    [Fact]
    public async Task Lost_flags_come_back_without_a_change_and_the_trail_says_so()
    {
        var ticket = await ProtectedAsync("Zubaidah Quraisyin");
        await SqlAsync($"UPDATE tickets SET anonymous = {false}, secret = {false} WHERE id = {ticket.Id}");

        await hub.Get<LostFlags>().TurnAsync(Token);
        await hub.Get<LostFlags>().TurnAsync(Token);

        var after = await TicketAsync(ticket.Id);
        (after.Anonymous, after.Secret).ShouldBe((true, true));
        await using var db = hub.Database.Open();
        (await db.Audit.SingleAsync(e => e.Action == "ticket.flags-lost", Token)).Subject.ShouldBe(ticket.Number);
    }

    /// <summary>Lifted within the hub they open as ever.</summary>
    [Fact]
    public async Task Whatever_the_verifier_lifts_opens()
    {
        await SendAsync("Laporan", "Kepala seksi Bapak Zubaidah Quraisyin meminta uang, mohon identitas saya dirahasiakan.");
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).FirstAsync(Token);
        await hub.ChangeAsync(ticket.Number, new TicketChange.LiftProtection("bukan tuduhan, hanya contoh"));

        var after = await TicketAsync(ticket.Id);
        (after.IsProtected, after.Sealed, after.LostFlags).ShouldBe((false, null, false));
        after.Body.ShouldContain("Quraisyin");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_words_of_one_ticket_do_not_open_beside_another(bool isOpen)
    {
        var (first, second) = (await ProtectedAsync("Zubaidah Quraisyin"), isOpen ? await OpenAsync() : await ProtectedAsync("Hendrika Solvatir"));
        await SqlAsync($"UPDATE tickets SET key = (SELECT key FROM tickets WHERE id = {first.Id}), sealed = (SELECT sealed FROM tickets WHERE id = {first.Id}) WHERE id = {second.Id}");
        await SqlAsync($"UPDATE ticket_events SET sealed = (SELECT sealed FROM tickets WHERE id = {first.Id}) WHERE ticket_id = {second.Id}");
        await SqlAsync($"DELETE FROM reporters WHERE ticket_id = {second.Id}");
        await SqlAsync($"UPDATE reporters SET ticket_id = {second.Id} WHERE ticket_id = {first.Id}");

        using var clerk = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        var page = WebUtility.HtmlDecode(await clerk.ReadAsync($"/tickets/{second.Number}"));
        page.ShouldNotContain("Quraisyin");
        (await Should.ThrowAsync<IdentityClosed>(() => hub.Get<ReporterVault>().OpenAsync(second.Id, "memeriksa laporan", new CurrentUser("siti", new HashSet<string>(StringComparer.Ordinal) { Roles.Verifier }, null), Token))).Message.ShouldContain("diubah di basis data");
        await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(second.Number, new TicketChange.Note("dilihat")));
        Shown(await TicketAsync(second.Id)).ShouldNotContain("Quraisyin");
    }

    [Theory]
    [InlineData("substr(sealed, 1, 40)")]
    [InlineData("substr(sealed, 1, 5)")]
    [InlineData("CAST('{\"whole\":{\"title\":\"terbuka\"}}' AS BLOB)")]
    public async Task What_is_cut_or_replaced_says_so_and_shows_what_lies_open(string put)
    {
        Need.SqliteFile();
        var ticket = await ProtectedAsync("Zubaidah Quraisyin");
        await using (var db = hub.Database.Open())
        {
            await db.Database.ExecuteSqlRawAsync($"UPDATE tickets SET sealed = {put.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)} WHERE id = {ticket.Id}", Token);
        }

        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        var page = WebUtility.HtmlDecode(await verifier.ReadAsync($"/tickets/{ticket.Number}"));

        page.ShouldContain("diubah di basis data");
        page.ShouldNotContain("Quraisyin");
        (await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(ticket.Number, new TicketChange.Resolve("selesai ditangani")))).Message.ShouldContain("diubah di basis data");
    }

    private async Task<Ticket> ProtectedAsync(string name)
    {
        await SendAsync("Permohonan bantuan hibah", $"Kami memohon bantuan hibah rumah ibadah. Hormat kami, {name}", name);
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).FirstAsync(Token);
        await hub.ChangeAsync(ticket.Number, new TicketChange.Protect(true, true));
        return await TicketAsync(ticket.Id);
    }

    private async Task<Ticket> OpenAsync()
    {
        await SendAsync("Permohonan bantuan hibah", "Kami memohon bantuan hibah gedung olahraga.");
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).FirstAsync(Token);
    }

    private Task SendAsync(string subject, string body, string? name = null)
    {
        var id = $"<surat-{++arrived}@contoh.id>";
        return hub.ArriveAsync("email-kesra", id, "message/rfc822", Encoding.UTF8.GetBytes($"From: {name} <warga{arrived}@contoh.id>\r\nTo: birososial.kaltara@gmail.com\r\nSubject: {subject}\r\nMessage-ID: {id}\r\n\r\n{body}\r\n"), Received);
    }

    private async Task<Ticket> TicketAsync(long id)
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Events).SingleAsync(t => t.Id == id, Token);
    }

    private async Task SqlAsync(FormattableString sql)
    {
        await using var db = hub.Database.Open();
        await db.Database.ExecuteSqlAsync(sql, Token);
    }

    private static string Shown(Ticket ticket) => string.Join('\n', [ticket.Title, ticket.Body, ticket.OriginalBody, .. ticket.Events.Select(e => e.Text + e.Data)]);

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await TestStore.LeaveAsync(folder);
        folder.Dispose();
    }
}
