using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Start;

/// <summary>The started program: what it prints, what it writes down, and how it answers those who watch it.</summary>
public sealed partial class ServedTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_hub_on_an_empty_folder_says_where_it_is_and_logs_a_failing_source_by_its_name()
    {
        using var hub = new HubProcess(
            $"--Hub:Data={folder.File("data")}", "--urls=http://127.0.0.1:0", "--Hub:AllowPrivateNetworks=true",
            "--Hub:Sources:sihab-rusak:Kind=sihab", "--Hub:Sources:sihab-rusak:Cron=0/2 * * * * ?",
            "--Hub:Sources:sihab-rusak:Options:Address=http://127.0.0.1:9", "--Hub:Sources:sihab-rusak:Options:ApiKey=x", "--Hub:Sources:sihab-rusak:Options:Attempts=1");
        hub.Start();

        await hub.UntilAsync(() => Task.FromResult(Setup().IsMatch(hub.Said)), "it tells the first step", Limit);
        hub.Said.ShouldContain($"Data: {folder.File("data")}");
        hub.Said.ShouldMatch(@"Hub \d+\.\d+\.\d+");
        var address = new Uri(Setup().Match(hub.Said).Groups[1].Value);
        using var client = new HttpClient();
        (await client.GetAsync(new Uri(address, "/health/live"), Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(new Uri(address, "/health/ready"), Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await hub.UntilAsync(() => Task.FromResult(Log().Contains("source=sihab-rusak", StringComparison.Ordinal)), "the failing source stands in the log", Limit);
        Log().ShouldNotContain("code=", Case.Insensitive);
    }

    /// <summary>A setting of the project that the build does not know by its name is passed over in silence.</summary>
    [Fact]
    public void It_collects_as_a_workstation_counts_no_methods_and_waits_asleep()
    {
        var settings = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hub.runtimeconfig.json"));

        settings.ShouldContain("\"System.GC.Server\": false");
        settings.ShouldContain("\"System.Runtime.TieredPGO\": false");
        settings.ShouldContain("\"System.Threading.ThreadPool.UnfairSemaphoreSpinLimit\": 0");
        settings.ShouldContain("\"System.Runtime.TieredCompilation.CallCountingDelayMs\": 20");
        settings.ShouldContain("\"System.Runtime.TieredCompilation.CallCountThreshold\": 256");
    }

    [Fact]
    public async Task A_second_hub_on_one_SQLite_file_is_refused_in_one_sentence()
    {
        string[] arguments = [$"--Hub:Data={folder.File("data")}", "--urls=http://127.0.0.1:0"];
        using var first = new HubProcess(arguments);
        first.Start();
        await first.UntilAsync(() => Task.FromResult(first.Said.Contains("Alamat:", StringComparison.Ordinal)), "it serves", Limit);

        using var second = new HubProcess(arguments);
        second.Start();

        (await second.EndAsync(Limit)).ShouldBe(75);
        second.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldStartWith("Hub lain sedang berjalan");
    }

    public void Dispose() => folder.Dispose();

    private static TimeSpan Limit => TimeSpan.FromSeconds(50);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Log() => Directory.Exists(folder.File("data/log")) ? string.Concat(Directory.GetFiles(folder.File("data/log")).Select(ReadShared)) : "";

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"(http://127\.0\.0\.1:[1-9]\d+/)setup\?code=\S+")]
    private static partial Regex Setup();
}
