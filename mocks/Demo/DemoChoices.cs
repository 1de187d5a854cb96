using System.CommandLine;
using System.CommandLine.Parsing;

namespace Hub.Mocks.Demo;

/// <summary>What the person who starts the demo chose.</summary>
internal sealed record DemoChoices
{
    /// <summary>The hub's port; the fakes take the ports behind it. 0 takes free ones.</summary>
    public required int Port { get; init; }

    /// <summary>Where database, mails and generated secrets are kept.</summary>
    public required string Data { get; init; }
    public required bool Fresh { get; init; }
    public required bool FakesOnly { get; init; }

    /// <summary>Without the year before; the folder remembers it.</summary>
    public bool Today { get; init; }

    /// <summary>The port of one part; 0 where any free one will do.</summary>
    public int PortOf(int offset) => Port == 0 ? 0 : Port + offset;
}

/// <summary>The command line of the demo.</summary>
internal static class DemoCommand
{
    public static RootCommand Create(Func<DemoChoices, CancellationToken, Task<int>> run)
    {
        var port = new Option<int>("--port") { Description = DemoTexts.Say("Port"), DefaultValueFactory = _ => 5080 };
        port.Validators.Add(InRange);
        var data = new Option<string?>("--data") { Description = DemoTexts.Say("Data") };
        var fresh = new Option<bool>("--fresh") { Description = DemoTexts.Say("Fresh") };
        var fakesOnly = new Option<bool>("--fakes-only") { Description = DemoTexts.Say("FakesOnly") };
        var today = new Option<bool>("--today") { Description = DemoTexts.Say("Today") };
        var command = new RootCommand(DemoTexts.Say("Command"))
        {
            port, data, fresh, fakesOnly, today,
        };
        command.SetAction((parsed, token) => run(
            new DemoChoices
            {
                Port = parsed.GetValue(port),
                Data = Path.GetFullPath(parsed.GetValue(data) ?? DefaultFolder()),
                Fresh = parsed.GetValue(fresh),
                FakesOnly = parsed.GetValue(fakesOnly),
                Today = parsed.GetValue(today),
            },
            token));
        return command;
    }

    private static void InRange(OptionResult result)
    {
        if (result.GetValueOrDefault<int>() is < 0 or > 65000)
        {
            result.AddError(DemoTexts.Say("PortRange"));
        }
    }

    /// <summary>Beside the solution when there is one above, else in the working folder.</summary>
    private static string DefaultFolder()
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
            {
                return Path.Combine(folder.FullName, ".demo");
            }
        }

        return ".demo";
    }
}
