using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Identity;
using Hub.Host.Storage;
using Hub.Host.Work.Sameness;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>bench sameness</c>: how long one search for the same grievance takes in a SQLite store with many tickets, beside reading the question's own text (the floor) in the same run.</summary>
public static class SamenessBench
{
    private const int Searches = 300;
    private const int Vocabulary = 20_000;
    private static readonly string[] Syllables = "ba be bi bu da de di du ga gi gu ha hi ja ju ka ke ki ku la le li lo lu ma me mi mu na ni no nu pa pe pi pu ra re ri ru sa se si su ta te ti tu wa ya".Split(' ');

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = BenchTexts.Say("OneObject") };
        var tickets = new Option<int>("--tickets") { Description = BenchTexts.Say("TicketsInTable"), DefaultValueFactory = _ => 1_000_000 };
        var command = new Command("sameness", BenchTexts.Say("Sameness")) { json, tickets };
        command.SetAction((parsed, token) => RunAsync(TimeProvider.System, parsed.GetValue(tickets), parsed.GetValue(json), Console.Out, token));
        return command;
    }

    internal static async Task<int> RunAsync(TimeProvider time, int tickets, bool json, TextWriter output, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("hub-sameness-");
        try
        {
            var database = new Storage.Database(StoreKind.Sqlite, Storage.Database.SqliteFile(Path.Combine(folder.FullName, "hub.db")));
            await database.MigrateAsync(token);
            await using var db = database.Open();
            var asked = await FillAsync(db, tickets, token);
            await SearchAsync(time, db, asked, token);
            var before = Environment.CpuUsage.TotalTime;
            var run = await SearchAsync(time, db, asked, token);
            Tell(output, json, tickets, run, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / asked.Count);
            return 0;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Fills the two tables as the hub would over years; in the order of the key, because the years need not be waited for.</summary>
    private static async Task<List<string>> FillAsync(HubDbContext db, int tickets, CancellationToken token)
    {
        var (random, words, asked) = (new Random(20231115), Words(), new List<string>());
        var (hashes, ids) = (new long[tickets * MinHash.BandCount], new long[tickets * MinHash.BandCount]);
        await db.Database.OpenConnectionAsync(token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await using var profiles = Insert(db, "INSERT INTO sameness_profiles (ticket_id, packed) VALUES (@a, @b)");
        for (var i = 0; i < tickets; i++)
        {
            token.ThrowIfCancellationRequested();
            var text = Text(words, random);
            var profile = Profile(text);
            Run(profiles, (long)i + 1, profile.Pack());
            foreach (var (hash, band) in profile.Bands().Select((hash, band) => (hash, band)))
            {
                (hashes[(i * MinHash.BandCount) + band], ids[(i * MinHash.BandCount) + band]) = (hash, i + 1);
            }

            if (i % Math.Max(1, tickets / Searches) == 0)
            {
                asked.Add($"Yth. admin, mohon tindak lanjut laporan berikut. {text} Terima kasih.");
            }
        }

        Array.Sort(hashes, ids);
        await using var bands = Insert(db, "INSERT INTO sameness_bands (hash, ticket_id) VALUES (@a, @b) ON CONFLICT DO NOTHING");
        for (var i = 0; i < hashes.Length; i++)
        {
            token.ThrowIfCancellationRequested();
            Run(bands, hashes[i], ids[i]);
        }

        await transaction.CommitAsync(token);
        return asked;
    }

    private static DbCommand Insert(HubDbContext db, string sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var name in (string[])["@a", "@b"])
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static void Run(DbCommand command, long a, object b)
    {
        command.Parameters[0].Value = a;
        command.Parameters[1].Value = b;
        command.ExecuteNonQuery();
    }

    private static async Task<(List<double> Floor, List<double> Search, double Found)> SearchAsync(TimeProvider time, HubDbContext db, List<string> asked, CancellationToken token)
    {
        var (floor, search, found) = (new List<double>(), new List<double>(), 0);
        foreach (var text in asked)
        {
            var start = time.GetTimestamp();
            var profile = Profile(text);
            floor.Add(time.GetElapsedTime(start).TotalMilliseconds);
            found += (await SamenessStore.FindAsync(db, ticket: 0, profile, token)).Count > 0 ? 1 : 0;
            search.Add(time.GetElapsedTime(start).TotalMilliseconds);
        }

        floor.Sort();
        search.Sort();
        return (floor, search, found / (double)asked.Count);
    }

    private static void Tell(TextWriter output, bool json, int tickets, (List<double> Floor, List<double> Search, double Found) run, double processor)
    {
        var (median, most, floor) = (At(run.Search, 0.5), At(run.Search, 0.95), At(run.Floor, 0.5));
        output.WriteLine(json
            ? JsonSerializer.Serialize(new { name = "sameness", tickets, medianMs = median, p95Ms = most, maxMs = run.Search[^1], processorMs = processor, floorMs = floor, ratio = median / floor, found = run.Found })
            : BenchTexts.Say("Searched", tickets, median, most, run.Search[^1], processor, floor, median / floor, run.Found));
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
