using System.Text.RegularExpressions;
using Hub.Tests.Support;

namespace Hub.Tests.Journeys;

/// <summary>The demo as README starts it, in a folder of its own, with its year; one for all that look at it, in a long run.</summary>
public sealed partial class DemoOfAYear : IAsyncLifetime
{
    public const string Name = "the demo of a year";

    /// <summary>On a machine that does much else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(25);

    private readonly TemporaryFolder folder = new();
    private readonly HubProcess demo;

    public DemoOfAYear()
    {
        Data = folder.File("demo");
        demo = new HubProcess([.. Command.Split(' ')[1..], "--no-build", "-c", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "--", "--port", $"{Port}", "--data", Data]) { Program = null, Folder = Need.Repository };
    }

    /// <summary>The first of README's two commands.</summary>
    public static string Command { get; } = Commands().Match(File.ReadAllText(Path.Combine(Need.Repository, "README.md"))).Groups["first"].Value;

    public int Port { get; } = Ports.FreeRow(10);

    public string Data { get; }

    /// <summary>All that it printed.</summary>
    public string Said => demo.Said;

    public Uri Address => new($"http://localhost:{Port}");

    public async ValueTask InitializeAsync()
    {
        if (Need.IsLong)
        {
            demo.Start();
            await demo.SaysAsync("Ctrl-C", Patience);
        }
    }

    public ValueTask DisposeAsync()
    {
        demo.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What it printed behind a word at the beginning of a line.</summary>
    public string Printed(string word) => Said.Split('\n').First(l => l.StartsWith(word, StringComparison.Ordinal))[word.Length..].Trim();

    [GeneratedRegex(@"## Two commands.*?```\s+(?<first>dotnet run[^\n]*)\n```.*?```\s+(?<second>\./test)\s+```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Commands();
}

[CollectionDefinition(DemoOfAYear.Name)]
public sealed class DemoOfAYearCollection : ICollectionFixture<DemoOfAYear>;
