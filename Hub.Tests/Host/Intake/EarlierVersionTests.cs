using System.Text;
using System.Text.Json.Nodes;
using Hub.Domain.Envelopes;
using Hub.Host.Intake;
using Hub.Mocks;
using Hub.Mocks.EBang;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Intake;

/// <summary>A, B, A: what a source says now holds, also when it said the same before.</summary>
public sealed class EarlierVersionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Sighting.Shown, "Diajukan")]
    [InlineData(Sighting.Sent, "Diajukan")]
    [InlineData(Sighting.Filed, "Verifikasi Berkas")]
    public async Task An_item_that_goes_back_goes_back_here_too(Sighting how, string status)
    {
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab());

        foreach (var said in (string[])["Diajukan", "Verifikasi Berkas", "Diajukan", "Diajukan"])
        {
            await ComeAsync(hub, Proposal(said, Now), how);
        }

        (await StatusAsync(hub)).ShouldBe(status);
        await using var db = hub.Database.Open();
        (await db.Tickets.CountAsync(Token)).ShouldBe(1);
        (await db.Envelopes.CountAsync(Token)).ShouldBe(how == Sighting.Filed ? 2 : 3, "a fourth that says the same again is nothing new");
        (await db.Envelopes.CountAsync(e => e.Status != EnvelopeStatus.Done, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task It_may_go_back_and_forth_and_reading_again_what_is_stored_changes_nothing()
    {
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab());
        foreach (var said in (string[])["Diajukan", "Verifikasi Berkas", "Diajukan", "Verifikasi Berkas", "Diajukan"])
        {
            await ComeAsync(hub, Proposal(said, Now), Sighting.Shown);
        }

        var (read, changed) = await hub.Get<Replay>().RunAsync("sihab", null, Token);

        (read, changed).ShouldBe((1, 0));
        (await StatusAsync(hub)).ShouldBe("Diajukan");
    }

    [Fact]
    public async Task A_push_that_comes_late_is_kept_and_changes_nothing()
    {
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab());
        await ComeAsync(hub, Proposal("Disetujui", Now), Sighting.Sent);

        await ComeAsync(hub, Proposal("Diajukan", Now.AddHours(-1)), Sighting.Sent);

        (await StatusAsync(hub)).ShouldBe("Disetujui");
        await using var db = hub.Database.Open();
        var late = await db.Envelopes.OrderBy(e => e.Id).LastAsync(Token);
        (late.Status, late.CauseCode, late.TicketId).ShouldBe((EnvelopeStatus.Superseded, "older-version", (await db.Tickets.SingleAsync(Token)).Id));
    }

    [Fact]
    public async Task Polls_and_the_nightly_reading_take_an_item_back_too()
    {
        using var fake = EBangFake.Start(new FakeOptions { Now = Now, Empty = true }, "kunci-uji");
        fake.Add(new JsonObject
        {
            ["id"] = 1, ["kode_opd"] = "1.03.01", ["nama_opd"] = "Dinas Contoh", ["tahun"] = 2026, ["bulan"] = 3, ["bulan_angka"] = 3, ["kode_kegiatan"] = "1.03.10.1.01",
            ["nama_kegiatan"] = "Jalan", ["kode_sub_kegiatan"] = "1.03.10.1.01.0001", ["nama_sub_kegiatan"] = "Rehabilitasi", ["pagu"] = 1, ["status_laporan"] = "Terkirim", ["tanggal_kirim"] = "2026-03-01 09:00:00",
        });
        var settings = Scenes.Sihab("e-bang", fake.Address.ToString());
        settings["Hub:Sources:e-bang:Kind"] = "e-bang";
        await using var hub = await HubFixture.StartAsync(settings, builder => builder.Services.AddSingleton<TimeProvider>(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now)));
        await PollAsync(hub, 1);
        fake.Change(1, new JsonObject { ["status_laporan"] = "Perlu Perbaikan" });
        await PollAsync(hub, 2);
        (await StatusAsync(hub)).ShouldBe("Perlu Perbaikan");

        fake.Change(1, new JsonObject { ["status_laporan"] = "Terkirim" });
        await PollAsync(hub, 3);

        (await StatusAsync(hub)).ShouldBe("Terkirim");
        fake.Change(1, new JsonObject { ["status_laporan"] = "Perlu Perbaikan" });
        await hub.Get<Reconciler>().StateAsync("e-bang", Token);
        (await StatusAsync(hub)).ShouldBe("Perlu Perbaikan");
    }

    private static async Task PollAsync(HubFixture hub, int slot)
    {
        await hub.Get<PollRun>().RunAsync("e-bang", Now.AddMinutes(slot), "schedule", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
    }

    private static async Task ComeAsync(HubFixture hub, (string Json, DateTimeOffset At) item, Sighting how)
    {
        var raw = Encoding.UTF8.GetBytes(item.Json);
        var envelope = new Envelope { Key = new("sihab", "SIHAB/2026/000001", Fingerprint.Of(raw)), MediaType = "application/json", Raw = raw, ReceivedAt = Now.AddDays(-2), ChangedAt = item.At };
        await hub.Get<Ledger>().StoreAsync("sihab", [envelope], how, quiet: false, Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
    }

    private static (string, DateTimeOffset) Proposal(string status, DateTimeOffset changed) => (Scenes.Proposal(1, status), changed);

    private static async Task<string?> StatusAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        return (await db.Tickets.SingleAsync(Token)).SourceStatus;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
