using System.Net;
using System.Text.RegularExpressions;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Submissions;
using Hub.Host.Storage;
using Hub.Host.Verbs.Bench;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Storage;

/// <summary>The rooms on PostgreSQL: every page opens, the search finds, and the figures are those of SQLite.</summary>
[Collection(OnPostgres.Name)]
public sealed partial class PostgresRoomsTests(PostgresServer postgres) : IAsyncLifetime
{
    private RoomsFixture onPostgres = null!;

    public async ValueTask InitializeAsync()
    {
        onPostgres = new RoomsFixture { Settings = await postgres.SettingsAsync() };
        await onPostgres.InitializeAsync();
    }

    [Fact]
    public async Task The_search_finds_forms_of_a_word_and_no_secret_ticket()
    {
        await onPostgres.AddTicketAsync("Kami hendak meminjam ruangan rapat");
        await onPostgres.AddTicketAsync("Gratifikasi terselubung", reporter: new Reporter { Secret = true });

        (await onPostgres.GetAsync("/tickets?status=All&q=peminjaman%20ruang")).ShouldContain("meminjam ruangan");
        (await onPostgres.GetAsync("/tickets?status=All&q=gratifikasi")).ShouldContain("Tidak ada tiket yang cocok");
        (await onPostgres.GetAsync("/tickets?status=All&q=%27%3B%20DROP%20TABLE")).ShouldContain("Tidak ada tiket yang cocok");
    }

    [Fact]
    public async Task Every_room_opens()
    {
        var ticket = await onPostgres.AddTicketAsync("Mohon data hibah");
        await onPostgres.AddSourceAsync("email-kesra", "Kotak surat Kesra");
        using var client = onPostgres.Client();
        var faults = new List<string>();
        foreach (var path in (string[])[
            "/", "/tickets", $"/tickets/{ticket.Number}", "/triage", "/reports", "/statistics", "/track", "/sources", "/sources/new", "/sources/quarantine", "/sources/email-kesra",
            "/sources/email-kesra/settings", "/sources/email-kesra/messages", "/sources/email-kesra/quarantine", "/settings", "/settings/contacts", "/settings/outbox", "/settings/users", "/settings/audit",
            "/settings/privacy", "/settings/templates", "/settings/rules", "/settings/calendars?year=2028", "/settings/standards", "/settings/standards/15", "/tickets/export.csv", "/tickets/export.xlsx", "/reports/evaluation.pdf"])
        {
            var answer = await client.GetAsync(path);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                faults.Add($"{path}: {(int)answer.StatusCode}");
            }
        }

        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/tickets?status=All")]
    [InlineData("/tickets?status=All&due=Week")]
    [InlineData("/triage")]
    [InlineData("/reports")]
    [InlineData("/reports?from=2026-01-01&to=2026-03-25")]
    [InlineData("/reports/figures.csv?from=2025-06-10&to=2026-03-25&by=Service")]
    [InlineData("/tickets?status=All&figure=WithinFive&from=2025-06-10&to=2026-03-25")]
    [InlineData("/tickets?status=All&figure=OmbudsmanRisk")]
    [InlineData("/statistics")]
    [InlineData("/sources")]
    [InlineData("/settings/calendars")]
    [InlineData("/settings/standards")]
    [InlineData("/settings/outbox")]
    public async Task A_room_shows_the_same_on_both_stores(string address)
    {
        await using var onSqlite = new RoomsFixture();
        await onSqlite.InitializeAsync();
        foreach (var database in new[] { onSqlite.Database, onPostgres.Database })
        {
            await new TicketSeed(database, ServiceCatalogue.Embedded(), WorkingCalendar.Embedded(), RoomsFixture.Now).AddAsync(2_000, null, TestContext.Current.CancellationToken);
        }

        var page = Shown(await onPostgres.GetAsync(address));

        page.ShouldBe(Shown(await onSqlite.GetAsync(address)));
        page.Length.ShouldBeGreaterThan(200);
    }

    public ValueTask DisposeAsync() => onPostgres.DisposeAsync();

    /// <summary>What a reader sees: without tags and tokens.</summary>
    private static string Shown(string page) => WebUtility.HtmlDecode(Blanks().Replace(Tags().Replace(page, " "), " "));

    [GeneratedRegex("<script.*?</script>|<[^>]*>|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
