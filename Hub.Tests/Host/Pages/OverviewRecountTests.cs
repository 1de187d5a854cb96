using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Host.Bench;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

/// <summary>What the overview says about 20,000 tickets, counted again by plain SQL and a calendar walked day by day.</summary>
public sealed partial class OverviewRecountTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private const string Utc = "yyyy-MM-dd HH:mm:ss";

    private static readonly WorkingCalendar Calendar = WorkingCalendar.Embedded();

    [Fact]
    public async Task Numbers_on_the_overview_equal_an_independent_recount()
    {
        await new TicketSeed(rooms.Database, ServiceCatalogue.Embedded(), Calendar, RoomsFixture.Now).AddAsync(20_000, null, CancellationToken.None);

        var lines = Lines(await rooms.GetAsync("/"));

        lines.Count.ShouldBe(9);
        foreach (var bureau in ServiceCatalogue.Embedded().Bureaus)
        {
            var expected = await CountAgainAsync(bureau.Code);
            lines[bureau.ShortName].ShouldBe(expected, bureau.Code);
        }

        lines.Values.Sum(l => l.Open).ShouldBeGreaterThan(100);
        lines.Values.Sum(l => l.Late).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Every_number_leads_to_exactly_its_tickets()
    {
        await new TicketSeed(rooms.Database, ServiceCatalogue.Embedded(), Calendar, RoomsFixture.Now).AddAsync(3_000, null, CancellationToken.None);
        var page = await rooms.GetAsync("/");

        foreach (Match link in CountLink().Matches(page).Take(40))
        {
            var list = await rooms.GetAsync(WebUtility.HtmlDecode(link.Groups["address"].Value));

            list.ShouldContain($"<p class=\"soft\">{link.Groups["count"].Value} tiket</p>", Case.Sensitive, link.Value);
        }
    }

    private async Task<Line> CountAgainAsync(string bureau)
    {
        const string open = "status IN ('Triage','New','InProgress','WaitingForReporter')";
        var now = RoomsFixture.Now.UtcDateTime.ToString(Utc, CultureInfo.InvariantCulture);
        // Wed 25 Mar 2026: the week ends on Sun 29 Mar 24.00 WITA, which is 16.00 UTC.
        var count = await ScalarAsync($"SELECT count(*) FROM tickets WHERE bureau = '{bureau}' AND {open}");
        var late = await ScalarAsync($"SELECT count(*) FROM tickets WHERE bureau = '{bureau}' AND {open} AND late_at <= '{now}'");
        var week = await ScalarAsync($"SELECT count(*) FROM tickets WHERE bureau = '{bureau}' AND {open} AND late_at > '{now}' AND late_at <= '2026-03-29 16:00:00'");
        var done = $"bureau = '{bureau}' AND status IN ('Resolved','Closed') AND coalesce(resolved_at, closed_at) >= '2026-02-28 16:00:00' AND coalesce(resolved_at, closed_at) < '2026-03-31 16:00:00'";
        var finished = await ScalarAsync($"SELECT count(*) FROM tickets WHERE {done}");
        var inTime = await ScalarAsync($"SELECT count(*) FROM tickets WHERE {done} AND coalesce(resolved_at, closed_at) < late_at");
        return new Line(count, week, late, finished == 0 ? "–" : $"{inTime * 100 / finished} %", await MedianAsync(done));
    }

    private async Task<string> MedianAsync(string condition)
    {
        var days = new List<int>();
        await using var db = rooms.Database.Open();
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT date(received_at, '+8 hours'), date(coalesce(resolved_at, closed_at), '+8 hours') FROM tickets WHERE {condition}";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var taken = 0;
            var end = DateOnly.Parse(reader.GetString(1), CultureInfo.InvariantCulture);
            for (var day = DateOnly.Parse(reader.GetString(0), CultureInfo.InvariantCulture).AddDays(1); day <= end; day = day.AddDays(1))
            {
                taken += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || Calendar.HolidayOn(day) is not null ? 0 : 1;
            }

            days.Add(taken);
        }

        days.Sort();
        return days.Count == 0 ? "–" : $"{(days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2.0:0.0} hk".Replace('.', ',');
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using var db = rooms.Database.Open();
        return await db.Database.SqlQueryRaw<long>($"SELECT ({sql}) AS \"Value\"").SingleAsync();
    }

    private static Dictionary<string, Line> Lines(string page)
    {
        var table = page[page.IndexOf("<table", StringComparison.Ordinal)..page.IndexOf("</table>", StringComparison.Ordinal)];
        return Row().Matches(table).Select(row => row.Value).Where(row => row.Contains("scope=\"row\"", StringComparison.Ordinal)).ToDictionary(
            row => Cells(row)[0],
            row => Cells(row) is var cells ? new Line(Count(cells[1]), Count(cells[2]), Count(cells[3]), cells[4], cells[5]) : default!);
    }

    private static long Count(string cell) => cell == "–" ? 0 : long.Parse(cell.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static string[] Cells(string row) => [.. Cell().Matches(row).Select(c => WebUtility.HtmlDecode(Markup().Replace(Drawing().Replace(c.Groups["text"].Value, ""), "")).Trim())];

    private sealed record Line(long Open, long Week, long Late, string OnTime, string Median);

    [GeneratedRegex("<tr.*?</tr>", RegexOptions.Singleline, 2000)]
    private static partial Regex Row();

    [GeneratedRegex("<t[hd][^>]*>(?<text>.*?)</t[hd]>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Cell();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline, 2000)]
    private static partial Regex Drawing();

    [GeneratedRegex("<[^>]+>|<!--.*?-->", RegexOptions.Singleline, 2000)]
    private static partial Regex Markup();

    [GeneratedRegex("<a class=\"num[^\"]*\" href=\"(?<address>/tickets[^\"]*)\">(?:<svg.*?</svg>)?(?:<!--.*?-->)*(?<count>[0-9.]+)</a>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex CountLink();
}
