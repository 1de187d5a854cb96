using System.Diagnostics;
using System.Globalization;
using Hub.Domain.Catalogue;
using Hub.Tests.Browser;
using Hub.Tests.Support;
using Microsoft.Playwright;

namespace Hub.Tests.Journeys;

/// <summary>Journey a: a newcomer does what the README says, opens what the demo prints, and looks round.</summary>
[Collection(DemoOfAYear.Name)]
public sealed class NewcomerJourney(DemoOfAYear demo, ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_first_command_prints_opens_and_shows_what_the_README_says()
    {
        Need.Time();
        foreach (var line in new[] { "Masuk", "Surel tiruan", "Bangku uji", "Hub" })
        {
            File.ReadAllText(Path.Combine(Need.Repository, "README.md")).ShouldContain($"| *{line}* |");
            demo.Said.ShouldContain($"{line}:");
        }

        var walker = new Walker(await browser.PageAsync(demo.Address, 1280), "a");
        await walker.OpenAsync(demo.Printed("Hub:"));
        await walker.TypeAsync("Nama pengguna", "demo");
        await walker.TypeAsync("Kata sandi", demo.Printed("Masuk:").Split(": ")[1]);
        await walker.PressAsync("Masuk");
        await TellsWhoNeedsHelpAsync(walker.Page);
        await walker.GoAsync(walker.Page.Locator(".todo a[href^='/tickets/KU-']").First);
        await walker.ReadsAsync("Mengapa");
        foreach (var room in new[] { "Tiket", "Triase", "Laporan", "Sumber", "Setelan" })
        {
            await walker.FollowAsync(room);
        }

        await walker.PressAsync("English");
        await walker.ReadsAsync("Settings");
        await walker.OpenAsync(demo.Printed("Surel tiruan:").Split(' ')[0]);
        await walker.OpenAsync(demo.Printed("Bangku uji:"));
        await walker.Page.Context.CloseAsync();
    }

    /// <summary>Builds everything from what is committed: it takes minutes.</summary>
    [Fact]
    public async Task The_two_commands_work_in_a_clone()
    {
        Need.Time();
        using var folder = new TemporaryFolder();
        var clone = folder.File("hub");
        await RunAsync("git", Path.GetTempPath(), "clone", "--quiet", Need.Repository, clone);
        using (var fresh = new HubProcess([.. DemoOfAYear.Command.Split(' ')[1..], "--", "--today", "--port", $"{Ports.FreeRow(10)}"]) { Program = null, Folder = clone })
        {
            fresh.Start();
            await fresh.SaysAsync("Ctrl-C", TimeSpan.FromMinutes(15));
        }

        Directory.Exists(Path.Combine(clone, ".demo", "hub")).ShouldBeTrue();
        (await RunAsync(Path.Combine(clone, "test"), clone, "--filter", "FullyQualifiedName~Domain.SaidTests")).ShouldContain(" passed, 0 failed");
    }

    /// <summary>At a glance: one bureau has the most that is late and what waits longest, and one source is named as the one in trouble.</summary>
    private static async Task TellsWhoNeedsHelpAsync(IPage page)
    {
        var late = (await page.Locator("main table").First.Locator("tbody tr").EvaluateAllAsync<string[]>("rows => rows.map(r => r.querySelector('th').innerText + ':' + r.querySelector('[data-label=Terlambat]').innerText)"))
            .Select(line => line.Split(':')).ToDictionary(part => part[0].Trim(), part => int.TryParse(part[1], CultureInfo.InvariantCulture, out var count) ? count : 0, StringComparer.Ordinal);
        late.Count.ShouldBe(ServiceCatalogue.Embedded().Bureaus.Count);
        late["Kesra"].ShouldBeGreaterThan(late.Where(l => l.Key != "Kesra").Max(l => l.Value), string.Join(", ", late));
        (await page.Locator(".todo li:has(a[href^='/tickets/'])").AllInnerTextsAsync()).Take(3).ShouldAllBe(line => line.Contains("Kesra", StringComparison.Ordinal));

        (await page.Locator(".health").InnerTextAsync()).ShouldContain("e-Bang (pengendalian pembangunan) bermasalah (1 dari ");
    }

    private static async Task<string> RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        process.ExitCode.ShouldBe(0, said);
        return said;
    }
}
