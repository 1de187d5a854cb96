using System.CommandLine;
using System.Diagnostics;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
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
        var command = new Command("seed", BenchTexts.Say("Seed")) { tickets, data, json };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(tickets), parsed.GetValue(data)!, parsed.GetValue(json), token));
        return command;
    }

    private static async Task<int> RunAsync(int count, string folder, bool json, CancellationToken token)
    {
        Directory.CreateDirectory(folder);
        var database = new Database(StoreKind.Sqlite, Database.SqliteFile(Path.Combine(folder, "hub.db")));
        await database.MigrateAsync(token);
        var seed = new TicketSeed(database, ServiceCatalogue.Embedded(), WorkingCalendar.Embedded(), TimeProvider.System.GetUtcNow());
        var watch = Stopwatch.StartNew();
        await seed.AddAsync(count, new Said(), token);
        await using (var db = database.Open())
        {
            await LedgerSeed.AddAsync(db, TimeProvider.System.GetUtcNow(), token);
        }

        await Console.Out.WriteLineAsync(json
            ? $"{{\"tickets\":{count},\"seconds\":{watch.Elapsed.TotalSeconds:0.0}}}"
            : BenchTexts.Say("SeedDone", count, watch.Elapsed.TotalSeconds));
        return 0;
    }

    /// <summary>For people, on the error stream.</summary>
    private sealed class Said : IProgress<int>
    {
        public void Report(int value) => Console.Error.WriteLine($"{value} …");
    }
}
