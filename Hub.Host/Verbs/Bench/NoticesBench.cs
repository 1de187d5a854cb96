using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>bench notices</c>: what it costs to write a notice to an office that had many on the same day, beside the same on a day without any (the floor) in the same run.</summary>
public static class NoticesBench
{
    private const string Api = "api";
    private const string Office = "kesra";
    private const string Staff = "staf.kesra@hub.invalid";
    private const int Rounds = 3;
    private const int Each = 100;
    private const int Portion = 1_000;

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = BenchTexts.Say("ObjectPerLine") };
        var notices = new Option<int>("--notices") { Description = BenchTexts.Say("NoticesNotices"), DefaultValueFactory = _ => 50_000 };
        var postgres = new Option<string?>("--postgres") { Description = BenchTexts.Say("IntakePostgres") };
        var command = new Command("notices", BenchTexts.Say("Notices")) { json, notices, postgres };
        command.SetAction((parsed, token) => RunAsync(TimeProvider.System, parsed.GetValue(notices), parsed.GetValue(postgres), parsed.GetValue(json), Console.Out, token));
        return command;
    }

    internal static async Task<int> RunAsync(TimeProvider time, int notices, string? postgres, bool json, TextWriter output, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("hub-bench-");
        using var statements = new StatementCount();
        try
        {
            await using var app = HubApp.Build([], builder =>
            {
                builder.Configuration.AddInMemoryCollection(IntakeBench.Settings(folder.FullName, postgres));
                builder.Services.AddSingleton(time);
                builder.Services.AddSingleton<IInterceptor>(statements);
            });
            await app.PrepareAsync(TextWriter.Null, token);
            var (database, writer) = (app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<OutboxWriter>());
            var tickets = await TicketsAsync(app.Services, database, Wita.DateOf(time.GetUtcNow()), token);
            var (written, empty) = (0, 0.0);
            foreach (var level in new[] { 0, notices / 10, notices })
            {
                await FillAsync(database, written, level, time.GetUtcNow(), token);
                written = level;
                _ = await RoundAsync(time, database, writer, statements, tickets, token);
                var rounds = new List<Round>();
                for (var i = 0; i < Rounds; i++)
                {
                    rounds.Add(await RoundAsync(time, database, writer, statements, tickets, token));
                }

                empty = level == 0 ? Median(rounds, static r => r.CpuMs) : empty;
                Tell(output, json, database.Kind, level, rounds, empty);
            }

            return 0;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Tickets that the notices are about, none of them pressing.</summary>
    private static async Task<IReadOnlyList<long>> TicketsAsync(IServiceProvider hub, Database database, DateOnly today, CancellationToken token)
    {
        await using (var db = database.Open())
        {
            if (await db.Tickets.AnyAsync(token))
            {
                throw new StartupRefusal(Said.Of<BenchTexts>("IntakeNotEmpty"));
            }
        }

        await hub.GetRequiredService<Ledger>().StoreAsync(Api, [.. Enumerable.Range(1, Each).Select(i => IntakeBench.Proposal(i, today))], Sighting.Shown, quiet: true, token);
        await hub.GetRequiredService<ProcessWorker>().DrainAllAsync(token);
        await using var after = database.Open();
        return await after.Tickets.Select(t => t.Id).ToListAsync(token);
    }

    /// <summary>Notices that left on this day, to the same office and the same person.</summary>
    private static async Task FillAsync(Database database, int from, int to, DateTimeOffset now, CancellationToken token)
    {
        foreach (var some in Enumerable.Range(from, to - from).Chunk(Portion))
        {
            await using var db = database.Open();
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            db.Outbox.AddRange(some.Select(i => new OutboxMessage
            {
                Key = string.Create(CultureInfo.InvariantCulture, $"bench-fill-{i}"),
                Channel = OutboxChannel.Mail,
                Recipient = Staff,
                Purpose = NoticePurpose.Assigned,
                Bureau = Office,
                Payload = "{}",
                MessageId = string.Create(CultureInfo.InvariantCulture, $"bench-fill-{i}@hub.invalid"),
                DueAt = now,
                CreatedAt = now,
                SentAt = now,
                State = OutboxState.Sent,
            }));
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
        }
    }

    /// <summary>One notice a transaction; none of them is kept.</summary>
    private static async Task<Round> RoundAsync(TimeProvider time, Database database, OutboxWriter writer, StatementCount statements, IReadOnlyList<long> tickets, CancellationToken token)
    {
        var (begun, worked, before) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime, statements.Count);
        foreach (var id in tickets)
        {
            await using var db = database.Open();
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            var ticket = await db.Tickets.SingleAsync(t => t.Id == id, token);
            await writer.AddAsync(db, ticket, "bench", NoticePurpose.Assigned, Staff, Office, new NoticePayload(), time.GetUtcNow(), token);
            await db.SaveChangesAsync(token);
        }

        return new Round((Environment.CpuUsage.TotalTime - worked).TotalMilliseconds / tickets.Count, tickets.Count / time.GetElapsedTime(begun).TotalSeconds, (double)(statements.Count - before) / tickets.Count);
    }

    private static double Median(List<Round> rounds, Func<Round, double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);

    private static void Tell(TextWriter output, bool json, StoreKind store, int level, List<Round> rounds, double empty)
    {
        var (cpu, rate, count) = (Median(rounds, static r => r.CpuMs), Median(rounds, static r => r.PerSecond), Median(rounds, static r => r.Statements));
        output.WriteLine(json
            ? JsonSerializer.Serialize(
                new { what = "notices", store = store.ToString(), notices = level, cpuMs = Math.Round(cpu, 3), perSecond = Math.Round(rate, 1), statements = Math.Round(count, 2), ofEmpty = Math.Round(cpu / empty, 2) }, JsonSerializerOptions.Web)
            : BenchTexts.Say("NoticesShown", store, level, cpu, rate, count, cpu / empty));
    }

    /// <summary>For each notice.</summary>
    private sealed record Round(double CpuMs, double PerSecond, double Statements);
}
