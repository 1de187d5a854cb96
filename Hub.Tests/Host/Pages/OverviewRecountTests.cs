using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Host.Figures;
using Hub.Host.Storage.Rows;
using Hub.Host.Verbs.Bench;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

/// <summary>What the overview says about 20,000 tickets, counted again by plain SQL and a calendar walked day by day.</summary>
public sealed partial class OverviewRecountTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>, IAsyncLifetime
{
    private const string Utc = "yyyy-MM-dd HH:mm:ss";

    private static readonly WorkingCalendar Calendar = WorkingCalendar.Embedded();

    public async ValueTask InitializeAsync()
    {
        await using var db = rooms.Database.Open();
        if (!await db.Tickets.AnyAsync())
        {
            await new TicketSeed(rooms.Database, ServiceCatalogue.Embedded(), Calendar, RoomsFixture.Now).AddAsync(20_000, null, CancellationToken.None);
            // The seed forgets few: some more that nobody answered, past every term of the law.
            await db.Database.ExecuteSqlRawAsync("UPDATE tickets SET status = 'New', bureau = coalesce(bureau, 'kesra'), first_response_at = NULL, resolved_at = NULL, closed_at = NULL WHERE kind = 'Complaint' AND id % 31 = 0;");
            await db.Database.ExecuteSqlRawAsync("UPDATE ticket_clocks SET ended_at = NULL WHERE ticket_id % 31 = 0;");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Numbers_on_the_overview_equal_an_independent_recount()
    {
        Need.SqliteFile();
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
        var page = await rooms.GetAsync("/");

        foreach (Match link in CountLink().Matches(page).Take(40))
        {
            var list = await rooms.GetAsync(WebUtility.HtmlDecode(link.Groups["address"].Value));

            list.ShouldContain($"<p class=\"soft\">{link.Groups["count"].Value} tiket</p>", Case.Sensitive, link.Value);
        }
    }

    /// <summary>Of how many a share is one, stands beside it and is what its list holds.</summary>
    [Fact]
    public async Task Every_share_leads_to_exactly_the_tickets_it_is_a_share_of()
    {
        var shares = ShareLink().Matches(await rooms.GetAsync("/"));

        shares.Count.ShouldBeGreaterThan(5);
        foreach (Match link in shares)
        {
            (await rooms.GetAsync(WebUtility.HtmlDecode(link.Groups["address"].Value))).ShouldContain($"<p class=\"soft\">{link.Groups["count"].Value} tiket</p>", Case.Sensitive, link.Value);
        }
    }

    [Fact]
    public async Task Every_month_of_the_trend_leads_to_exactly_what_was_finished_in_it()
    {
        var page = await rooms.GetAsync("/reports?from=2025-11-01&to=2026-02-28");

        var months = CountLink().Matches(page).Where(l => l.Groups["address"].Value.Contains("doneFrom", StringComparison.Ordinal)).ToList();
        months.Count.ShouldBeGreaterThan(8);
        foreach (var link in months)
        {
            (await rooms.GetAsync(WebUtility.HtmlDecode(link.Groups["address"].Value))).ShouldContain($"<p class=\"soft\">{link.Groups["count"].Value} tiket</p>", Case.Sensitive, link.Value);
        }
    }

    /// <summary>Every indicator of rules 1.6, for all and for one bureau, from the sheet that page and papers share; and each number's list.</summary>
    [Theory]
    [InlineData("", "1 = 1")]
    [InlineData("&bureau=kesra", "bureau = 'kesra'")]
    public async Task Indicators_of_a_period_equal_an_independent_recount(string asked, string where)
    {
        Need.SqliteFile();
        await SignedInAsync();
        const string period = "from=2025-11-01&to=2026-02-28";
        var sheet = (await rooms.GetAsync($"/reports/figures.csv?{period}{asked}&separator=comma")).Split("\r\n").Skip(1).Take(Keys.Length).Select(CsvLine.CommaCells).ToList();
        var said = Keys.Zip(sheet, (key, cells) => (key, cells)).ToDictionary(line => line.key, line => string.Join(' ', line.cells[3], line.cells[4], line.cells[5]).Trim());

        var expected = await IndicatorsAgainAsync($"received_at >= '2025-10-31 16:00:00' AND received_at < '2026-02-28 16:00:00' AND {where}");
        expected["units-active"] = asked.Length == 0 ? "2 22.2" : "1 100";
        said.OrderBy(l => l.Key, StringComparer.Ordinal).ShouldBe(expected.OrderBy(l => l.Key, StringComparer.Ordinal));

        expected.Where(line => line.Value.StartsWith('0')).Select(line => line.Key).ShouldBeSubsetOf(["archived", "in-process", "end-unknown"], "an indicator that counts nothing proves nothing");
        // What ended with a date to keep is the base of a share, not a line of its own.
        foreach (var figure in Enum.GetValues<Figure>().Where(f => f != Figure.Measured))
        {
            var list = await rooms.GetAsync($"/tickets?status=All&{period}{asked}&figure={figure}");
            var count = said[Kebab(figure.ToString())].Split(' ')[0];
            list.ShouldContain(count == "0" ? "Tidak ada tiket" : $"<p class=\"soft\">{long.Parse(count, CultureInfo.InvariantCulture).ToString("#,##0", CultureInfo.InvariantCulture).Replace(',', '.')} tiket</p>", Case.Sensitive, figure.ToString());
        }
    }

    private static readonly string[] Keys =
    [
        "received", "returned", "archived", "base", "untouched", "in-process", "finished", "end-unknown", "followed-up", "answered", "within-five", "response-median", "response-mean", "response-p90",
        "resolution-median", "resolution-p90", "on-time", "overdue", "overdue-open", "reopened", "rated", "ombudsman-risk", "units-active",
    ];

    private static string Kebab(string name) => Capital().Replace(name, "-$0").TrimStart('-').ToLowerInvariant();

    /// <summary>A sign-in of kesra three days before the end of the period, one of hukum forty days before, one of a verifier without a bureau on the last evening.</summary>
    private async Task SignedInAsync()
    {
        await using var db = rooms.Database.Open();
        if (await db.Users.AnyAsync(u => u.UserName == "andi"))
        {
            return;
        }

        foreach (var (name, bureau, role, at) in new (string, string?, string, string)[]
        {
            ("andi", "kesra", Hub.Host.People.Access.Roles.Staff, "2026-02-25T02:00:00Z"), ("budi", "hukum", Hub.Host.People.Access.Roles.Head, "2026-01-19T02:00:00Z"), ("siti", null, Hub.Host.People.Access.Roles.Verifier, "2026-02-28T15:59:00Z"),
        })
        {
            var seen = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
            var user = new User { UserName = name, NormalizedUserName = name.ToUpperInvariant(), Bureau = bureau, CreatedAt = seen };
            db.Users.Add(user);
            db.UserRoles.Add(new() { UserId = user.Id, RoleId = await db.Roles.Where(r => r.Name == role).Select(r => r.Id).SingleAsync() });
            db.Set<UserSession>().Add(new() { Id = Guid.NewGuid(), UserId = user.Id, StartedAt = seen.AddHours(-1), SeenAt = seen, Agent = "uji" });
        }

        await db.SaveChangesAsync();
    }

    private async Task<Dictionary<string, string>> IndicatorsAgainAsync(string chosen)
    {
        const string open = "status IN ('Triage','New','InProgress','WaitingForReporter')";
        const string over = "status IN ('Resolved','Closed')";
        const string inside = "status NOT IN ('NotOurs','Archived','Merged')";
        var now = RoomsFixture.Now.UtcDateTime.ToString(Utc, CultureInfo.InvariantCulture);
        Task<long> Count(string condition) => ScalarAsync($"SELECT count(*) FROM tickets WHERE {chosen} AND {condition}");
        var whole = await Count(inside);
        var untouched = await Count($"{open} AND first_response_at IS NULL");
        var inProcess = await Count($"{open} AND first_response_at IS NOT NULL");
        var finished = await Count(over);
        var onTime = await Count($"{over} AND coalesce(resolved_at, closed_at) < late_at");
        var finishedLate = await Count($"{over} AND coalesce(resolved_at, closed_at) >= late_at");
        var overdueOpen = await Count($"{open} AND late_at <= '{now}'");
        var reopened = await Count($"{inside} AND reopened > 0");
        var rated = await Count($"{inside} AND rating IS NOT NULL");
        var stars = await ScalarAsync($"SELECT coalesce(sum(rating), 0) FROM tickets WHERE {chosen} AND {inside}");
        var responses = await DaysAsync("first_response_at", $"{chosen} AND {inside} AND first_response_at IS NOT NULL");
        var resolutions = await DaysAsync("coalesce(resolved_at, closed_at)", $"{chosen} AND {over}");
        var prompt = responses.Count(d => d <= 5);
        var tenths = new[] { untouched, inProcess, finished }.Select(n => n * 1000 / whole).ToArray();
        foreach (var most in new[] { untouched, inProcess, finished }.Select((n, i) => (Left: n * 1000 % whole, i)).OrderByDescending(r => r.Left).ThenBy(r => r.i).Take((int)(1000 - tenths.Sum())))
        {
            tenths[most.i]++;
        }

        return new Dictionary<string, string>
        {
            ["received"] = $"{await Count("status <> 'Merged'")}",
            ["returned"] = $"{await Count("status = 'NotOurs'")}",
            ["archived"] = $"{await Count("status = 'Archived'")}",
            ["base"] = $"{whole} 100",
            ["untouched"] = $"{untouched} {Tell(tenths[0] / 10.0)}",
            ["in-process"] = $"{inProcess} {Tell(tenths[1] / 10.0)}",
            ["finished"] = $"{finished} {Tell(tenths[2] / 10.0)}",
            ["end-unknown"] = $"{await Count($"{over} AND resolved_at IS NULL AND closed_at IS NULL")}",
            ["followed-up"] = $"{inProcess + finished} {Tell((tenths[1] + tenths[2]) / 10.0)}",
            ["answered"] = $"{responses.Count}",
            ["within-five"] = $"{prompt} {Tell(prompt * 1000 / responses.Count / 10.0)}",
            ["response-median"] = Tell(Median(responses)),
            ["response-mean"] = Tell(Math.Round(responses.Average(), 2)),
            ["response-p90"] = Tell(responses[(int)Math.Ceiling(responses.Count * 0.9) - 1]),
            ["resolution-median"] = Tell(Median(resolutions)),
            ["resolution-p90"] = Tell(resolutions[(int)Math.Ceiling(resolutions.Count * 0.9) - 1]),
            ["on-time"] = $"{onTime} {Tell(onTime * 1000 / (onTime + finishedLate + overdueOpen) / 10.0)}",
            ["overdue"] = $"{finishedLate + overdueOpen}",
            ["overdue-open"] = $"{overdueOpen}",
            ["reopened"] = $"{reopened} {Tell(reopened * 1000 / whole / 10.0)}",
            ["rated"] = $"{rated}  {Tell(Math.Round((double)stars / rated, 2))}",
            ["ombudsman-risk"] = $"{await Count($"{open} AND EXISTS (SELECT 1 FROM ticket_clocks c WHERE c.ticket_id = tickets.id AND c.kind = 'Statute' AND c.ended_at IS NULL AND c.late_at <= '{now}')")}",
        };

        static string Tell(double number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static double Median(List<int> days) => (days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2.0;

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
        var days = await DaysAsync("coalesce(resolved_at, closed_at)", condition);
        return days.Count == 0 ? "–" : $"{Median(days):0.0} hk".Replace('.', ',');
    }

    /// <summary>Working days from receipt to an instant, the calendar walked day by day; shortest first.</summary>
    private async Task<List<int>> DaysAsync(string until, string condition)
    {
        var days = new List<int>();
        await using var db = rooms.Database.Open();
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT date(received_at, '+8 hours'), date({until}, '+8 hours') FROM tickets WHERE {condition}";
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
        return days;
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using var db = rooms.Database.Open();
        return await db.Database.SqlQueryRaw<long>($"SELECT ({sql}) AS \"Value\"").SingleAsync();
    }

    internal static Dictionary<string, Line> Lines(string page)
    {
        var table = page[page.IndexOf("<table", StringComparison.Ordinal)..page.IndexOf("</table>", StringComparison.Ordinal)];
        return Row().Matches(table).Select(row => row.Value).Where(row => row.Contains("scope=\"row\"", StringComparison.Ordinal)).ToDictionary(
            row => Cells(row)[0],
            row => Cells(row) is var cells ? new Line(Count(cells[1]), Count(cells[2]), Count(cells[3]), cells[4], cells[5]) : default!);
    }

    private static long Count(string cell) => cell == "–" ? 0 : long.Parse(cell.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static string[] Cells(string row) => [.. Cell().Matches(row).Select(c => WebUtility.HtmlDecode(Markup().Replace(Drawing().Replace(c.Groups["text"].Value, ""), "")).Trim())];

    internal sealed record Line(long Open, long Week, long Late, string OnTime, string Median);

    [GeneratedRegex("<a href=\"(?<address>/tickets[^\"]*)\" title=\"[0-9.]+ dari (?<count>[0-9.]+) yang selesai", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex ShareLink();

    [GeneratedRegex("[A-Z]", RegexOptions.None, 2000)]
    private static partial Regex Capital();

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
