using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Sihab;
using Hub.Domain;
using Hub.Host.Storage;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>bench start</c> and <c>bench idle</c>: what a served hub costs before and after it is ready, as a process of its own.</summary>
public static class ServeBench
{
    private const int Rounds = 3;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static Command CreateStart()
    {
        var (json, data, postgres) = Options();
        var command = new Command("start", BenchTexts.Say("Start")) { json, data, postgres };
        command.SetAction((parsed, token) => StartAsync(TimeProvider.System, parsed.GetValue(data), parsed.GetValue(postgres), parsed.GetValue(json), Console.Out, token));
        return command;
    }

    public static Command CreateIdle()
    {
        var (json, _, postgres) = Options();
        var seconds = new Option<int>("--seconds") { Description = BenchTexts.Say("IdleSeconds"), DefaultValueFactory = _ => 20 };
        var sources = new Option<int>("--sources") { Description = BenchTexts.Say("IdleSources"), DefaultValueFactory = _ => 15 };
        var command = new Command("idle", BenchTexts.Say("Idle")) { json, postgres, seconds, sources };
        command.SetAction((parsed, token) => IdleAsync(
            TimeProvider.System, parsed.GetValue(postgres), parsed.GetValue(sources), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(json), Console.Out, token));
        return command;
    }

    /// <summary>The first start fills an empty store; those after it find one.</summary>
    internal static async Task<int> StartAsync(TimeProvider time, string? data, string? postgres, bool json, TextWriter output, CancellationToken token)
    {
        using var place = new Place(data);
        await RefuseRealAsync(data, postgres, token);
        var settings = Settings(place.Folder, postgres, sources: 0);
        _ = await ServedHub.FloorAsync(time, token);
        using (var first = await ServedHub.StartAsync(settings, time, token))
        {
            await TellAsync(output, json, postgres, "first", first.Took, first.Cost(), await ServedHub.FloorAsync(time, token));
        }

        var rounds = new List<(TimeSpan Took, (TimeSpan Processor, double Megabytes) Cost, TimeSpan Floor)>();
        for (var i = 0; i < Rounds; i++)
        {
            using var hub = await ServedHub.StartAsync(settings, time, token);
            rounds.Add((hub.Took, hub.Cost(), await ServedHub.FloorAsync(time, token)));
        }

        var median = rounds.OrderBy(static r => r.Took).ElementAt(Rounds / 2);
        await TellAsync(output, json, postgres, "again", median.Took, median.Cost, median.Floor);
        return 0;
    }

    internal static async Task<int> IdleAsync(TimeProvider time, string? postgres, int sources, TimeSpan span, bool json, TextWriter output, CancellationToken token)
    {
        using var place = new Place(null);
        await RefuseRealAsync(null, postgres, token);
        using var hub = await ServedHub.StartAsync(Settings(place.Folder, postgres, sources), time, token);
        await Task.Delay(Settling, time, token);
        var rounds = new List<(double Share, double Megabytes)>();
        for (var i = 0; i < Rounds; i++)
        {
            var (before, begun) = (hub.Cost().Processor, time.GetTimestamp());
            await Task.Delay(span, time, token);
            var (processor, megabytes) = hub.Cost();
            rounds.Add(((processor - before) / time.GetElapsedTime(begun), megabytes));
        }

        var (share, held) = rounds.OrderBy(static r => r.Share).ElementAt(Rounds / 2);
        await output.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { what = "idle", store = StoreOf(postgres).ToString(), sources, ofCore = Math.Round(share, 5), memoryMb = Math.Round(held, 1) }, JsonSerializerOptions.Web)
            : BenchTexts.Say("IdleShown", StoreOf(postgres), sources, share * 100, held));
        return 0;
    }

    private static Task TellAsync(TextWriter output, bool json, string? postgres, string which, TimeSpan took, (TimeSpan Processor, double Megabytes) cost, TimeSpan floor) => output.WriteLineAsync(json
        ? JsonSerializer.Serialize(
            new
            {
                what = "start", store = StoreOf(postgres).ToString(), which, ms = Math.Round(took.TotalMilliseconds), cpuMs = Math.Round(cost.Processor.TotalMilliseconds), memoryMb = Math.Round(cost.Megabytes, 1),
                floorMs = Math.Round(floor.TotalMilliseconds), ratio = Math.Round(took / floor, 1),
            }, JsonSerializerOptions.Web)
        : BenchTexts.Say("StartShown", StoreOf(postgres), which, took.TotalSeconds, cost.Processor.TotalSeconds, cost.Megabytes, floor.TotalSeconds, took / floor));

    private static (Option<bool> Json, Option<string?> Data, Option<string?> Postgres) Options() => (
        new Option<bool>("--json") { Description = BenchTexts.Say("ObjectPerLine") }, new Option<string?>("--data") { Description = BenchTexts.Say("StoreData") },
        new Option<string?>("--postgres") { Description = BenchTexts.Say("StorePostgres") });

    private static StoreKind StoreOf(string? postgres) => postgres is null ? StoreKind.Sqlite : StoreKind.Postgres;

    /// <summary>A hub that is served works: never on the office's own store.</summary>
    private static async Task RefuseRealAsync(string? data, string? postgres, CancellationToken token)
    {
        if ((data ?? postgres) is not null)
        {
            var database = postgres is null ? new Database(StoreKind.Sqlite, Database.SqliteFile(Path.Combine(data!, "hub.db"))) : new Database(StoreKind.Postgres, postgres);
            await database.MigrateAsync(token);
            await BenchHub.RefuseRealAsync(database, postgres is null ? data : "--postgres", token);
        }
    }

    /// <summary>Nobody answers where the sources are: a poll costs what it costs to be refused.</summary>
    private static Dictionary<string, string?> Settings(string folder, string? postgres, int sources)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Hub:Data"] = folder, ["Hub:Store"] = StoreOf(postgres).ToString(), ["Hub:AllowPrivateNetworks"] = "true", ["Serilog:MinimumLevel:Default"] = "Fatal" };
        if (postgres is not null)
        {
            settings["Hub:Connection"] = postgres;
        }

        for (var i = 1; i <= sources; i++)
        {
            var source = string.Create(CultureInfo.InvariantCulture, $"Hub:Sources:ukur-{i}");
            (settings[$"{source}:Kind"], settings[$"{source}:Options:Address"], settings[$"{source}:Options:ApiKey"]) = (SihabKind.Kind.Name, "http://127.0.0.1:9", "ukur");
        }

        return settings;
    }

    /// <summary>The folder that was named, or one of our own that goes afterwards.</summary>
    private sealed class Place(string? named) : IDisposable
    {
        private readonly DirectoryInfo? own = named is null ? Directory.CreateTempSubdirectory("hub-bench-") : null;

        public string Folder => named ?? own!.FullName;

        public void Dispose() => own?.Delete(recursive: true);
    }
}
