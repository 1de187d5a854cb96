using System.Diagnostics;
using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Verbs.Bench;
using Hub.Host.Work;
using Hub.Host.Work.Deadlines;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Hub.Tests.Host.Deadlines;

/// <summary>Open tickets of Mon 23 Nov 2026 and an act that makes 30 November a day off: every one of them moves.</summary>
internal static class AmendedTickets
{
    public static readonly CalendarAct Act = new()
    {
        Id = "uji-2026-1",
        Number = "SKB uji No. 1",
        SignedOn = new(2026, 11, 20),
        About = "30 November menjadi cuti bersama",
        Adds = [new(new(2026, 11, 30), "Cuti Bersama uji", HolidayKind.JointLeave)],
    };

    public static readonly CalendarAmendment Leave = new(Act);

    public static DateTimeOffset Wita(string local) => new(DateTime.Parse(local), TimeSpan.FromHours(8));

    /// <summary>LAPOR! complaints at Biro Kesra, numbered from 1.</summary>
    public static async Task OpenAsync(Database database, LawInForce law, int count)
    {
        await using var db = database.Open();
        for (var i = 1; i <= count; i++)
        {
            var route = new RoutingDecision { Bureau = "kesra", Kind = SubmissionKind.Complaint, Class = "tidak-berkadar-pengawasan", Score = 1, Triage = false, Why = [new("source-says", [])] };
            var submission = new Submission { Title = $"Uji {i}", Body = "…", ReceivedAt = Wita("2026-11-23 09:00") };
            var ticket = Ticket.Open(new TicketOrigin($"KU-2026-{i:000000}", "lapor", "lapor", "lapor", $"{i}"), submission, route, Wita("2026-11-23 09:05"));
            law.SetClocks(ticket);
            db.Tickets.Add(ticket);
        }

        await db.SaveChangesAsync();
    }

    /// <summary>Copies of the one ticket with its clocks and events.</summary>
    public static async Task MultiplyAsync(Database database, int count)
    {
        await using var db = database.Open();
        await TicketCopies.AddAsync(db, 1, count - 1, CancellationToken.None);
    }

    /// <summary>The real program on the real store, ended by SIGKILL at that point.</summary>
    public static async Task RunUntilKilledAsync(TemporaryFolder folder, string point, params string[] settings)
    {
        var act = folder.File("uji.json");
        await File.WriteAllTextAsync(act, Act.ToJson());
        var program = Path.Combine(AppContext.BaseDirectory, "hub.dll");
        var start = new ProcessStartInfo("dotnet", [program, "calendar", "apply", act, "--actor", "uji", $"--Hub:Data={folder.Path}", .. settings]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["HUB_KILL_AT"] = $"{point}:1";
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(137, said);
        SqliteConnection.ClearAllPools();
    }

    /// <summary>Previews and applies, and writes both times into the test's output.</summary>
    public static async Task MeasureAsync(Amendments amendments, int tickets)
    {
        var start = Stopwatch.GetTimestamp();
        var preview = await amendments.PreviewAsync(Leave, CancellationToken.None);
        var previewed = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        (await amendments.ApplyAsync(Leave, preview.BasedOn, "uji", null, CancellationToken.None)).ShouldBe(tickets);
        TestContext.Current.TestOutputHelper!.WriteLine($"preview {previewed.TotalSeconds:0.00} s, {preview.Dates.Count} dates; apply {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s");
        preview.Moved.ShouldBe(tickets);
    }
}
