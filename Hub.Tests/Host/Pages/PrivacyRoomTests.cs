using System.Net;
using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

/// <summary>What the room of personal data promises: a purpose first, nothing of others, holds that hold, a term within its range.</summary>
public sealed class PrivacyRoomTests : IAsyncLifetime
{
    private const string Room = "/settings/privacy";
    private HubFixture hub = null!;
    private Visitor verifier = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"));
        verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
    }

    [Fact]
    public async Task A_copy_needs_a_purpose_and_holds_what_is_kept_under_that_address()
    {
        var number = await ReportAsync();

        using var blank = await ExportAsync("zubaidah@warga.contoh", "  ");
        blank.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var others = await ExportAsync("orang.lain@warga.contoh", "Permintaan pemilik");
        (await others.Content.ReadAsStringAsync(Token)).ShouldNotContain(number);
        using var own = await ExportAsync("Zubaidah@Warga.contoh", "Permintaan pemilik");
        var copy = await own.Content.ReadAsStringAsync(Token);
        copy.ShouldContain(number);
        copy.ShouldContain("Zubaidah");
    }

    [Fact]
    public async Task Erasing_says_what_stays_and_asks_for_a_purpose()
    {
        var number = await ReportAsync();

        (await PostAsync("erase", ("subject", "zubaidah@warga.contoh"), ("purpose", "x"))).ShouldContain("Tulis dahulu untuk keperluan apa.");
        (await PostAsync("erase", ("subject", "zubaidah@warga.contoh"), ("purpose", "Permintaan pemilik"))).ShouldContain($"0 identitas dihapus. Tetap disimpan: {number}.");
        await hub.ChangeAsync(number, new TicketChange.Withdraw(null));
        (await verifier.ReadAsync($"/tickets/{number}")).ShouldContain("/raw/");
        (await PostAsync("erase", ("subject", "zubaidah@warga.contoh"), ("purpose", "Permintaan pemilik"))).ShouldContain("1 identitas dihapus. Tetap disimpan: –.");
        (await verifier.ReadAsync($"/tickets/{number}")).ShouldNotContain("/raw/", customMessage: "an original that is gone is not offered");
    }

    [Fact]
    public async Task A_hold_needs_a_reason_and_a_ticket_and_is_released_by_its_button()
    {
        var number = await ReportAsync();
        (await verifier.ReadAsync(Room)).ShouldNotContain("release-");

        (await PostAsync("hold", ("number", number), ("reason", " "))).ShouldContain("Tulis dahulu untuk keperluan apa.");
        (await PostAsync("hold", ("number", "KU-2026-999999"), ("reason", "perkara"))).ShouldContain("Tiket KU-2026-999999 tidak ada.");
        (await PostAsync("hold", ("number", number), ("reason", "perkara di Ombudsman"))).ShouldContain("perkara di Ombudsman");
        (await PostAsync($"release-{number}")).ShouldNotContain("perkara di Ombudsman");
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData("601", null)]
    [InlineData("600", 600)]
    [InlineData("1", 1)]
    [InlineData("", null)]
    public async Task A_term_is_kept_within_its_range(string months, int? kept)
    {
        var page = await PostAsync("retention", ("months", months));

        page.ShouldContain(kept is null && months.Length > 0 ? "Isi 1 sampai 600 bulan" : "Tersimpan.");
        (await hub.Get<Retention>().RulesAsync(Token)).Months.ShouldBe(kept);
    }

    [Theory]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Leadership)]
    public async Task Nobody_else_opens_it(string role)
    {
        var token = Visitor.TokenOf(await verifier.ReadAsync(Room))!;
        using var other = await Visitor.SignedInAsync(hub, "lain", null, role);

        using var page = await other.GetAsync(Room);
        page.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        using var copy = await other.PostAsync($"{Room}/export", ("__RequestVerificationToken", token), ("email", "zubaidah@warga.contoh"), ("purpose", "Permintaan pemilik"));
        copy.StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    private async Task<HttpResponseMessage> ExportAsync(string email, string purpose) =>
        await verifier.PostAsync($"{Room}/export", ("__RequestVerificationToken", Visitor.TokenOf(await verifier.ReadAsync(Room))!), ("email", email), ("purpose", purpose));

    private async Task<string> PostAsync(string form, params (string Name, string Value)[] fields)
    {
        using var answer = await verifier.SubmitAsync(Room, form, fields);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token));
    }

    private async Task<string> ReportAsync()
    {
        await hub.ArriveAsync("email-organisasi", "1", "message/rfc822", Encoding.ASCII.GetBytes("From: Zubaidah <zubaidah@warga.contoh>\r\nTo: organisasi@setda.contoh\r\nSubject: Laporan\r\nMessage-ID: <1@warga.contoh>\r\n\r\nJalan rusak.\r\n"), new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        await using var db = hub.Database.Open();
        return await db.Tickets.Select(t => t.Number).SingleAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        verifier.Dispose();
        await hub.DisposeAsync();
    }
}
