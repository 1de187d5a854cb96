using System.CommandLine;
using System.Diagnostics;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Host.Storage;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>seed</c>: fills a store with made-up tickets, to try screens and reports at size.</summary>
public static class SeedVerb
{
    public static Command Create()
    {
        var tickets = new Option<int>("--tickets") { Description = "Berapa tiket, 1 sampai 5000000.", Required = true };
        tickets.Validators.Add(result =>
        {
            if (result.Tokens is not [{ Value: var text }] || !int.TryParse(text, out var count) || count is < 1 or > 5_000_000)
            {
                result.AddError("--tickets: isi bilangan 1 sampai 5000000, misalnya --tickets 20000.");
            }
        });
        var data = new Option<string>("--data") { Description = "Folder data hub (SQLite).", DefaultValueFactory = _ => "data" };
        var json = new Option<bool>("--json") { Description = "Hasil sebagai satu baris JSON." };
        var command = new Command("seed", "Mengisi basis data dengan tiket buatan untuk mencoba layar dan laporan. Contoh: hub seed --tickets 20000 --data coba") { tickets, data, json };
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
            : $"{count} tiket disimpan dalam {watch.Elapsed.TotalSeconds:0.0} detik.");
        return 0;
    }

    /// <summary>For people, on the error stream.</summary>
    private sealed class Said : IProgress<int>
    {
        public void Report(int value) => Console.Error.WriteLine($"{value} …");
    }
}
