using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.Domain.Identity;

namespace Hub.Host.Bench;

/// <summary><c>bench sameness</c>: how long one search for the same grievance takes among many tickets, beside reading the question's own text (the floor) in the same run.</summary>
public static class SamenessBench
{
    private const int Searches = 300;
    private const int Vocabulary = 20_000;
    private static readonly string[] Syllables = "ba be bi bu da de di du ga gi gu ha hi ja ju ka ke ki ku la le li lo lu ma me mi mu na ni no nu pa pe pi pu ra re ri ru sa se si su ta te ti tu wa ya".Split(' ');

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Satu objek JSON." };
        var tickets = new Option<int>("--tickets") { Description = "Jumlah tiket dalam indeks.", DefaultValueFactory = _ => 1_000_000 };
        var command = new Command("sameness", "Lama satu pencarian aduan yang sama. Contoh: hub bench sameness --tickets 1000000") { json, tickets };
        command.SetAction(parsed => Run(TimeProvider.System, parsed.GetValue(tickets), parsed.GetValue(json), Console.Out));
        return command;
    }

    internal static int Run(TimeProvider time, int tickets, bool json, TextWriter output)
    {
        var random = new Random(20231115);
        var words = Words();
        var index = new SamenessIndex();
        var asked = new List<string>();
        for (var i = 0; i < tickets; i++)
        {
            var text = Text(words, random);
            index.Add(i, Profile(text));
            if (i % Math.Max(1, tickets / Searches) == 0)
            {
                asked.Add($"Yth. admin, mohon tindak lanjut laporan berikut. {text} Terima kasih.");
            }
        }

        Search(time, index, asked);
        Tell(output, json, tickets, Search(time, index, asked));
        return 0;
    }

    private static (List<double> Floor, List<double> Search, double Compared, double Found) Search(TimeProvider time, SamenessIndex index, List<string> asked)
    {
        var (floor, search, compared, found) = (new List<double>(), new List<double>(), 0L, 0);
        foreach (var text in asked)
        {
            var start = time.GetTimestamp();
            var profile = Profile(text);
            floor.Add(time.GetElapsedTime(start).TotalMilliseconds);
            found += index.Find(profile).Count > 0 ? 1 : 0;
            search.Add(time.GetElapsedTime(start).TotalMilliseconds);
            compared += index.Compared;
        }

        floor.Sort();
        search.Sort();
        return (floor, search, compared / (double)asked.Count, found / (double)asked.Count);
    }

    private static void Tell(TextWriter output, bool json, int tickets, (List<double> Floor, List<double> Search, double Compared, double Found) run)
    {
        var (median, most, floor) = (At(run.Search, 0.5), At(run.Search, 0.95), At(run.Floor, 0.5));
        output.WriteLine(json
            ? JsonSerializer.Serialize(new { name = "sameness", tickets, medianMs = median, p95Ms = most, maxMs = run.Search[^1], floorMs = floor, ratio = median / floor, comparedEach = run.Compared, found = run.Found })
            : string.Create(CultureInfo.InvariantCulture, $"{tickets} tiket: median {median:0.000} ms, p95 {most:0.000} ms, terlama {run.Search[^1]:0.00} ms; membaca teksnya sendiri {floor:0.000} ms (x{median / floor:0.0}); {run.Compared:0} dibandingkan, {run.Found:P0} ditemukan"));
    }

    private static double At(List<double> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];

    private static SamenessProfile Profile(string text) => SamenessProfile.Of("", text, null, null, DateTimeOffset.UnixEpoch);

    private static string[] Words() =>
    [
        .. Enumerable.Range(0, Vocabulary).Select(i => new Random(i)).Select(r => string.Concat(Enumerable.Range(0, 2 + r.Next(3)).Select(_ => Syllables[r.Next(Syllables.Length)]))),
    ];

    /// <summary>A few words are frequent and most are rare, as in real text.</summary>
    private static string Text(string[] words, Random random) =>
        string.Join(' ', Enumerable.Range(0, 12 + random.Next(30)).Select(_ => words[(int)(Vocabulary * Math.Pow(random.NextDouble(), 3))]));
}
