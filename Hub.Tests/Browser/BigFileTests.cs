using Hub.Tests.Host.Pages;
using Microsoft.Playwright;

namespace Hub.Tests.Browser;

/// <summary>Files that the hub would refuse do not leave the browser, and what was typed stays.</summary>
public sealed class BigFileTests(ChromiumBrowser browser, RoomsFixture rooms) : IClassFixture<ChromiumBrowser>, IClassFixture<RoomsFixture>
{
    [Fact]
    public async Task A_file_too_large_is_refused_at_its_field_before_anything_is_sent()
    {
        var ticket = await rooms.AddTicketAsync("Minta berkas besar");
        var page = await browser.PageAsync(rooms.Address, 1280);
        await page.GotoAsync($"/tickets/{ticket.Number}");
        await page.FillAsync("#answer-text", "Jawaban panjang.");
        await page.EvaluateAsync("""
            (() => {
              const files = new DataTransfer();
              files.items.add(new File([new Uint8Array(11 * 1024 * 1024)], 'besar.pdf'));
              const input = document.getElementById('answer-files');
              input.files = files.files;
              input.dispatchEvent(new Event('change', { bubbles: true }));
            })()
            """);

        (await page.Locator("#answer-files-fault").InnerTextAsync()).ShouldContain("bersama-sama 10 MB");
        await page.Locator("button[name=last][value=false]").ClickAsync();
        (await page.EvaluateAsync<bool>("document.getElementById('answer-files').validity.customError")).ShouldBeTrue();
        page.Url.ShouldNotContain("done");
        (await page.InputValueAsync("#answer-text")).ShouldBe("Jawaban panjang.");

        await page.EvaluateAsync("(() => { const input = document.getElementById('answer-files'); input.value = ''; input.dispatchEvent(new Event('change', { bubbles: true })); })()");
        (await page.Locator("#answer-files-fault").IsVisibleAsync()).ShouldBeFalse();
        (await page.EvaluateAsync<bool>("document.getElementById('answer-files').validity.valid")).ShouldBeTrue();
        await page.Context.CloseAsync();
    }
}
