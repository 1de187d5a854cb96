using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.Playwright;

namespace Hub.Tests.Browser;

/// <summary>What a screen or a sheet holds, measured in the browser.</summary>
public sealed class MeasureTests(ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>
{
    [Fact]
    public async Task A_screen_of_a_clerk_shows_fifteen_tickets_and_a_phone_ten_on_two_and_a_half()
    {
        await using var hub = await BusyHub.StartAsync();
        var wide = await browser.PageAsync(hub.Address, 1280);
        await wide.SetViewportSizeAsync(1280, 900);
        await wide.GotoAsync("/tickets?status=All");
        (await wide.EvaluateAsync<int>("[...document.querySelectorAll('[data-rows] > tr')].filter(r => r.getBoundingClientRect().bottom <= 900).length")).ShouldBeGreaterThanOrEqualTo(15);
        (await wide.EvaluateAsync<int>("[...document.querySelectorAll('[data-rows] > tr td.about')].filter(c => c.querySelector('a[href^=\"/tickets/KU-\"]')).length")).ShouldBeGreaterThan(15);
        await wide.Context.CloseAsync();

        var phone = await browser.PageAsync(hub.Address, 360);
        await phone.GotoAsync("/tickets?status=All");
        (await phone.EvaluateAsync<double>("document.querySelectorAll('[data-rows] > tr')[9].getBoundingClientRect().bottom")).ShouldBeLessThanOrEqualTo(2.5 * 740);
        await phone.Context.CloseAsync();
    }

    /// <summary>Every room in both languages, with an ill source and mails that did not arrive in it.</summary>
    [Theory]
    [InlineData(360, "id")]
    [InlineData(768, "id")]
    [InlineData(768, "en")]
    [InlineData(1280, "id")]
    public async Task No_word_of_a_list_is_broken_and_no_room_is_wider_than_its_screen(int width, string language)
    {
        await using var hub = await BusyHub.StartAsync();
        var page = await browser.PageAsync(hub.Address, width, language: language);
        var faults = new List<string>();
        foreach (var (_, path) in EveryRoom.Of(hub))
        {
            await page.GotoAsync(path);
            faults.AddRange(await page.EvaluateAsync<string[]>(BrokenWords) is { Length: > 0 } words ? words.Where(w => width > 360 || !w.TrimEnd('.').Contains('.', StringComparison.Ordinal)).Select(w => $"{path}: {w}") : []);
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 1 and var over)
            {
                faults.Add($"{path}: {over} px wider than {width} px");
            }
        }

        await page.Context.CloseAsync();
        faults.ShouldBeEmpty();
    }

    /// <summary>A sheet of A4 is as narrow as a tablet: what is for narrow screens would make cards of its tables.</summary>
    [Fact]
    public async Task What_asks_for_a_width_asks_for_a_screen()
    {
        var style = await File.ReadAllTextAsync(Path.Combine(Need.Repository, "Hub.Host/wwwroot/hub.css"), TestContext.Current.CancellationToken);
        var queries = style.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("@media", StringComparison.Ordinal) && l.Split('{')[0].Contains("width", StringComparison.Ordinal)).ToList();

        queries.ShouldNotBeEmpty();
        queries.ShouldAllBe(q => q.StartsWith("@media screen and", StringComparison.Ordinal));
    }

    /// <summary>A circle or box stands on the line of its words.</summary>
    [Fact]
    public async Task A_choice_stands_beside_its_word()
    {
        await using var hub = await BusyHub.StartAsync();
        var page = await browser.PageAsync(hub.Address, 1280);
        var faults = new List<string>();
        foreach (var (_, path) in EveryRoom.Of(hub))
        {
            await page.GotoAsync(path);
            faults.AddRange((await page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('label > :is(input[type=radio], input[type=checkbox])')].filter(i => i.getBoundingClientRect().width > 40 || i.offsetParent && i.parentElement.getBoundingClientRect().left < i.getBoundingClientRect().left - 1).map(i => i.name)"))
                .Select(name => $"{path}: {name}"));
        }

        await page.Context.CloseAsync();
        faults.ShouldBeEmpty();
    }

    /// <summary>Short words of tables and facts that stand on two lines.</summary>
    private const string BrokenWords = """
        [...document.querySelectorAll('td, th, dd, dt, .tag')].flatMap(cell => {
          const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), broken = [];
          while (walk.nextNode()) for (const match of walk.currentNode.data.matchAll(/(?<=^|\s)[A-Za-z.,:()]{2,24}(?=\s|$)/g)) {
            const range = document.createRange();
            range.setStart(walk.currentNode, match.index); range.setEnd(walk.currentNode, match.index + match[0].length);
            if (new Set([...range.getClientRects()].filter(r => r.width > 1).map(r => Math.round(r.top))).size > 1) broken.push(match[0]);
          }
          return broken;
        })
        """;

    [Theory]
    [InlineData("/tickets?status=All", "KU-2026-000073", "Sisa waktu")]
    [InlineData("/tickets?status=All&bureau=kesra", "Biro Kesejahteraan Rakyat", "Dicetak")]
    [InlineData("/tickets/KU-2026-000002", "proposal-hibah.pdf", "Proposal sudah kami terima")]
    [InlineData("/reports?from=2026-01-01&to=2026-12-31", "Lewat tenggat", "Kesra")]
    [InlineData("/reports/wall?month=2026-03", "Layanan bulan Maret 2026", "Dua belas bulan terakhir")]
    public async Task List_ticket_and_report_print_in_full(string path, string first, string second)
    {
        await using var hub = await BusyHub.StartAsync();
        var page = await browser.PageAsync(hub.Address, 1280);
        await page.GotoAsync(path);

        var pdf = await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true });

        if (Environment.GetEnvironmentVariable("HUB_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(Path.GetFullPath(folder, Need.Repository), path.Split('?')[0].Trim('/').Replace('/', '-') + ".pdf"), pdf, TestContext.Current.CancellationToken);
        }

        var text = PdfText.Of(pdf);
        text.ShouldContain(first);
        text.ShouldContain(second);
        text.ShouldNotContain("Kirim jawaban");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_is_typed_is_there_again_when_the_page_is_opened_anew()
    {
        await using var hub = await BusyHub.StartAsync();
        var page = await browser.PageAsync(hub.Address, 1280);
        await page.GotoAsync("/tickets/KU-2026-000002");
        await page.Locator("#answer-text").PressSequentiallyAsync("Belum selesai ditulis");
        await page.WaitForResponseAsync(r => r.Url.EndsWith("/typed", StringComparison.Ordinal) && r.Status == 204);

        await Assertions.Expect(page.Locator("[data-session-over]")).ToBeHiddenAsync();
        await page.GotoAsync("/tickets");
        await page.GotoAsync("/tickets/KU-2026-000002");

        (await page.Locator("#answer-text").InputValueAsync()).ShouldBe("Belum selesai ditulis");
        await page.Context.CloseAsync();
    }
}
