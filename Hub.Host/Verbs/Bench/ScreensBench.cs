using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>bench screens</c>: how long each room takes over HTTP with very many tickets, beside a page without data (the floor) in the same run.</summary>
public static class ScreensBench
{
    private const string Floor = "/account";
    private const int Looks = 9;

    public static Command Create() => StoreBench.Create("screens", BenchTexts.Say("Screens"), RunAsync);

    internal static async Task<int> RunAsync(TimeProvider time, string? folder, int tickets, bool json, TextWriter output, CancellationToken token)
    {
        await using var hub = await BenchHub.StartAsync(folder, tickets, time, token);
        var floor = (await LookAsync(time, hub.Client, Floor, token)).Median;
        foreach (var (name, address) in await ScreensAsync(hub, Wita.DateOf(time.GetUtcNow()), token))
        {
            var seen = await LookAsync(time, hub.Client, address, token);
            await output.WriteLineAsync(json
                ? JsonSerializer.Serialize(new { screen = name, address, firstMs = seen.First, medianMs = seen.Median, maxMs = seen.Most, bytes = seen.Bytes, floorMs = floor, ratio = seen.Median / floor })
                : BenchTexts.Say("Shown", name, seen.First, seen.Median, seen.Most, seen.Bytes / 1024.0, seen.Median / floor));
        }

        return 0;
    }

    private static async Task<IReadOnlyList<(string Name, string Address)>> ScreensAsync(BenchHub hub, DateOnly today, CancellationToken token)
    {
        await using var db = hub.Database.Open();
        var half = await db.Tickets.MaxAsync(t => t.Id, token) / 2;
        var middle = await db.Tickets.AsNoTracking().Where(t => t.Id >= half).OrderBy(t => t.Id).Select(t => new { t.Id, t.Number, t.ReceivedAt, t.Source }).FirstAsync(token);
        var source = middle.Source;
        var waiting = await db.Tickets.AsNoTracking().Where(t => t.Status == TicketStatus.New).OrderBy(t => t.LateAt).Select(t => t.Number).FirstAsync(token);
        var after = $"{middle.ReceivedAt.UtcTicks}-{middle.Id}";
        var (month, year) = (new DateOnly(today.Year, today.Month, 1).AddMonths(-1), new DateOnly(today.Year - 1, 1, 1));
        var (aMonth, aYear) = ($"from={month:yyyy-MM-dd}&to={month.AddMonths(1).AddDays(-1):yyyy-MM-dd}", $"from={year:yyyy-MM-dd}&to={year:yyyy}-12-31");
        return
        [
            ("overview", "/"),
            ("tickets, open", "/tickets"),
            ("tickets, all", "/tickets?status=All&order=Newest"),
            ("tickets, all, a middle page", $"/tickets?status=All&order=Newest&after={after}"),
            ("tickets, late", "/tickets?due=Late"),
            ("tickets, a bureau, finished", "/tickets?bureau=kesra&status=Finished"),
            ("tickets, a bureau, all", "/tickets?bureau=kesra&status=All"),
            ("tickets, a service and class", "/tickets?status=All&service=29&class=berkadar-pengawasan"),
            ("tickets, a source, a kind", "/tickets?status=All&source=spse&kind=Aspiration"),
            ("tickets, a system", "/tickets?status=All&system=lapor"),
            ("tickets, archived", "/tickets?status=Archived"),
            ("tickets, overdue of a month", $"/tickets?status=All&figure=Overdue&{aMonth}"),
            ("tickets, overdue of a year", $"/tickets?status=All&figure=Overdue&{aYear}"),
            ("tickets, a common word", $"/tickets?status=All&q={SeedTexts.Often}"),
            ("tickets, a common word, open", $"/tickets?q={SeedTexts.Often}"),
            ("tickets, a rare word", "/tickets?status=All&q=kelulut"),
            ("tickets, three words", "/tickets?status=All&q=ruang+rapat+pinjam"),
            ("tickets, a number", $"/tickets?status=All&q={middle.Number}"),
            ("a finished ticket", $"/tickets/{middle.Number}"),
            ("an open ticket", $"/tickets/{waiting}"),
            ("triage", "/triage"),
            ("reports, this month", "/reports"),
            ("reports, last month", $"/reports?{aMonth}"),
            ("reports, last year", $"/reports?{aYear}"),
            ("reports, last year by service", $"/reports?{aYear}&by=Service"),
            ("reports, evaluation of a year", $"/reports/evaluation.pdf?{aYear}"),
            ("statistics (public)", "/statistics"),
            ("track (public)", "/track"),
            ("sources", "/sources"),
            ("a source", $"/sources/{source}"),
            ("a source's messages", $"/sources/{source}/messages"),
            ("quarantine", "/sources/quarantine"),
            ("standards", "/settings/standards"),
            ("calendars", "/settings/calendars"),
            ("users", "/settings/users"),
            ("audit", "/settings/audit"),
            ("outbox", "/settings/outbox"),
            ("privacy", "/settings/privacy"),
        ];
    }

    /// <summary>The first look finds caches empty; the median is of the looks after it.</summary>
    private static async Task<(double First, double Median, double Most, int Bytes)> LookAsync(TimeProvider time, HttpClient client, string address, CancellationToken token)
    {
        var (looks, bytes) = (new List<double>(), 0);
        for (var i = 0; i <= Looks; i++)
        {
            var start = time.GetTimestamp();
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), token);
            bytes = (await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(token)).Length;
            looks.Add(time.GetElapsedTime(start).TotalMilliseconds);
        }

        var first = looks[0];
        looks.RemoveAt(0);
        looks.Sort();
        return (first, looks[Looks / 2], looks[^1], bytes);
    }
}
