using System.Diagnostics;
using System.Globalization;
using Hub.Tests.Support;
using Microsoft.Playwright;

namespace Hub.Tests.Journeys;

/// <summary>
/// A person at a screen who does what the words on it say. Counts what is clicked, times every step, and keeps a picture of each:
/// <c>HUB_SCREENSHOTS=screenshots ./test --filter Journeys</c>.
/// </summary>
public sealed class Walker(IPage page, string journey)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private int step;

    public IPage Page => page;

    public int Clicks { get; private set; }

    public TimeSpan Walked => clock.Elapsed;

    public async Task OpenAsync(string address)
    {
        await page.GotoAsync(address);
        await SeenAsync();
    }

    /// <summary>Clicks a link by its words.</summary>
    public Task FollowAsync(string words) => GoAsync(page.GetByRole(AriaRole.Link, new() { Name = words, Exact = true }).First);

    /// <summary>Presses a button by its words.</summary>
    public Task PressAsync(string words) => GoAsync(page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true }).First);

    /// <summary>Opens what is folded up under these words.</summary>
    public Task UnfoldAsync(string words) => ClickAsync(page.Locator("summary").Filter(new() { HasText = words }).First);

    public async Task ClickAsync(ILocator place)
    {
        Clicks++;
        await place.ClickAsync();
        await SeenAsync();
    }

    /// <summary>Clicks what leads to another page, or to this one anew.</summary>
    public async Task GoAsync(ILocator place)
    {
        Clicks++;
        var before = page.Url.Split('#')[0];
        // A page may be put together anew in the one that is open: its address changes first, its words after that.
        await page.EvaluateAsync("window.Blazor?.addEventListener && (window.walked = false, Blazor.addEventListener('enhancedload', () => { window.walked = true; }))");
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Arrive(object? sender, IFrame frame) => arrived.TrySetResult();
        page.FrameNavigated += Arrive;
        await place.ClickAsync();
        await arrived.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        page.FrameNavigated -= Arrive;
        await WholeAsync(page.Url.Contains('#', StringComparison.Ordinal) && page.Url.Split('#')[0] == before);
        await SeenAsync();
    }

    /// <summary>Types into the field with this label; the way there by keyboard is no click.</summary>
    public Task TypeAsync(string label, string text) => Field(label).FillAsync(text);

    public Task ChooseAsync(string label, string choice) => Field(label).SelectOptionAsync(new SelectOptionValue { Label = choice });

    public Task ReadsAsync(string words) => Assertions.Expect(page.Locator("main")).ToContainTextAsync(words, new() { Timeout = (float)Patience.TotalMilliseconds });

    /// <summary>
    /// Waits until the page is there in whole. It is asked again and again from here: Playwright's own word for "loaded" is lost when it
    /// comes between two of its threads, and a page whose JavaScript is off never wakes a wait of its own.
    /// </summary>
    private async Task WholeAsync(bool within)
    {
        for (var asked = Stopwatch.StartNew(); asked.Elapsed < Patience; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            try
            {
                if (await page.EvaluateAsync<bool>("within => document.readyState === 'complete' && (within || window.walked !== false)", within))
                {
                    return;
                }
            }
            catch (PlaywrightException e) when (e.Message.Contains("navigation", StringComparison.Ordinal) || e.Message.Contains("context", StringComparison.Ordinal))
            {
                // The page left while it was asked: the next one answers.
            }
        }

        throw new TimeoutException($"{journey}, step {step}: {page.Url} is not there in whole after {Patience}.");
    }

    private ILocator Field(string label) => page.GetByLabel(label, new() { Exact = true }).Locator("visible=true").First;

    private async Task SeenAsync()
    {
        step++;
        var text = await page.Locator("body").InnerTextAsync();
        MailCheck.RawKeysIn(text).ShouldBeEmpty($"{journey}, step {step}: {page.Url}");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{journey} {step,2} {clock.Elapsed.TotalSeconds,6:0.0} s {Clicks,3} clicks {new Uri(page.Url).PathAndQuery.Split('?')[0]}"));
        if (Environment.GetEnvironmentVariable("HUB_SCREENSHOTS") is { Length: > 0 } folder)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{journey}-{step:00}.png");
            await page.ScreenshotAsync(new() { Path = Path.Combine(Path.GetFullPath(folder, Need.Repository), "journeys", name), FullPage = true });
        }
    }
}
