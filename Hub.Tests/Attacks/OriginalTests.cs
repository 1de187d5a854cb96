using System.Net;
using System.Text;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Host.Intake;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>Originals open in one way: on the ticket, to who may open identities. Whoever looks after a source mends it without reading who wrote.</summary>
public sealed class OriginalTests : IAsyncLifetime
{
    private const string Unreadable = """{"nomor": null, "judul": "Bantuan balai", "pemohon": {"nama": "Kelompok Tani", "penanggung_jawab": "Zubaidah Quraisyin", "telp": "081355571001", "email": "zq@warga.contoh"}, "status": "Diajukan", "tanggal_masuk": "2026-03-10 09:00:00"}""";
    private const string Open = """{"id": 7, "nomor_registrasi": "SIHAB/2026/000007", "jenis": "hibah", "judul": "Bantuan dari Zubaidah Quraisyin", "pemohon": {"nama": "Kelompok Tani", "penanggung_jawab": "Zubaidah Quraisyin", "telp": "081355571001", "email": "zq@warga.contoh"}, "kabupaten": "Bulungan", "status": "Diajukan", "kolom_baru": "Rekening Zubaidah Quraisyin", "tanggal_masuk": "2026-03-10 09:00:00", "updated_at": "2026-03-10 09:00:00"}""";
    private static readonly string[] Marks = ["Zubaidah", "Quraisyin", "081355571001", "zq@warga.contoh"];
    private HubFixture hub = null!;
    private Visitor administrator = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync(Scenes.Sihab());
        administrator = await Visitor.SignedInAsync(hub, "adi", null, Roles.Administrator);
    }

    [Fact]
    public async Task An_administrator_reads_nobody_on_the_page_of_an_item_with_a_flag_or_without()
    {
        foreach (var (id, json) in new[] { ("SIHAB/2026/000007", Open), ("tanpa-nomor:1", Unreadable) })
        {
            var text = WebUtility.HtmlDecode(await administrator.ReadAsync($"/sources/sihab/messages/{await ArriveAsync(id, json)}"));
            text.ShouldContain("▇");
            text.ShouldContain("tanggal_masuk");
            Marks.Where(text.Contains).ShouldBeEmpty(id);
        }

        foreach (var page in new[] { "/sources/sihab", "/sources/sihab/messages", "/sources/quarantine" })
        {
            Marks.Where((await administrator.ReadAsync(page)).Contains).ShouldBeEmpty(page);
        }
    }

    [Fact]
    public async Task An_administrator_mends_an_item_without_reading_it_and_its_values_come_back()
    {
        var id = await ArriveAsync("tanpa-nomor:1", Unreadable);
        var page = $"/sources/sihab/messages/{id}";
        var shown = new CoveredItem(Unreadable).Shown;
        WebUtility.HtmlDecode(await administrator.ReadAsync(page)).ShouldContain(shown);
        using (var moved = await administrator.SubmitAsync(page, "edit", ("raw", shown.Replace("\"judul\": \"▇1▇\"", "\"judul\": \"▇2▇\"", StringComparison.Ordinal)), ("why", "uji")))
        {
            WebUtility.HtmlDecode(await moved.Content.ReadAsStringAsync(Token)).ShouldContain("tetap berdiri sendiri di belakang kolom asalnya");
        }

        using var mended = await administrator.SubmitAsync(page, "edit", ("raw", shown.Replace("\"nomor\": null", "\"id\": 7, \"nomor_registrasi\": \"SIHAB/2026/000007\", \"jenis\": \"hibah\", \"kabupaten\": \"Bulungan\", \"updated_at\": \"2026-03-10 09:00:00\"", StringComparison.Ordinal)), ("why", "nomor dilengkapi"));

        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
        ticket.IsStub.ShouldBeFalse();
        hub.Get<ReporterVault>().Unseal(await db.Reporters.AsNoTracking().SingleAsync(Token)).Name.ShouldBe("Zubaidah Quraisyin");
        (await db.Audit.AsNoTracking().SingleAsync(a => a.Action == "quarantine.edited", Token)).Actor.ShouldBe("adi");
    }

    [Fact]
    public async Task What_a_source_says_anew_is_in_no_entry_of_the_trail()
    {
        await ArriveAsync("SIHAB/2026/000007", Open.Replace("Rekening Zubaidah Quraisyin", "Joko Widagdo", StringComparison.Ordinal));
        using var known = await administrator.SubmitAsync("/sources/sihab", "drift");

        await using var db = hub.Database.Open();
        (await db.Audit.AsNoTracking().SingleAsync(a => a.Action == "drift.acknowledged", Token)).Detail.ShouldBeNull();
    }

    private async Task<long> ArriveAsync(string externalId, string json)
    {
        await hub.ArriveAsync("sihab", externalId, "application/json", Encoding.UTF8.GetBytes(json), new(2026, 3, 10, 1, 0, 0, TimeSpan.Zero));
        await using var db = hub.Database.Open();
        var stored = await db.Envelopes.AsNoTracking().SingleAsync(e => e.ExternalId == externalId, Token);
        stored.Status.ShouldBe(json == Unreadable ? EnvelopeStatus.Quarantined : EnvelopeStatus.Done);
        return stored.Id;
    }

    public async ValueTask DisposeAsync()
    {
        administrator.Dispose();
        await hub.DisposeAsync();
    }
}
