using Hub.Tests.Support;

namespace Hub.Tests.Browser;

/// <summary>
/// Pictures of every room for people to look at: <c>HUB_SCREENSHOTS=screenshots dotnet test Hub.Tests --filter Screenshots</c>.
/// Narrow, tablet and wide, light and dark, in English; an empty hub, a busy one, and long titles.
/// </summary>
public sealed class Screenshots(ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>
{
    [Fact]
    public async Task Every_room_is_photographed()
    {
        var folder = Environment.GetEnvironmentVariable("HUB_SCREENSHOTS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "HUB_SCREENSHOTS names no folder.");
        folder = Path.GetFullPath(folder!, Need.Repository);
        Directory.CreateDirectory(folder);
        await using var busy = await BusyHub.StartAsync();
        await using var empty = await BusyHub.StartAsync(filled: false);
        var only = Environment.GetEnvironmentVariable("HUB_SCREENSHOTS_ONLY");
        foreach (var (name, path) in EveryRoom.Of(busy).Where(r => only is null || only.Split(',').Contains(r.Name)))
        {
            foreach (var width in (int[])[360, 768, 1280])
            {
                await TakeAsync(busy, path, width, "light", Path.Combine(folder, $"{name}-{width}-terang.png"));
            }

            await TakeAsync(busy, path, 360, "dark", Path.Combine(folder, $"{name}-360-gelap.png"));
            await TakeAsync(busy, path, 1280, "dark", Path.Combine(folder, $"{name}-1280-gelap.png"));
            await TakeAsync(busy, path, 360, "light", Path.Combine(folder, $"{name}-360-inggris.png"), "en");
            await TakeAsync(empty, path, 1280, "light", Path.Combine(folder, $"{name}-1280-kosong.png"));
        }

        Directory.GetFiles(folder, "*.png").ShouldNotBeEmpty();
    }

    private async Task TakeAsync(BusyHub hub, string path, int width, string theme, string file, string language = "id")
    {
        var page = await browser.PageAsync(hub.Address, width, language: language, theme: theme);
        await page.GotoAsync(path);
        await page.ScreenshotAsync(new() { Path = file, FullPage = true });
        await page.Context.CloseAsync();
    }
}
