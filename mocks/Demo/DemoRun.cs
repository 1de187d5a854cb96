using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Domain.Catalogue;
using Hub.Host;
using Hub.Host.Storage;
using Hub.Mocks.Demo.Year;
using Hub.Mocks.Lapor;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Mocks.Demo;

/// <summary>One run of the demo, from the first port to Ctrl-C.</summary>
internal static class DemoRun
{
    /// <summary>Lies beside the hub's program, built or published.</summary>
    private const string HubPages = "hub.staticwebassets.endpoints.json";

    public static async Task<int> RunAsync(DemoChoices choices, CancellationToken token)
    {
        var clock = new DemoClock();
        try
        {
            var folder = DemoFolder.Open(choices, clock);
            if (!choices.FakesOnly && !File.Exists(Path.Combine(AppContext.BaseDirectory, HubPages)))
            {
                throw new DemoRefusal("HubMissing", AppContext.BaseDirectory);
            }

            await using var world = await FakeWorld.StartAsync(choices, folder, clock);
            var settings = HubSettings.Of(world, folder);
            Say("Fakes", string.Join(", ", world.Fakes.Select(f => $"{f.Name} {f.Address}")));
            Say("Bench", world.Bench.Address);
            Say("Mail", world.Page.Address, world.Mail.ImapPort, world.Mail.SmtpPort);
            if (choices.FakesOnly)
            {
                world.Live(clock);
                return await WaitAsync(settings, token);
            }

            if (!folder.OfToday)
            {
                await PlayYearAsync(YearPlan.Load(), choices, folder, world, settings, clock, token);
            }

            world.Live(clock);
            return await RunHubAsync(choices, folder, settings, token);
        }
        catch (Exception e) when (e is DemoRefusal or StartupRefusal)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task<int> WaitAsync(IReadOnlyList<KeyValuePair<string, string?>> settings, CancellationToken token)
    {
        Console.Out.WriteLine();
        Say("Settings");
        Console.Out.WriteLine(Block(settings));
        Console.Out.WriteLine();
        Say("FakesRun");
        try
        {
            await Task.Delay(Timeout.Infinite, token);
        }
        catch (OperationCanceledException)
        {
            Say("Stopped");
        }

        return 0;
    }

    /// <summary>At the first start a year goes by before the hub opens; later its reports are in LAPOR! again, which forgets them with the program.</summary>
    internal static async Task PlayYearAsync(YearPlan plan, DemoChoices choices, DemoFolder folder, FakeWorld world, IReadOnlyList<KeyValuePair<string, string?>> settings, DemoClock clock, CancellationToken token)
    {
        var days = new YearDays(folder.StartedAt);
        var items = new YearItems(plan, ServiceCatalogue.Embedded(), days);
        items.Fill(world.Fakes.OfType<LaporFake>().Single());
        if (!Directory.Exists(HubFolder(choices)))
        {
            Say("Year");
            var began = Stopwatch.GetTimestamp();
            await File.WriteAllTextAsync(DemoFolder.HalfMark(choices), "", token);
            clock.Set(days.ConnectedAt);
            int tickets;
            await using (var app = Build(choices, [.. settings, .. world.Sources.Select(s => KeyValuePair.Create($"Hub:Sources:{s}:OldItems", (string?)"Quiet"))], clock, new HastyStore()))
            {
                await PrepareAsync(app, folder, token);
                tickets = await new YearPlay(app, world, plan, items, clock, days).RunAsync(token);
            }

            clock.Release();
            File.Delete(DemoFolder.HalfMark(choices));
            Say("YearDone", tickets, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        world.Ill.Faults.Stand(Fault.Unavailable);
    }

    private static async Task<int> RunHubAsync(DemoChoices choices, DemoFolder folder, IReadOnlyList<KeyValuePair<string, string?>> settings, CancellationToken token)
    {
        PortCheck.MustBeFree("hub", choices.Port);
        await using var app = Build(choices, settings, TimeProvider.System);
        await PrepareAsync(app, folder, token);
        await app.StartAsync(token);
        Say("Hub", app.Urls.First());
        Say("SignIn", folder.UserPassword);
        foreach (var (name, roles, bureau) in DemoUsers.Named)
        {
            Say("Account", name.PadRight(16), string.Join(", ", roles.Select(r => DemoTexts.Say($"role.{r}"))), bureau is null ? "" : $"({ServiceCatalogue.Embedded().FindBureau(bureau)!.ShortName})");
        }

        Say("DemoRuns", choices.Data);
        await app.WaitForShutdownAsync(token);
        Say("Stopped");
        return 0;
    }

    private static async Task PrepareAsync(WebApplication app, DemoFolder folder, CancellationToken token)
    {
        await DemoUsers.EnsureAsync(app, folder.UserPassword, token);
        await app.PrepareAsync(token);
        await DemoOffices.EnsureAsync(app, DemoUsers.Everything, token);
        await DemoAnswers.EnsureAsync(app, DemoUsers.Everything, token);
    }

    private static string HubFolder(DemoChoices choices) => Path.Combine(choices.Data, "hub");

    private static WebApplication Build(DemoChoices choices, IReadOnlyList<KeyValuePair<string, string?>> settings, TimeProvider clock, params IReadOnlyList<IInterceptor> guards)
    {
        var address = $"http://localhost:{choices.Port.ToString(CultureInfo.InvariantCulture)}";
        return HubApp.Build([], builder =>
        {
            builder.Services.AddSingleton(clock);
            foreach (var guard in guards)
            {
                builder.Services.AddSingleton(guard);
            }

            builder.Configuration.AddInMemoryCollection(
            [
                .. settings,
                new("urls", address),
                new("Hub:Data", HubFolder(choices)),
                new("Hub:Backup:Folder", Path.Combine(choices.Data, "backup")),
                new("Hub:PublicAddress", address),
                .. Quiet(Path.Combine(choices.Data, "log", "hub-.log")),
            ]);
        });
    }

    /// <summary>Logs go to a file; the console belongs to the addresses.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Quiet(string path) =>
    [
        new("Serilog:WriteTo:Console:Args:restrictedToMinimumLevel", "Fatal"),
        new("Serilog:WriteTo:File:Args:path", path),
        new("Serilog:MinimumLevel:Default", "Information"),
        new("Serilog:MinimumLevel:Override:Microsoft", "Warning"),
        new("Serilog:MinimumLevel:Override:Quartz", "Warning"),
    ];

    /// <summary>The settings as a JSON file; a list is an object with figures, which configuration reads alike.</summary>
    private static string Block(IReadOnlyList<KeyValuePair<string, string?>> settings)
    {
        var root = new JsonObject();
        foreach (var (key, value) in settings)
        {
            var path = key.Split(':');
            var at = root;
            foreach (var name in path[..^1])
            {
                at = (at[name] ??= new JsonObject()).AsObject();
            }

            at[path[^1]] = value;
        }

        return root.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static void Say(string sentence, params object?[] values) => Console.Out.WriteLine(DemoTexts.Say(sentence, values));
}
