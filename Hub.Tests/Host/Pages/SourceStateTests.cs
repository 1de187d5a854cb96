using System.Net;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

/// <summary>Every state a source can be in, as its row and its page tell it: what is wrong, since when, and what to do.</summary>
public sealed class SourceStateTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private static readonly Said Cause = Said.Quote("Kunci ditolak (401)");

    public static TheoryData<string, string?, int, int?, string> Troubles => new()
    {
        { "tunggu", "Transient", 3, 10, "Mencoba lagi dalam 10 menit, setelah 3 kali gagal: Kunci ditolak (401)" },
        { "lewat", "Credentials", 2, -1, "2 kali gagal: Kunci ditolak (401)" },
        { "terus", null, 4, null, "4 kali gagal: Kunci ditolak (401)" },
        { "waswas", "Warning", 0, null, "Kunci ditolak (401)" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_source_in_trouble_says_what_since_when_and_what_to_do(string name, string? kind, int failures, int? retryInMinutes, string said)
    {
        await rooms.AddSourceAsync(name, "Surat " + name, health =>
        {
            (health.FailingSince, health.Failures, health.Cause, health.FailureKind) = (RoomsFixture.Now.AddHours(-2), failures, Cause, kind);
            health.RetryAt = retryInMinutes is { } minutes ? RoomsFixture.Now.AddMinutes(minutes) : null;
        });

        var page = WebUtility.HtmlDecode(await rooms.GetAsync($"/sources/{name}"));

        page.ShouldContain(said);
        page.ShouldContain("sejak <time");
        page.ShouldContain(kind switch
        {
            "Credentials" => "Perbarui kata sandi atau kunci",
            "Warning" => "Yang terbaca sudah masuk",
            _ => "Tidak perlu tindakan: hub mencoba lagi sendiri",
        });
        WebUtility.HtmlDecode(await rooms.GetAsync("/sources")).ShouldContain("sumber bermasalah");
        WebUtility.HtmlDecode(await rooms.GetAsync("/")).ShouldMatch(@"Surat [^<]+ bermasalah \([0-9]+ dari [0-9]+ sumber\)");
    }

    [Fact]
    public async Task A_run_that_goes_on_and_the_runs_before_it_are_shown_with_their_outcome()
    {
        await rooms.AddSourceAsync("sedang", "Surat sedang");
        await using (var db = rooms.Database.Open())
        {
            db.Runs.Add(new Run { Source = "sedang", PlannedAt = At(-30), StartedAt = At(-30), EndedAt = At(-29), Outcome = RunOutcome.Failed, Trigger = "recovery", Cause = Cause });
            db.Runs.Add(new Run { Source = "sedang", PlannedAt = At(-1), StartedAt = At(-1), Trigger = "siti", Seen = 1234 });
            await db.SaveChangesAsync();
        }

        var page = WebUtility.HtmlDecode(await rooms.GetAsync("/sources/sedang"));

        page.ShouldContain("Sedang berjalan: 1.234 kiriman dilihat");
        page.ShouldContain("Kunci ditolak (401)");
        page.ShouldContain(">siti<");
        page.ShouldContain("name=\"_handler\" value=\"run\" />", Case.Sensitive);
        page.ShouldMatch("<button class=\"first\" disabled[^>]*>|<button disabled[^>]*>");
    }

    [Fact]
    public async Task A_run_that_ended_well_with_a_remark_tells_the_remark()
    {
        await rooms.AddSourceAsync("remah", "Surat remah");
        await using (var db = rooms.Database.Open())
        {
            db.Runs.Add(new Run { Source = "remah", PlannedAt = At(-5), StartedAt = At(-5), EndedAt = At(-4), Outcome = RunOutcome.Warned, Trigger = "schedule", Cause = Said.Quote("Satu kiriman terlalu besar") });
            await db.SaveChangesAsync();
        }

        WebUtility.HtmlDecode(await rooms.GetAsync("/sources/remah")).ShouldContain("Satu kiriman terlalu besar");
    }

    [Fact]
    public async Task Without_a_schedule_without_a_run_and_paused_it_says_what_comes_next()
    {
        await rooms.AddSourceAsync("berkas", "Berkas saja", health => health.LastSuccessAt = null);
        await rooms.AddSourceAsync("istirahat", "Surat istirahat", health => health.LastSuccessAt = null);
        await using (var db = rooms.Database.Open())
        {
            await db.Sources.Where(s => s.Name == "berkas").ExecuteUpdateAsync(set => set.SetProperty(s => s.Cron, (string?)null));
            await db.Sources.Where(s => s.Name == "istirahat").ExecuteUpdateAsync(set => set.SetProperty(s => s.PausedAt, At(-60)));
        }

        var fed = WebUtility.HtmlDecode(await rooms.GetAsync("/sources/berkas"));
        var paused = WebUtility.HtmlDecode(await rooms.GetAsync("/sources/istirahat"));

        fed.ShouldContain("Tanpa jadwal: diisi lewat berkas atau kiriman.");
        fed.ShouldContain("Tunggu jadwal berikutnya, atau jalankan sekarang.");
        fed.ShouldNotContain("backfill-from");
        paused.ShouldContain("Uji sambungan, coba tanpa menyimpan, lalu nyalakan");
        paused.ShouldContain("Nyalakan");
        WebUtility.HtmlDecode(await rooms.GetAsync("/sources")).ShouldContain("Belum pernah");
    }

    [Fact]
    public async Task What_is_new_and_cannot_be_proposed_is_shown_and_marked_as_known()
    {
        await rooms.AddSourceAsync("asing", "Sistem asing");
        await using (var db = rooms.Database.Open())
        {
            await db.Sources.Where(s => s.Name == "asing").ExecuteUpdateAsync(set => set.SetProperty(s => s.Kind, "sistem-yang-hilang"));
            db.Drifts.Add(new DriftSample { Source = "asing", Field = "status", Value = "Arsip Baru", Count = 3, FirstSeenAt = At(-90), LastSeenAt = At(-5) });
            await db.SaveChangesAsync();
        }

        WebUtility.HtmlDecode(await rooms.GetAsync("/sources/asing")).ShouldContain("Arsip Baru");
        (await rooms.PostAsync("/sources/asing", "drift")).ShouldNotContain("Arsip Baru");

        (await rooms.PostAsync("/sources/asing", "run")).ShouldContain("Pengambilan dimulai");
        await rooms.PostAsync("/sources/asing", "pause");
        (await rooms.PostAsync("/sources/asing", "resume")).ShouldContain("sistem-yang-hilang");
        (await rooms.PostAsync("/sources/asing", "probe")).ShouldContain("sistem-yang-hilang");
        (await rooms.PostAsync("/sources/asing", "try")).ShouldContain("sistem-yang-hilang");
        WebUtility.HtmlDecode(await rooms.GetAsync("/sources/asing/settings")).ShouldContain("sistem-yang-hilang");
    }

    [Fact]
    public async Task A_backfill_says_whether_it_goes_on_or_died_with_the_hub()
    {
        await rooms.AddSourceAsync("jalan", "Masa lalu jalan");
        await rooms.AddSourceAsync("mati", "Masa lalu mati");
        await using (var db = rooms.Database.Open())
        {
            db.Set<StoredBackfill>().Add(Backfill("jalan", At(0), 200));
            db.Set<StoredBackfill>().Add(Backfill("mati", At(-600), null));
            await db.SaveChangesAsync();
        }

        var running = WebUtility.HtmlDecode(await rooms.GetAsync("/sources/jalan"));
        var dead = WebUtility.HtmlDecode(await rooms.GetAsync("/sources/mati"));

        running.ShouldContain("Sedang diambil");
        running.ShouldContain("http-equiv=\"refresh\"");
        running.ShouldContain("max=\"200\"");
        dead.ShouldContain("Terhenti bersama proses hub");
        dead.ShouldNotContain("http-equiv=\"refresh\"");
        dead.ShouldContain("(a, b, c, d, e, …)");
        (await rooms.PostAsync("/sources/jalan", "backfill", ("from", ""), ("to", ""), ("ids", ""))).ShouldNotContain("Pengambilan dimulai");
    }

    [Theory]
    [InlineData("", "uji-baru", "pilih salah satu")]
    [InlineData("email", "Huruf Besar", "huruf kecil")]
    [InlineData("email", "quarantine", "huruf kecil")]
    [InlineData("email", Source.HubMailbox, Source.HubMailbox)]
    [InlineData("email", "sudah-ada", "sudah-ada")]
    public async Task A_new_source_is_refused_with_the_field_that_is_wrong(string kind, string name, string said)
    {
        await using (var db = rooms.Database.Open())
        {
            if (!await db.Sources.AnyAsync(s => s.Name == "sudah-ada"))
            {
                await rooms.AddSourceAsync("sudah-ada", "Sudah ada");
            }
        }

        var page = await rooms.PostAsync("/sources/new", "add", ("kind", kind), ("name", name), ("title", "Judul saya"));

        page.ShouldContain("aria-invalid=\"true\"");
        page.ShouldContain(said, Case.Insensitive);
        page.ShouldContain("value=\"Judul saya\"");
    }

    [Fact]
    public async Task A_source_of_a_settings_file_is_shown_and_not_changed()
    {
        await rooms.AddSourceAsync("terkunci", "Dari berkas");
        await using (var db = rooms.Database.Open())
        {
            await db.Sources.Where(s => s.Name == "terkunci").ExecuteUpdateAsync(set => set.SetProperty(s => s.Locked, true));
        }

        (await rooms.GetAsync("/sources/terkunci/settings")).ShouldContain("Sumber ini dikunci oleh berkas setelan");
        (await rooms.PostAsync("/sources/terkunci/settings", "settings", ("title", "Lain"), ("cron", ""), ("old", "Tell"))).ShouldContain("berkas setelan");
        await using var after = rooms.Database.Open();
        (await after.Sources.SingleAsync(s => s.Name == "terkunci")).Title.ShouldBe("Dari berkas");
    }

    [Fact]
    public async Task What_came_is_listed_by_state_and_page_by_page_and_the_quarantine_of_one_cause_is_tried_again()
    {
        await rooms.AddSourceAsync("banyak", "Surat banyak");
        await using (var db = rooms.Database.Open())
        {
            for (var n = 0; n < 51; n++)
            {
                db.Envelopes.Add(Envelope("banyak", $"butir-{n:00}", n < 3 ? EnvelopeStatus.Quarantined : EnvelopeStatus.Done));
            }

            await db.SaveChangesAsync();
        }

        var first = WebUtility.HtmlDecode(await rooms.GetAsync("/sources/banyak/messages"));
        first.ShouldContain("butir-50");
        first.ShouldNotContain("butir-00");
        var before = first[(first.IndexOf("before=", StringComparison.Ordinal) + 7)..first.IndexOf("\" rel=\"next\"", StringComparison.Ordinal)];
        WebUtility.HtmlDecode(await rooms.GetAsync($"/sources/banyak/messages?before={before}")).ShouldContain("butir-00");
        WebUtility.HtmlDecode(await rooms.GetAsync("/sources/banyak/messages?status=Quarantined")).ShouldContain("Tanggal tidak terbaca");
        WebUtility.HtmlDecode(await rooms.GetAsync("/sources/banyak/messages?status=Ignored")).ShouldContain("Tidak ada kiriman");

        (await rooms.PostAsync("/sources/banyak/quarantine", "retry-banyak-malformed")).ShouldContain("Tersimpan.");
        WebUtility.HtmlDecode(await rooms.GetAsync("/sources/banyak/quarantine")).ShouldContain("Karantina kosong");
        await using var after = rooms.Database.Open();
        (await after.Envelopes.CountAsync(e => e.Source == "banyak" && e.Status == EnvelopeStatus.Quarantined)).ShouldBe(0);
        (await after.Audit.AnyAsync(a => a.Action == "quarantine.retried-all" && a.Subject == "banyak")).ShouldBeTrue();
    }

    private static DateTimeOffset At(int minutes) => RoomsFixture.Now.AddMinutes(minutes);

    private static StoredBackfill Backfill(string source, DateTimeOffset beat, int? total) => new()
    {
        Source = source,
        Window = "uji",
        StartedAt = beat,
        SeenAt = beat,
        From = new DateOnly(2020, 1, 1),
        Ids = ["a", "b", "c", "d", "e", "f"],
        Seen = 20,
        Total = total,
    };

    private static StoredEnvelope Envelope(string source, string id, EnvelopeStatus status) => new()
    {
        Source = source,
        ExternalId = id,
        ItemVersion = "1",
        MediaType = "text/plain",
        Raw = Packed.Pack("Subject: coba\r\n\r\nisi"u8.ToArray()),
        RawLength = 21,
        ReceivedAt = RoomsFixture.Now,
        SeenAt = RoomsFixture.Now,
        NextAttemptAt = RoomsFixture.Now,
        Status = status,
        Cause = status == EnvelopeStatus.Quarantined ? Said.Quote("Tanggal tidak terbaca") : null,
        CauseCode = status == EnvelopeStatus.Quarantined ? "malformed" : null,
    };
}
