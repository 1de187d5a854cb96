using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Host;
using Hub.Host.Storage;

namespace Hub.Mocks.Demo;

/// <summary>One run of the demo, from the first port to Ctrl-C.</summary>
internal static class DemoRun
{
    public static async Task<int> RunAsync(DemoChoices choices, CancellationToken token)
    {
        var clock = TimeProvider.System;
        try
        {
            var folder = DemoFolder.Open(choices, clock);
            await using var world = await FakeWorld.StartAsync(choices, folder, clock);
            var settings = HubSettings.Of(world, folder);
            Say("Fakes", string.Join(", ", world.Fakes.Select(f => $"{f.Name} {f.Address}")));
            Say("Bench", world.Bench.Address);
            Say("Mail", world.Page.Address, world.Mail.ImapPort, world.Mail.SmtpPort);
            return choices.FakesOnly ? await WaitAsync(settings, token) : await RunHubAsync(choices, settings, token);
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

    private static async Task<int> RunHubAsync(DemoChoices choices, IReadOnlyList<KeyValuePair<string, string?>> settings, CancellationToken token)
    {
        PortCheck.MustBeFree("hub", choices.Port);
        var address = $"http://localhost:{choices.Port.ToString(CultureInfo.InvariantCulture)}";
        await using var app = HubApp.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(
            [
                .. settings,
                new("urls", address),
                new("Hub:Data", Path.Combine(choices.Data, "hub")),
                new("Hub:Backup:Folder", Path.Combine(choices.Data, "backup")),
                new("Hub:PublicAddress", address),
                .. Quiet(Path.Combine(choices.Data, "log", "hub-.log")),
            ]);
        });
        await DemoUser.EnsureAsync(app, token);
        await app.PrepareAsync(token);
        await app.StartAsync(token);
        Say("Hub", address);
        Say("SignIn", await DemoUser.LinkAsync(app, token));
        Say("DemoRuns", choices.Data);
        await app.WaitForShutdownAsync(token);
        Say("Stopped");
        return 0;
    }

    /// <summary>Logs go to a file; the console belongs to the addresses.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Quiet(string path) =>
    [
        new("Serilog:Using:0", "Serilog.Sinks.File"),
        new("Serilog:WriteTo:0:Name", "File"),
        new("Serilog:WriteTo:0:Args:path", path),
        new("Serilog:WriteTo:0:Args:rollingInterval", "Day"),
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
