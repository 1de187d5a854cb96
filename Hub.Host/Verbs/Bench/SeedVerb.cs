using System.CommandLine;
using System.Diagnostics;
using Hub.Domain;
using Hub.Host.Storage;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>seed</c>: fills a store with made-up tickets, to try screens and reports at size.</summary>
public static class SeedVerb
{
    public static Command Create()
    {
        var tickets = new Option<int>("--tickets") { Description = BenchTexts.Say("SeedTickets"), Required = true };
        tickets.Validators.Add(result =>
        {
            if (result.Tokens is not [{ Value: var text }] || !int.TryParse(text, out var count) || count is < 1 or > 5_000_000)
            {
                result.AddError(BenchTexts.Say("SeedTicketsWrong"));
            }
        });
        var data = new Option<string>("--data") { Description = BenchTexts.Say("SeedData"), DefaultValueFactory = _ => "data" };
        var json = new Option<bool>("--json") { Description = BenchTexts.Say("ResultAsLine") };
        var postgres = new Option<string?>("--postgres") { Description = BenchTexts.Say("StorePostgres") };
        var command = new Command("seed", BenchTexts.Say("Seed")) { tickets, data, postgres, json };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(tickets), parsed.GetValue(data)!, parsed.GetValue(postgres), parsed.GetValue(json), token));
        return command;
    }

    private static async Task<int> RunAsync(int count, string folder, string? postgres, bool json, CancellationToken token)
    {
        Directory.CreateDirectory(folder);
        var database = postgres is null ? new Database(StoreKind.Sqlite, Database.SqliteFile(Path.Combine(folder, "hub.db"))) : new Database(StoreKind.Postgres, postgres);
        await database.MigrateAsync(token);
        var watch = Stopwatch.StartNew();
        await StoreSeed.FillAsync(database, folder, count, TimeProvider.System.GetUtcNow(), new Said(), token);
        await Console.Out.WriteLineAsync(json
            ? $"{{\"store\":\"{database.Kind}\",\"tickets\":{count},\"seconds\":{watch.Elapsed.TotalSeconds:0.0}}}"
            : BenchTexts.Say("SeedDone", count, watch.Elapsed.TotalSeconds));
        return 0;
    }

    /// <summary>For people, on the error stream.</summary>
    private sealed class Said : IProgress<int>
    {
        public void Report(int value) => Console.Error.WriteLine($"{value} …");
    }
}
