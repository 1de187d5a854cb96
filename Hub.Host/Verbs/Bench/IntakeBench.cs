using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Connectors.Sihab;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Intake;
using Hub.Host.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>bench intake</c>: what an item costs from the ledger to its ticket, with its notices, beside writing the very same rows with prepared inserts (the floor) in the same run.</summary>
public static class IntakeBench
{
    private const string Api = "api";
    private const string Mail = "mail";
    private const string FloorSchema = "floor";
    private const int Rounds = 3;

    private static readonly int[] Portions = [100, 1];

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = BenchTexts.Say("ObjectPerLine") };
        var items = new Option<int>("--items") { Description = BenchTexts.Say("IntakeItems"), DefaultValueFactory = _ => 1_000 };
        var postgres = new Option<string?>("--postgres") { Description = BenchTexts.Say("IntakePostgres") };
        var command = new Command("intake", BenchTexts.Say("Intake")) { json, items, postgres };
        command.SetAction((parsed, token) => RunAsync(TimeProvider.System, parsed.GetValue(items), parsed.GetValue(postgres), parsed.GetValue(json), Console.Out, token));
        return command;
    }

    internal static async Task<int> RunAsync(TimeProvider time, int items, string? postgres, bool json, TextWriter output, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("hub-bench-");
        using var statements = new StatementCount();
        try
        {
            await using var app = HubApp.Build([], builder =>
            {
                builder.Configuration.AddInMemoryCollection(Settings(folder.FullName, postgres));
                builder.Services.AddSingleton(time);
                builder.Services.AddSingleton<IInterceptor>(statements);
            });
            await app.PrepareAsync(TextWriter.Null, token);
            var floor = await FloorAsync(app.Services.GetRequiredService<Database>(), folder.FullName, token);
            var bench = new Measurement(app.Services, statements, time, floor);
            foreach (var source in new[] { Api, Mail })
            {
                foreach (var portion in Portions)
                {
                    var count = portion == 1 ? Math.Max(1, items / 10) : items;
                    await bench.RoundAsync(source, count, portion, token);
                    var rounds = new List<Round>();
                    for (var i = 0; i < Rounds; i++)
                    {
                        rounds.Add(await bench.RoundAsync(source, count, portion, token));
                    }

                    Tell(output, json, floor.Database.Kind, source, portion, count, rounds);
                }
            }

            return 0;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    internal static Dictionary<string, string?> Settings(string folder, string? postgres)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Hub:Data"] = folder,
            ["Hub:Work"] = "false",
            ["Hub:Contacts:kesra:Staff:0"] = "staf.kesra@hub.invalid",
            ["Hub:Contacts:organisasi:Staff:0"] = "staf.organisasi@hub.invalid",
            [$"Hub:Sources:{Api}:Kind"] = SihabKind.Kind.Name,
            [$"Hub:Sources:{Api}:Options:Address"] = "http://127.0.0.1:9",
            [$"Hub:Sources:{Api}:Options:ApiKey"] = "ukur",
            [$"Hub:Sources:{Mail}:Kind"] = EmailKind.Kind.Name,
            [$"Hub:Sources:{Mail}:Options:Host"] = "127.0.0.1",
            [$"Hub:Sources:{Mail}:Options:Security"] = "None",
            [$"Hub:Sources:{Mail}:Options:User"] = "kesra@hub.invalid",
            [$"Hub:Sources:{Mail}:Options:Password"] = "ukur",
            [$"Hub:Sources:{Mail}:Options:Address"] = "kesra@hub.invalid",
            ["Serilog:MinimumLevel:Default"] = "Fatal",
        };
        if (postgres is not null)
        {
            (settings["Hub:Store"], settings["Hub:Connection"]) = (nameof(StoreKind.Postgres), postgres);
        }

        return settings;
    }

    /// <summary>Empty tables of the same kind: another file, or another schema.</summary>
    private static async Task<(Database Database, string Prefix)> FloorAsync(Database hub, string folder, CancellationToken token)
    {
        if (hub.Kind == StoreKind.Postgres)
        {
            await using var db = hub.Open();
            if (await db.Tickets.AnyAsync(token))
            {
                throw new StartupRefusal(Said.Of<BenchTexts>("IntakeNotEmpty"));
            }

            await OwnRows.CopyTablesAsync(db, FloorSchema, token);
            return (hub, $"{FloorSchema}.");
        }

        var floor = new Database(StoreKind.Sqlite, Database.SqliteFile(Path.Combine(folder, "floor.db")));
        await floor.MigrateAsync(token);
        return (floor, "");
    }

    private static void Tell(TextWriter output, bool json, StoreKind store, string source, int portion, int items, List<Round> rounds)
    {
        double Median(Func<Round, double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
        var (cpu, floor, speed, count) = (Median(r => r.CpuMs), Median(r => r.FloorCpuMs), Median(r => r.PerSecond), Median(r => r.Statements));
        output.WriteLine(json
            ? JsonSerializer.Serialize(
                new { what = "intake", store = store.ToString(), source, portion, items, cpuMs = Short(cpu), perSecond = Short(speed), statements = Short(count), floorCpuMs = Short(floor), ofFloor = Short(floor / cpu) }, JsonSerializerOptions.Web)
            : BenchTexts.Say("IntakeShown", store, source, portion, cpu, speed, count, floor, floor / cpu));
    }

    /// <param name="day">On which it was handed in; null: one for all.</param>
    internal static Envelope Proposal(int i, DateOnly? day = null)
    {
        var at = $"{day ?? new DateOnly(2026, 3, 10):yyyy-MM-dd} 09:00:00";
        var random = new Random(i);
        var item = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["id"] = i,
            ["nomor_registrasi"] = string.Create(CultureInfo.InvariantCulture, $"SIHAB/2026/{i:D6}"),
            ["jenis"] = "hibah",
            ["judul"] = SeedTexts.Title(random, "bantuan hibah"),
            ["latar_belakang"] = SeedTexts.Body(random),
            ["pemohon"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["nama"] = string.Create(CultureInfo.InvariantCulture, $"Kelompok Tani {i}") },
            ["kabupaten"] = "Bulungan",
            ["status"] = "Diajukan",
            ["tanggal_masuk"] = at,
            ["updated_at"] = at,
        };
        return Wrap(Api, string.Create(CultureInfo.InvariantCulture, $"SIHAB/2026/{i:D6}"), "application/json", JsonSerializer.SerializeToUtf8Bytes(item));
    }

    private static Envelope Wrap(string source, string id, string mediaType, byte[] raw) =>
        new() { Key = new EnvelopeKey(source, id, Fingerprint.Of(raw)), MediaType = mediaType, Raw = raw, ReceivedAt = new DateTimeOffset(2026, 3, 11, 2, 0, 0, TimeSpan.Zero) };

    private static double Short(double value) => Math.Round(value, 3);

    /// <summary>One measurement, for each item.</summary>
    private sealed record Round(double CpuMs, double PerSecond, double Statements, double FloorCpuMs);

    private sealed class Measurement(IServiceProvider hub, StatementCount statements, TimeProvider time, (Database Database, string Prefix) floor)
    {
        private int made;

        /// <param name="portion">As many wait together.</param>
        public async Task<Round> RoundAsync(string source, int items, int portion, CancellationToken token)
        {
            var database = hub.GetRequiredService<Database>();
            var (ledger, worker) = (hub.GetRequiredService<Ledger>(), hub.GetRequiredService<ProcessWorker>());
            await using var db = database.Open();
            var last = await db.Tickets.MaxAsync(t => (long?)t.Id, token) ?? 0;
            var (cpu, clock, count) = (TimeSpan.Zero, TimeSpan.Zero, 0L);
            foreach (var some in Make(source, items).Chunk(portion == 1 ? 1 : items))
            {
                await ledger.StoreAsync(source, some, Sighting.Shown, quiet: false, token);
                var (start, worked, before) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime, statements.Count);
                await worker.DrainAllAsync(token);
                (cpu, clock, count) = (cpu + Environment.CpuUsage.TotalTime - worked, clock + time.GetElapsedTime(start), count + statements.Count - before);
            }

            var opened = await db.Tickets.CountAsync(t => t.Id > last, token);
            return opened == items
                ? new Round(cpu.TotalMilliseconds / items, items / clock.TotalSeconds, (double)count / items, await FloorAsync(db, last, items, token))
                : throw new InvalidOperationException($"{opened} of {items}");
        }

        private async Task<double> FloorAsync(HubDbContext db, long last, int items, CancellationToken token)
        {
            var own = await OwnRows.OfAsync(db, last, token);
            await using var other = floor.Database.Open();
            await own.WriteAsync(other, floor.Prefix, token);
            await OwnRows.ClearAsync(other, floor.Prefix, token);
            var worked = Environment.CpuUsage.TotalTime;
            await own.WriteAsync(other, floor.Prefix, token);
            var took = Environment.CpuUsage.TotalTime - worked;
            await OwnRows.ClearAsync(other, floor.Prefix, token);
            return took.TotalMilliseconds / items;
        }

        private IEnumerable<Envelope> Make(string source, int items) => Enumerable.Range(0, items).Select(_ => source == Api ? Proposal(++made) : Letter(++made));

        private static Envelope Letter(int i)
        {
            var random = new Random(i);
            var number = i.ToString(CultureInfo.InvariantCulture);
            string[] lines =
            [
                $"From: panitia-{number}@hub.invalid", "To: kesra@hub.invalid", $"Subject: {SeedTexts.Title(random, "bantuan hibah")}", $"Message-ID: <ukur-{number}@hub.invalid>",
                "Date: Wed, 11 Mar 2026 09:58:00 +0800", "", SeedTexts.Body(random),
            ];
            return Wrap(Mail, number, "message/rfc822", Encoding.UTF8.GetBytes(string.Join("\r\n", lines)));
        }

    }
}
