using System.Net;
using System.Text.RegularExpressions;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Mocks;
using Hub.Mocks.Sihab;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

public sealed partial class SourceRoomTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private const string Key = "kunci-sangat-rahasia-7431";

    [Fact]
    public async Task A_source_is_added_set_up_tested_and_tried_without_writing_anything()
    {
        using var fake = SihabFake.Start(new FakeOptions { Now = RoomsFixture.Now }, Key);

        (await PostAsync("/sources/new", "add", ("kind", "sihab"), ("name", "sihab-uji"), ("title", "SIHAB uji"))).ShouldContain("Setelan SIHAB uji");
        (await PostAsync("/sources/sihab-uji/settings", "settings", ("title", "SIHAB uji"), ("cron", "0 0/15 * * * ?"), ("Address", fake.Address.ToString()), ("ApiKey", Key))).ShouldContain("Tersimpan.");

        var settings = await rooms.GetAsync("/sources/sihab-uji/settings");
        settings.ShouldNotContain(Key);
        settings.ShouldContain($"value=\"{fake.Address}\"");
        settings.ShouldContain("Kunci API");
        settings.ShouldContain("value=\"200\"");
        (await PostAsync("/sources/sihab-uji", "probe")).ShouldContain("Sambungan baik");
        var tried = await PostAsync("/sources/sihab-uji", "try");
        tried.ShouldContain("Yang akan terjadi");
        tried.ShouldContain("kiriman pertama, dibaca sekarang");
        await using var db = rooms.Database.Open();
        (await db.Envelopes.CountAsync(e => e.Source == "sihab-uji")).ShouldBe(0);
        (await db.Tickets.CountAsync(t => t.Source == "sihab-uji")).ShouldBe(0);
        (await db.Outbox.CountAsync()).ShouldBe(0);
        (await db.Audit.AnyAsync(a => a.Action == "source.changed" && a.Subject == "sihab-uji")).ShouldBeTrue();
        (await db.Audit.Select(a => a.Detail).ToListAsync()).ShouldAllBe(detail => detail == null || !detail.Contains(Key));
    }

    [Fact]
    public async Task Wrong_settings_are_named_and_what_was_typed_stays()
    {
        await PostAsync("/sources/new", "add", ("kind", "sihab"), ("name", "sihab-salah"), ("title", ""));

        var page = await PostAsync("/sources/sihab-salah/settings", "settings", ("title", "Nama baru"), ("cron", "0 0 25 * * ?"), ("Address", "bukan alamat"), ("PortionSize", "banyak"));

        page.ShouldContain("jam harus 0–23.");
        page.ShouldContain("\"banyak\" tidak dapat dipakai di sini; isi bilangan bulat.");
        page.ShouldContain("#PortionSize\"");
        page.ShouldContain("value=\"Nama baru\"");
        page.ShouldContain("value=\"bukan alamat\"");
        page.ShouldContain("<details open");
        await using var db = rooms.Database.Open();
        (await db.Sources.SingleAsync(s => s.Name == "sihab-salah")).Cron.ShouldNotBe("0 0 25 * * ?");
    }

    [Fact]
    public async Task A_paused_source_says_so_and_goes_on_when_told()
    {
        await rooms.AddSourceAsync("email-jeda", "Surat jeda");

        (await PostAsync("/sources/email-jeda", "pause")).ShouldContain("Dijeda sejak");
        (await PostAsync("/sources/email-jeda", "resume")).ShouldContain("Berjalan");
    }

    [Fact]
    public async Task A_quarantined_item_can_be_read_again_or_set_aside_with_a_reason()
    {
        await rooms.AddSourceAsync("email-karantina", "Surat karantina");
        var id = await QuarantineAsync("email-karantina", "7");
        var other = await QuarantineAsync("email-karantina", "8");

        (await rooms.GetAsync("/sources/quarantine")).ShouldContain("Tanggal tidak terbaca");
        await PostAsync($"/sources/email-karantina/messages/{id}", "retry");
        (await PostAsync($"/sources/email-karantina/messages/{other}", "ignore", ("reason", " "))).ShouldContain("Isi alasan dahulu.");
        await PostAsync($"/sources/email-karantina/messages/{other}", "ignore", ("reason", "Iklan"));

        await using var db = rooms.Database.Open();
        (await db.Envelopes.SingleAsync(e => e.Id == id)).Status.ShouldBe(EnvelopeStatus.Received);
        var set = await db.Envelopes.SingleAsync(e => e.Id == other);
        (set.Status, set.Cause!.ToString()).ShouldBe((EnvelopeStatus.Ignored, "Iklan"));
    }

    [Theory]
    [InlineData("0 */5 7-17 ? * MON-FRI", null)]
    [InlineData("0 25 * * *", "harus 6 bagian")]
    [InlineData("0 0 25 * * ?", "jam harus 0–23")]
    [InlineData("0 61 * * * ?", "menit harus 0–59")]
    [InlineData("0 0 8 * * APA", "tidak dapat dibaca")]
    public void A_schedule_is_refused_with_the_part_that_is_wrong(string cron, string? fault)
    {
        if (fault is null)
        {
            CronWords.Fault(cron).ShouldBeNull();
        }
        else
        {
            CronWords.Fault(cron).ShouldNotBeNull().ShouldContain(fault);
        }
    }

    private async Task<long> QuarantineAsync(string source, string externalId)
    {
        var raw = System.Text.Encoding.UTF8.GetBytes("Subject: coba\r\n\r\nisi");
        var envelope = new StoredEnvelope
        {
            Source = source,
            ExternalId = externalId,
            ItemVersion = "1",
            MediaType = "text/plain",
            Raw = Packed.Pack(raw),
            RawLength = raw.Length,
            ReceivedAt = RoomsFixture.Now,
            SeenAt = RoomsFixture.Now,
            NextAttemptAt = RoomsFixture.Now,
            Status = EnvelopeStatus.Quarantined,
            Cause = Said.Quote("Tanggal tidak terbaca"),
            CauseCode = "malformed",
        };
        await using var db = rooms.Database.Open();
        db.Envelopes.Add(envelope);
        await db.SaveChangesAsync();
        return envelope.Id;
    }

    private async Task<string> PostAsync(string path, string handler, params (string Name, string Value)[] fields)
    {
        using var client = rooms.Client();
        var token = Token().Match(await client.GetStringAsync(path)).Groups["token"].Value;
        var form = fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)).Append(new("_handler", handler)).Append(new("__RequestVerificationToken", token));
        var answer = await client.PostAsync(path, new FormUrlEncodedContent(form));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Token();
}
