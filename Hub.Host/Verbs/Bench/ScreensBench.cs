using System.Collections.Concurrent;
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
    private const int Looks = 20;
    private const int Together = 10;
    private const int LooksTogether = 30;
    private const int WarmUp = 100;

    public static Command Create() => StoreBench.Create("screens", BenchTexts.Say("Screens"), RunAsync);

    internal static async Task<int> RunAsync(TimeProvider time, BenchStore store, bool json, TextWriter output, CancellationToken token)
    {
        await using var hub = await BenchHub.StartAsync(store, time, token);
        for (var i = 0; i < WarmUp; i++)
        {
            await LookAsync(time, hub.Client, Floor, token);
        }

        foreach (var (name, address) in await ScreensAsync(hub, Wita.DateOf(time.GetUtcNow()), token))
        {
            var first = await LookAsync(time, hub.Client, address, token);
            var alone = await TimesAsync(time, hub.Client, address, Looks, atOnce: 1, token);
            var together = await TimesAsync(time, hub.Client, address, LooksTogether, Together, token);
            var floor = At(await TimesAsync(time, hub.Client, Floor, Looks, atOnce: 1, token), 0.5);
            await output.WriteLineAsync(json
                ? JsonSerializer.Serialize(new
                {
                    what = "screens", store = hub.Database.Kind.ToString(), screen = name, address, firstMs = first.Ms, p50Ms = At(alone, 0.5), p95Ms = At(alone, 0.95), tenP95Ms = At(together, 0.95),
                    bytes = first.Bytes, floorMs = floor, ratio = At(alone, 0.5) / floor,
                })
                : BenchTexts.Say("Shown", name, first.Ms, At(alone, 0.5), At(alone, 0.95), At(together, 0.95), first.Bytes / 1024.0, At(alone, 0.5) / floor));
        }

        return 0;
    }

    /// <summary>The first look finds caches empty and counts by itself.</summary>
    /// <returns>In order of their length.</returns>
    private static async Task<List<double>> TimesAsync(TimeProvider time, HttpClient client, string address, int looks, int atOnce, CancellationToken token)
    {
        var took = new ConcurrentBag<double>();
        await Parallel.ForAsync(0, looks, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = token }, async (_, stop) => took.Add((await LookAsync(time, client, address, stop)).Ms));
        return [.. took.Order()];
    }

    private static double At(List<double> ordered, double share) => ordered[(int)(share * (ordered.Count - 1))];

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
            ("tickets, a file", "/tickets?status=All&q=proposal-10.pdf"),
            ("letters", "/letters"),
            ("letters, a word", "/letters?q=rapat"),
            ("ppid", "/ppid"),
            ("debts", "/debts"),
            ("offices", "/offices"),
            ("wall", "/reports/wall"),
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

    private static async Task<(double Ms, int Bytes)> LookAsync(TimeProvider time, HttpClient client, string address, CancellationToken token)
    {
        var start = time.GetTimestamp();
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), token);
        var bytes = (await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(token)).Length;
        return (time.GetElapsedTime(start).TotalMilliseconds, bytes);
    }
}
