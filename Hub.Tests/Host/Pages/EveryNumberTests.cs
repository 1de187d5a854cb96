using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Hub.Host.People.Access;
using Hub.Tests.Browser;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

/// <summary>One count: as every role, each number of each page that leads to tickets leads to exactly so many.</summary>
public sealed partial class EveryNumberTests
{
    [Fact]
    public async Task Every_number_of_every_page_is_the_number_of_rows_that_it_opens()
    {
        await using var hub = await BusyHub.StartAsync();
        await UnusualAsync(hub.Rooms);
        var (faults, clicked) = (new List<string>(), 0);
        foreach (var user in Users)
        {
            hub.Rooms.As = user;
            using var client = hub.Rooms.Client();
            var seen = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var path in EveryRoom.Of(hub).Select(r => r.Path).Concat(More).Where(p => p is not ("/not-found" or "/error")))
            {
                using var answer = await client.GetAsync(path);
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    continue;
                }

                foreach (var (address, said) in Numbers(await answer.Content.ReadAsStringAsync()))
                {
                    clicked++;
                    var opened = seen.TryGetValue(address, out var known) ? known : seen[address] = await OpenedAsync(client, address);
                    if (opened != said)
                    {
                        faults.Add($"{user.Roles.Single()} {path}: {said} opens {opened} at {address}");
                    }
                }
            }
        }

        clicked.ShouldBeGreaterThan(300);
        faults.Distinct().ShouldBeEmpty();
    }

    private static readonly string[] More = ["/reports?from=2026-01-01&to=2026-12-31", "/reports?from=2026-01-01&to=2026-12-31&bureau=kesra&by=Month", "/reports?from=2026-03-01&to=2026-03-31&by=Source"];

    private static IEnumerable<CurrentUser> Users =>
        Roles.All.Select(role => new CurrentUser("penguji", new HashSet<string> { role }, role is Roles.Staff or Roles.Head ? "kesra" : null));

    /// <summary>What counts easily miss: late in triage, late and due today at an office of the province.</summary>
    private static async Task UnusualAsync(RoomsFixture rooms)
    {
        await rooms.AddTicketAsync("Terlambat di triase", bureau: null, due: new DateOnly(2026, 3, 20));
        await rooms.AddTicketAsync("Terlambat di dinas", "inspektorat", new DateOnly(2026, 3, 20));
        await rooms.AddTicketAsync("Jatuh tempo di dinas", "inspektorat", new DateOnly(2026, 3, 25));
        await rooms.AddTicketAsync("Segera di dinas", "inspektorat", new DateOnly(2026, 3, 27));
        await rooms.AddTicketAsync("Besok", due: new DateOnly(2026, 3, 26));
        await rooms.AddTicketAsync("Sudah dijawab pelapor", then: t =>
        {
            t.AskReporter("andi", "Mohon akta.", RoomsFixture.Now.AddDays(-1));
            t.HearReporter("Ini aktanya.", RoomsFixture.Now);
        });
        var today = await rooms.AddTicketAsync("Masuk hari ini");
        await using var db = rooms.Database.Open();
        await db.Database.ExecuteSqlAsync($"UPDATE tickets SET received_at = '2026-03-25 00:30:00' WHERE id = {today.Id}");
    }

    private static async Task<long> OpenedAsync(HttpClient client, string address)
    {
        var page = WebUtility.HtmlDecode(await client.GetStringAsync(address));
        return address.StartsWith("/tickets", StringComparison.Ordinal)
            ? page.Contains("<p class=\"soft\">", StringComparison.Ordinal) && Total().Match(page) is { Success: true } total ? Number(total.Groups["n"].Value) : 0
            : Total().Match(page) is { Success: true } waiting ? Number(waiting.Groups["n"].Value) : 0;
    }

    private static IEnumerable<(string Address, long Number)> Numbers(string page)
    {
        foreach (Match link in Link().Matches(page))
        {
            var words = WebUtility.HtmlDecode(Markup().Replace(Drawing().Replace(link.Groups["text"].Value, ""), "")).Trim();
            if (LeadingNumber().Match(words) is { Success: true } number && !words.Contains('%', StringComparison.Ordinal))
            {
                yield return (WebUtility.HtmlDecode(link.Groups["address"].Value), Number(number.Groups["n"].Value));
            }
        }
    }

    private static long Number(string text) => long.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex("<a [^>]*href=\"(?<address>/tickets\\?[^\"]*|/triage|/triage/replies)\"[^>]*>(?<text>.*?)</a>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Link();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline, 2000)]
    private static partial Regex Drawing();

    [GeneratedRegex("<[^>]+>|<!--.*?-->", RegexOptions.Singleline, 2000)]
    private static partial Regex Markup();

    [GeneratedRegex("^(?<n>[0-9][0-9.]*)(?: |$)", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex LeadingNumber();

    [GeneratedRegex("<p class=\"(row )?soft\">(<span>)?(?<n>[0-9.]+) ", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Total();
}
