using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Work;
using Hub.Host.Work.Deadlines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Database = Hub.Host.Storage.Database;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>bench amendment</c>: how long the preview and the application of a holiday act take over many open tickets, beside merely reading and merely touching the same rows.</summary>
public static class AmendmentBench
{
    /// <summary>A Monday, so that the measured store is the same in every run.</summary>
    private static readonly DateOnly Today = new(2026, 11, 23);

    /// <summary>Different tickets; the others are copies of them.</summary>
    private const int Originals = 500;

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = BenchTexts.Say("ObjectPerLine") };
        var tickets = new Option<int>("--tickets") { Description = BenchTexts.Say("OpenTickets"), DefaultValueFactory = _ => 100_000 };
        var command = new Command("amendment", BenchTexts.Say("Amendment")) { json, tickets };
        command.SetAction((parsed, token) => RunAsync(TimeProvider.System, Math.Max(Originals * 2, parsed.GetValue(tickets)), parsed.GetValue(json), Console.Out, token));
        return command;
    }

    private static async Task<int> RunAsync(TimeProvider time, int tickets, bool json, TextWriter output, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("hub-bench-");
        try
        {
            await using var app = HubApp.Build([$"--Hub:Data={folder.FullName}", "--Hub:Work=false", "--Serilog:MinimumLevel:Default=Error"]);
            await app.PrepareAsync(token);
            await FillAsync(app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<LawInForce>(), tickets, token);
            await MeasureAsync(time, app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<Amendments>(), json, output, token);
            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(TimeProvider time, Database database, Amendments amendments, bool json, TextWriter output, CancellationToken token)
    {
        foreach (var (name, days) in Acts(WorkingCalendar.Embedded()))
        {
            var act = new CalendarAmendment(Act(name, days));
            await PreviewAsync($"{name}, first", act);
            var preview = await PreviewAsync(name, act);
            var start = time.GetTimestamp();
            var touched = await TouchAsync(database, preview.Dates.Count, token);
            var touching = time.GetElapsedTime(start);
            start = time.GetTimestamp();
            var processor = Environment.CpuUsage.TotalTime;
            var changed = await amendments.ApplyAsync(act, preview.BasedOn, "bench", null, token);
            Tell(output, json, $"apply ({name})", time.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor, touching, BenchTexts.Say("AmendmentApplied", changed, touched));
        }

        // The first ones are told too: before the first of all nothing is compiled yet.
        async Task<AmendmentPreview> PreviewAsync(string name, CalendarAmendment act)
        {
            var start = time.GetTimestamp();
            var processor = Environment.CpuUsage.TotalTime;
            var preview = await amendments.PreviewAsync(act, token);
            var (took, worked) = (time.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor);
            start = time.GetTimestamp();
            var rows = await ReadAsync(database, token);
            Tell(output, json, $"preview ({name})", took, worked, time.GetElapsedTime(start), BenchTexts.Say("AmendmentPreviewed", preview.Moved, preview.Open, preview.Dates.Count, rows));
            return preview;
        }
    }

    /// <summary>A holiday that some running deadlines meet, one that few meet, and a holiday every week from before the oldest ticket on: the most that any act can move.</summary>
    private static IEnumerable<(string Name, IReadOnlyList<DateOnly> Days)> Acts(WorkingCalendar calendar) =>
    [
        ("soon", [Today.AddDays(7)]),
        ("far", [Today.AddDays(80)]),
        ("every week", [.. Enumerable.Range(-14, 28).Select(week => Today.AddDays((7 * week) + 1)).Where(calendar.IsWorking)]),
    ];

    private static CalendarAct Act(string name, IReadOnlyList<DateOnly> days) => new()
    {
        Id = $"bench-{name.Replace(' ', '-')}",
        Number = $"Ketetapan ukur {name}",
        SignedOn = Today,
        About = "ukur",
        Adds = [.. days.Select(day => new Holiday(day, "Cuti bersama ukur", HolidayKind.JointLeave))],
    };

    /// <summary>The floor of a preview: every clock of an open ticket passes by.</summary>
    private static async Task<int> ReadAsync(Database database, CancellationToken token)
    {
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync(token);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT c.id, c.due_on FROM tickets t JOIN ticket_clocks c ON c.ticket_id = t.id WHERE t.status IN ('Triage', 'New', 'InProgress', 'WaitingForReporter')";
        await using var reader = await command.ExecuteReaderAsync(token);
        var rows = 0;
        while (await reader.ReadAsync(token))
        {
            rows++;
        }

        return rows;
    }

    /// <summary>The floor of an application: as many clock rows written with one prepared statement, and taken back.</summary>
    private static async Task<int> TouchAsync(Database database, int rows, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = "UPDATE ticket_clocks SET version = version + 1 WHERE id = @id";
        var id = command.CreateParameter();
        id.ParameterName = "@id";
        command.Parameters.Add(id);
        var touched = 0;
        for (var i = 1; i <= rows; i++)
        {
            id.Value = i;
            touched += await command.ExecuteNonQueryAsync(token);
        }

        return touched;
    }

    private static async Task FillAsync(Database database, LawInForce law, int tickets, CancellationToken token)
    {
        await using var db = database.Open();
        for (var i = 1; i <= Originals; i++)
        {
            db.Tickets.Add(Open(law, i));
        }

        await db.SaveChangesAsync(token);
        await TicketCopies.AddAsync(db, Originals, (tickets / Originals) - 1, token);
    }

    /// <summary>Complaints by LAPOR! and requests for every service, received over the last hundred days; some wait for the reporter.</summary>
    private static Ticket Open(LawInForce law, int i)
    {
        var receivedAt = Wita.StartOf(Today.AddDays(-(i % 100))).AddMinutes(480 + i);
        var complaint = i % 2 == 0;
        var kind = complaint ? SubmissionKind.Complaint : i % 5 == 0 ? SubmissionKind.InformationRequest : SubmissionKind.Request;
        var system = complaint ? law.Catalogue.Verifier!.Code : EmailKind.Kind.System;
        var route = new RoutingDecision
        {
            Bureau = "kesra", Kind = kind, Class = complaint ? (i % 3 == 0 ? "berkadar-pengawasan" : "tidak-berkadar-pengawasan") : null, Service = kind == SubmissionKind.Request ? 1 + (i % 34) : null,
            Score = 1, Triage = false, Why = [new Reason("source-says", [])],
        };
        var submission = new Submission { Title = $"Ukur {i}", Body = "Teks ukur.", ReceivedAt = receivedAt };
        var ticket = Ticket.Open(new TicketOrigin($"KU-2026-{i:000000}", system, system, system, $"{i}"), submission, route, receivedAt.AddMinutes(5));
        if (i % 10 == 0)
        {
            new TicketChange.Ask("Data?").Apply(new TicketsAtHand { Ticket = ticket, Actor = "staf", Now = receivedAt.AddDays(1), Catalogue = law.Catalogue, Place = (one, bureau, service) => law.PlaceWithin(one, one.Texts(), bureau, service), Route = law.Route });
        }

        law.SetClocks(ticket);
        return ticket;
    }

    /// <summary>Processor time stands beside the clock: on a machine that is busy with other things it says what the work itself costs.</summary>
    private static void Tell(TextWriter output, bool json, string name, TimeSpan took, TimeSpan processor, TimeSpan floor, string about) => output.WriteLine(json
        ? JsonSerializer.Serialize(new { what = name, seconds = Round(took), processorSeconds = Round(processor), floorSeconds = Round(floor), timesFloor = Math.Round(took / floor, 2), about })
        : BenchTexts.Say("Amended", name, took.TotalSeconds, processor.TotalSeconds, took / floor, floor.TotalSeconds, about));

    private static double Round(TimeSpan span) => Math.Round(span.TotalSeconds, 3);
}
