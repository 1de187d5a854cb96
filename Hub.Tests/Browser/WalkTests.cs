using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Hub.Host.People.Access;
using Hub.Tests.Host.Pages;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Hub.Tests.Browser;

/// <summary>The main roads of the four kinds of people in a real browser: narrow and wide, with and without JavaScript, in both languages.</summary>
public sealed partial class WalkTests(ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>
{
    [Theory]
    [InlineData(360, "id")]
    [InlineData(768, "en")]
    [InlineData(1280, "en")]
    public async Task No_page_has_a_fault_of_accessibility_in_light_or_dark_or_is_wider_than_its_screen(int width, string language)
    {
        await using var hub = await BusyHub.StartAsync();
        var page = await browser.PageAsync(hub.Address, width, language: language);
        var faults = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal))
            {
                faults.Add($"{page.Url}: {message.Text}");
            }
        };
        foreach (var (_, path) in EveryRoom.Of(hub))
        {
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await page.GotoAsync(path);
            var light = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            var dark = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } });
            faults.AddRange(light.Violations.Concat(dark.Violations).Select(v => $"{path}: {v.Id}: {v.Nodes[0].Html}"));
            var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (over > 1)
            {
                faults.Add($"{path}: {over} px wider than {width} px");
            }
        }

        await page.Context.CloseAsync();
        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_page_is_among_the_rooms_that_are_walked_and_photographed()
    {
        await using var hub = await BusyHub.StartAsync(filled: false);
        var paths = EveryRoom.Of(hub).Select(r => r.Path.Split('?')[0]).ToList();

        var pages = hub.Rooms.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null).Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).Distinct().ToList();

        pages.Count.ShouldBeGreaterThan(30);
        pages.Where(p => !paths.Exists(path => Regex.IsMatch(path, $"^{Regex.Replace(p, @"\{[^}]*\}", "[^/]+")}$", RegexOptions.None, TimeSpan.FromSeconds(1)))).ShouldBeEmpty();
    }

    /// <summary>Slow lines: everything a first visit sends, scripts and styles too, as it travels.</summary>
    [Fact]
    public async Task No_page_is_heavier_than_a_hundred_kilobytes()
    {
        const int MostBytes = 100 * 1024; // Uncut as in a build for tests; published the scripts alone are a fifth lighter.
        await using var hub = await BusyHub.StartAsync();
        using var client = hub.Rooms.Client();
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br, gzip");
        var weights = new Dictionary<string, int>(StringComparer.Ordinal);
        var heavy = new List<string>();
        foreach (var (_, path) in EveryRoom.Of(hub))
        {
            var page = await hub.Rooms.GetAsync(path is "/not-found" or "/error" ? "/" : path);
            var bytes = await WeighAsync(client, path);
            foreach (var asset in Asset().Matches(page).Select(m => "/" + m.Groups["path"].Value).Distinct())
            {
                bytes += weights.TryGetValue(asset, out var known) ? known : weights[asset] = await WeighAsync(client, asset);
            }

            TestContext.Current.TestOutputHelper!.WriteLine($"{bytes,8} {path}");
            if (bytes > MostBytes)
            {
                heavy.Add($"{path}: {bytes}");
            }
        }

        weights.Count.ShouldBeGreaterThanOrEqualTo(3);
        heavy.ShouldBeEmpty();
    }

    private static async Task<int> WeighAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    [GeneratedRegex("<(?:script src|link rel=\"stylesheet\" href)=\"(?<path>[^\"]+)\"", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Asset();

    [Theory]
    [InlineData(360, false, "id", "Kirim jawaban")]
    [InlineData(1280, true, "en", "Send answer")]
    public async Task Staff_find_the_most_pressing_ticket_and_answer_it(int width, bool script, string language, string send)
    {
        await using var hub = await BusyHub.StartAsync();
        hub.Rooms.As = RoomsFixture.StaffOf("kesra");
        var page = await browser.PageAsync(hub.Address, width, script, language);

        await page.GotoAsync("/");
        await page.Locator(".todo a").First.ClickAsync();
        await page.Locator("#answer-text").FillAsync("Berkas Bapak/Ibu lengkap; proposal kami teruskan ke tim.");
        await page.GetByRole(AriaRole.Button, new() { Name = send }).ClickAsync();

        await Assertions.Expect(page.Locator(".timeline").Last).ToContainTextAsync("proposal kami teruskan ke tim");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(360, false, "en", "Hand on", "Nothing waits for triage")]
    [InlineData(1280, true, "id", "Teruskan", "Tidak ada yang menunggu triase")]
    public async Task The_verifier_triages_until_nothing_waits(int width, bool script, string language, string handOn, string nothing)
    {
        await using var hub = await BusyHub.StartAsync();
        var page = await browser.PageAsync(hub.Address, width, script, language);
        await page.GotoAsync("/triage");

        foreach (var bureau in (string[])["hukum", "organisasi"])
        {
            await page.Locator("#other").SelectOptionAsync(bureau);
            await page.GetByRole(AriaRole.Button, new() { Name = handOn }).ClickAsync();
            await Assertions.Expect(page.Locator(".notice.ok")).ToBeVisibleAsync();
        }

        await Assertions.Expect(page.GetByText(nothing)).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(360, false, "en", "Pause", "Paused since")]
    [InlineData(1280, true, "id", "Jeda", "Dijeda sejak")]
    public async Task An_administrator_sees_the_trouble_of_a_source_and_pauses_it(int width, bool script, string language, string pause, string paused)
    {
        await using var hub = await BusyHub.StartAsync();
        var page = await browser.PageAsync(hub.Address, width, script, language);

        await page.GotoAsync("/sources");
        await Assertions.Expect(page.GetByText("429 dari server").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "LAPOR! SP4N" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = pause }).ClickAsync();

        await Assertions.Expect(page.GetByText(paused)).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(360, false, "id")]
    [InlineData(1280, true, "en")]
    public async Task Anybody_reads_the_statistics_and_switches_language_and_light(int width, bool script, string language)
    {
        await using var hub = await BusyHub.StartAsync();
        hub.Rooms.As = CurrentUser.Nobody;
        var page = await browser.PageAsync(hub.Address, width, script, language);

        await page.GotoAsync("/statistics");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await page.Locator("button[name=theme][value=dark]").ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.Locator($"button[name=language][value={(language == "id" ? "en" : "id")}]").ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language == "id" ? "en" : "id");
        page.Url.ShouldEndWith("/statistics");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_keyboard_moves_through_the_list_and_opens()
    {
        await using var hub = await BusyHub.StartAsync();
        var page = await browser.PageAsync(hub.Address, 1280);
        await page.GotoAsync("/tickets");

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Jalan rusak");
        await page.Context.CloseAsync();
    }
}
