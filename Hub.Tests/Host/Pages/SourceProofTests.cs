using System.Net;
using Hub.Domain.Submissions;
using Hub.Host.Intake;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Mocks;
using Hub.Mocks.Sihab;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

/// <summary>What an administrator sees and starts on a source's page: statements to take away, the past, and proposals for what is new.</summary>
public sealed class SourceProofTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private SihabFake fake = null!;
    private HubFixture hub = null!;
    private Visitor administrator = null!;

    public async ValueTask InitializeAsync()
    {
        fake = SihabFake.Start(new FakeOptions { Now = Now }, "kunci-uji");
        hub = await HubFixture.StartAsync(Scenes.Sihab(address: fake.Address.ToString()));
        administrator = await Visitor.SignedInAsync(hub, "admin", null, Roles.Administrator);
    }

    [Fact]
    public async Task A_statement_is_on_the_page_and_can_be_taken_away_with_its_signature()
    {
        var statement = await hub.Get<Reconciler>().StateAsync("sihab", Token);

        (await administrator.ReadAsync("/sources/sihab")).ShouldContain($"/sources/sihab/statements/{statement.Day:yyyy-MM-dd}");
        var file = await administrator.ReadAsync($"/sources/sihab/statements/{statement.Day:yyyy-MM-dd}");

        file.ShouldContain(statement.Text.TrimEnd());
        file.ShouldContain(statement.Signature);
        file.ShouldContain("Diperiksa saat diunduh: sah");
        (await administrator.GetAsync("/sources/sihab/statements/kemarin")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_statement_that_somebody_changed_says_so_when_taken_away()
    {
        var statement = await hub.Get<Reconciler>().StateAsync("sihab", Token);
        await using var db = hub.Database.Open();
        await db.Statements.ExecuteUpdateAsync(set => set.SetProperty(s => s.Text, s => s.Text + "Tiket: 999"), Token);

        (await administrator.ReadAsync($"/sources/sihab/statements/{statement.Day:yyyy-MM-dd}")).ShouldContain("TIDAK COCOK");
    }

    [Fact]
    public async Task The_past_is_taken_in_from_the_page_without_notices_and_the_page_shows_how_far()
    {
        await administrator.SubmitAsync("/sources/sihab", "backfill", ("from", "2020-01-01"), ("to", ""), ("ids", ""));

        var record = await OverAsync();
        record.Cause.ShouldBeNull();
        record.Taken.ShouldBeGreaterThan(40);
        var page = WebUtility.HtmlDecode(await administrator.ReadAsync("/sources/sihab"));
        page.ShouldContain("Selesai");
        page.ShouldContain($"{record.Seen} terlihat");
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
        await using var db = hub.Database.Open();
        (await db.Tickets.CountAsync(Token)).ShouldBe(record.Taken);
        (await db.Outbox.CountAsync(Token)).ShouldBe(0);
        (await db.Audit.AnyAsync(a => a.Action == "source.backfill" && a.Subject == "sihab", Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_past_that_cannot_be_read_is_shown_as_cut_off_with_its_cause()
    {
        fake.Faults.Play(Fault.Unavailable);

        await administrator.SubmitAsync("/sources/sihab", "backfill", ("from", ""), ("to", ""), ("ids", ""));

        var record = await OverAsync();
        record.Cause.ShouldNotBeNull();
        var page = WebUtility.HtmlDecode(await administrator.ReadAsync("/sources/sihab"));
        page.ShouldContain("Terputus");
        page.ShouldContain(record.Cause);
    }

    [Fact]
    public async Task What_is_new_at_the_source_is_shown_with_samples_and_a_proposal()
    {
        fake.Change(await FirstIdAsync(), new() { ["status"] = "Verifikasi Berkas Ulang" });
        await hub.Get<PollRun>().RunAsync("sihab", Now, "schedule", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);

        var page = WebUtility.HtmlDecode(await administrator.ReadAsync("/sources/sihab"));

        page.ShouldContain("Verifikasi Berkas Ulang");
        page.ShouldContain("Mirip “Verifikasi Berkas”");
        page.ShouldContain($"\"status\": {{ \"table\": {{ \"Verifikasi Berkas Ulang\": \"{nameof(SourceState.InProgress)}\" }} }}");
    }

    private async Task<int> FirstIdAsync()
    {
        using var http = new HttpClient { BaseAddress = fake.Address };
        http.DefaultRequestHeaders.Add("X-API-Key", "kunci-uji");
        using var list = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync("/api/v1/proposal", Token));
        return list.RootElement.GetProperty("data")[0].GetProperty("id").GetInt32();
    }

    private async Task<StoredBackfill> OverAsync()
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await hub.Get<Backfill>().LastAsync("sihab", Token) is { EndedAt: not null } record)
            {
                return record;
            }

            await Task.Delay(100, Token);
        }

        throw new TimeoutException("The backfill did not end.");
    }

    public async ValueTask DisposeAsync()
    {
        administrator.Dispose();
        await hub.DisposeAsync();
        fake.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
