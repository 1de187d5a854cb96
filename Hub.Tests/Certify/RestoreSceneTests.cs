using System.Globalization;
using Hub.Mocks.Certify;
using Hub.Tests.Support;

namespace Hub.Tests.Certify;

/// <summary>The scene of the book that puts a backup back, by itself: a store a day older than its world. <see cref="CertifyTests"/> plays it with every kind of connector.</summary>
public sealed class RestoreSceneTests
{
    /// <summary>So few kills come to few points; what counts here is the balance.</summary>
    private const int Kills = 4;

    [Fact]
    public async Task A_store_that_is_put_back_tells_nothing_twice_gives_no_number_twice_and_lists_what_it_cannot_know()
    {
        using var folder = new TemporaryFolder();
        var scene = FaultBook.Read(Path.Combine(AppContext.BaseDirectory, "faults.json")).Scenes.Single(s => s.Restore);
        await File.WriteAllTextAsync(folder.File("book.json"), $$"""{ "scenes": [ { "name": "{{scene.Name}}", "about": "{{scene.About}}", "items": {{scene.Items}}, "restore": true } ] }""", TestContext.Current.CancellationToken);
        var output = new StringWriter(CultureInfo.InvariantCulture);

        await CertifyVerb.RunAsync(new CertifyOrder("email", Kills, Lanes: 1, folder.File("book.json")), output, TestContext.Current.CancellationToken);

        var said = output.ToString().Split('\n', StringSplitOptions.TrimEntries);
        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
        said.ShouldNotContain(line => line.Contains($"({scene.Name})", StringComparison.Ordinal), "each fault names its scene");
        said.ShouldContain(line => line.StartsWith("Dipulihkan", StringComparison.Ordinal) && line.Contains("1  simpanan", StringComparison.Ordinal));
    }
}
