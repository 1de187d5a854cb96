using System.CommandLine;
using System.Text.Json;
using Hub.Domain;
using Hub.Host.Intake;
using Hub.Host.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>bench push</c>: what a push costs from its signature to the ledger, where it stands before it is answered; one sender at a time and eight at once, beside a bare commit of one row (the floor) in the same run.</summary>
public static class PushBench
{
    private const string Source = "api";
    private const int Rounds = 3;

    private static readonly int[] Senders = [1, 8];

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = BenchTexts.Say("ObjectPerLine") };
        var items = new Option<int>("--items") { Description = BenchTexts.Say("IntakeItems"), DefaultValueFactory = _ => 400 };
        var postgres = new Option<string?>("--postgres") { Description = BenchTexts.Say("IntakePostgres") };
        var command = new Command("push", BenchTexts.Say("Push")) { json, items, postgres };
        command.SetAction((parsed, token) => RunAsync(TimeProvider.System, parsed.GetValue(items), parsed.GetValue(postgres), parsed.GetValue(json), Console.Out, token));
        return command;
    }

    internal static async Task<int> RunAsync(TimeProvider time, int items, string? postgres, bool json, TextWriter output, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("hub-bench-");
        try
        {
            await using var app = HubApp.Build([], builder =>
            {
                builder.Configuration.AddInMemoryCollection(IntakeBench.Settings(folder.FullName, postgres));
                builder.Services.AddSingleton(time);
            });
            await app.PrepareAsync(TextWriter.Null, token);
            var (line, database) = (app.Services.GetRequiredService<PushLine>(), app.Services.GetRequiredService<Database>());
            await using (var db = database.Open())
            {
                if (await db.Tickets.AnyAsync(token))
                {
                    throw new StartupRefusal(Said.Of<BenchTexts>("IntakeNotEmpty"));
                }
            }

            var made = 0;
            Task PushAsync() => line.StoreAsync(Source, [IntakeBench.Proposal(Interlocked.Increment(ref made))], token);
            foreach (var senders in Senders)
            {
                _ = await RoundAsync(time, items, senders, PushAsync, token);
                var rounds = new List<(Rate Push, Rate Floor)>();
                for (var i = 0; i < Rounds; i++)
                {
                    rounds.Add((await RoundAsync(time, items, senders, PushAsync, token), await RoundAsync(time, items, 1, () => CommitAsync(database, token), token)));
                }

                Tell(output, json, database.Kind, senders, rounds);
            }

            return 0;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>One small row, in a transaction of its own.</summary>
    private static async Task CommitAsync(Database database, CancellationToken token)
    {
        await using var db = database.Open();
        await db.KeepAsync("bench", Guid.NewGuid().ToString("n"), token);
    }

    private static async Task<Rate> RoundAsync(TimeProvider time, int items, int senders, Func<Task> send, CancellationToken token)
    {
        var (begun, worked) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await Parallel.ForAsync(0, items, new ParallelOptions { MaxDegreeOfParallelism = senders, CancellationToken = token }, async (_, _) => await send());
        return new Rate((Environment.CpuUsage.TotalTime - worked).TotalMilliseconds / items, items / time.GetElapsedTime(begun).TotalSeconds);
    }

    private static void Tell(TextWriter output, bool json, StoreKind store, int senders, List<(Rate Push, Rate Floor)> rounds)
    {
        double Median(Func<(Rate Push, Rate Floor), double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
        var (cpu, rate, floor, floorCpu) = (Median(static r => r.Push.CpuMs), Median(static r => r.Push.PerSecond), Median(static r => r.Floor.PerSecond), Median(static r => r.Floor.CpuMs));
        output.WriteLine(json
            ? JsonSerializer.Serialize(
                new { what = "push", store = store.ToString(), senders, cpuMs = Math.Round(cpu, 3), perSecond = Math.Round(rate, 1), floorCpuMs = Math.Round(floorCpu, 3), floorPerSecond = Math.Round(floor, 1), ofFloor = Math.Round(rate / floor, 3) }, JsonSerializerOptions.Web)
            : BenchTexts.Say("PushShown", store, senders, cpu, rate, floor, rate / floor));
    }

    /// <summary>One measurement, for each push.</summary>
    private sealed record Rate(double CpuMs, double PerSecond);
}
