using Hub.Host.Intake;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Attacks;

/// <summary>The log is read line by line: nobody outside writes a line of their own into it.</summary>
public sealed class LogLineTests
{
    /// <summary>Whoever exports names files after people.</summary>
    [Fact]
    public async Task The_name_of_a_refused_file_stays_out_of_the_log()
    {
        using var folder = new TemporaryFolder();
        var log = folder.File("uji.log");
        var settings = Scenes.Sihab();
        foreach (var (key, value) in To(log))
        {
            settings[key] = value;
        }

        await using (var hub = await HubFixture.StartAsync(settings, folder: folder))
        {
            var drop = Directory.CreateDirectory(folder.File("drop/sihab")).FullName;
            await File.WriteAllTextAsync(Path.Combine(drop, "KTP Zulkarnaen.xlsx"), "bukan lembar kerja", TestContext.Current.CancellationToken);
            await hub.Get<DropFolder>().LookAsync(TestContext.Current.CancellationToken);
            await hub.Get<DropFolder>().LookAsync(TestContext.Current.CancellationToken);
        }

        var lines = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
        lines.ShouldContain("refused");
        lines.ShouldNotContain("Zulkarnaen");
    }

    [Fact]
    public async Task A_name_with_a_line_in_it_writes_no_line()
    {
        const string Forged = "2026-11-20 10:00:00.000 +08:00 INF [Hub] semua baik";
        using var folder = new TemporaryFolder();
        var log = folder.File("uji.log");
        await using (var hub = await HubFixture.StartAsync(To(log), folder: folder))
        {
            var drop = Directory.CreateDirectory(folder.File($"drop/sumber\n{Forged}")).FullName;
            await File.WriteAllTextAsync(Path.Combine(drop, "rekap.csv"), "a;b", TestContext.Current.CancellationToken);
            await hub.Get<DropFolder>().LookAsync(TestContext.Current.CancellationToken);
            await hub.Get<DropFolder>().LookAsync(TestContext.Current.CancellationToken);
        }

        var lines = await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken);
        lines.ShouldContain(line => line.Contains(Forged, StringComparison.Ordinal), "the log is not the one that was written to");
        lines.ShouldAllBe(line => !line.StartsWith(Forged, StringComparison.Ordinal));
    }

    /// <summary>Anybody can send one, as often as they like.</summary>
    [Fact]
    public async Task A_cookie_that_is_made_up_writes_no_stack_trace()
    {
        using var folder = new TemporaryFolder();
        var log = folder.File("uji.log");
        await using (var hub = await HubFixture.StartAsync(To(log), folder: folder))
        {
            using var visitor = new Visitor(hub);
            visitor.Cookies.Add(hub.Address, new System.Net.Cookie("hub.formulir", "CfDJ8dibuat-buat"));
            (await visitor.ReadAsync("/masuk")).ShouldContain("name=\"password\"");
            LoggerMessage.Define(LogLevel.Warning, new EventId(1), "written")(hub.Get<ILogger<LogLineTests>>(), null);
        }

        var lines = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
        lines.ShouldContain("written");
        lines.ShouldNotContain("Antiforgery");
    }

    /// <summary>An operator who looks for a fault lets the web server write each request: what somebody searched for names people.</summary>
    [Fact]
    public async Task No_word_that_was_searched_for_is_in_the_log_at_any_level()
    {
        using var folder = new TemporaryFolder();
        var log = folder.File("uji.log");
        var settings = To(log);
        settings["Serilog:MinimumLevel:Default"] = "Verbose";
        settings["Serilog:MinimumLevel:Override:Microsoft"] = "Verbose";
        await using (var hub = await HubFixture.StartAsync(settings, folder: folder))
        {
            using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Hub.Host.People.Access.Roles.Verifier);
            foreach (var page in (string[])["/tickets", "/letters", "/tickets/export.csv"])
            {
                await verifier.ReadAsync($"{page}?q=Zubaidah%20Quraisyin&from=2026-01-01");
                await verifier.ReadAsync($"{page}?q=Quraisyin+Zubaidah");
            }
        }

        var lines = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
        lines.ShouldContain("/letters");
        lines.ShouldContain("from=2026-01-01", customMessage: "the rest of the address is told");
        lines.ShouldNotContain("Quraisyin");
    }

    private static Dictionary<string, string?> To(string log) => new(StringComparer.Ordinal)
    {
        ["Serilog:MinimumLevel:Default"] = "Warning",
        ["Serilog:Using:0"] = "Serilog.Sinks.File",
        ["Serilog:WriteTo:0:Name"] = "File",
        ["Serilog:WriteTo:0:Args:path"] = log,
        ["Serilog:WriteTo:0:Args:outputTemplate"] = "{Message:lj}{NewLine}{Exception}",
    };
}
