using System.Net;
using Hub.Host.People.Access;
using Hub.Host.Web.Access;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Pages;

/// <summary>Pages say what people call things: no code of a bureau, no name that a browser has for itself, no cron.</summary>
public sealed class PlainNamesTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge, Windows")]
    [InlineData("Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome, Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari, iPhone")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Linux")]
    [InlineData("curl/8.5.0", "curl")]
    public void A_session_is_named_by_browser_and_system(string agent, string name) => BrowserNames.Of(agent).ShouldBe(name);

    [Fact]
    public async Task The_account_names_the_bureau_as_other_pages_do()
    {
        await using var hub = await HubFixture.StartAsync();
        using var andi = await Visitor.SignedInAsync(hub, "andi", "kesra", Roles.Staff);

        (await andi.ReadAsync("/account")).ShouldContain("<dd>Kesra</dd>");
    }

    [Fact]
    public async Task The_trail_says_which_file_was_taken_away()
    {
        await rooms.GetAsync("/tickets/export.csv");

        (await rooms.GetAsync("/settings/audit")).ShouldContain("<span>berkas CSV<details>");
    }

    [Fact]
    public async Task A_source_says_how_often_it_runs_and_nothing_sooner_than_it_may_try_again()
    {
        var source = await rooms.AddSourceAsync("email-jadwal", "Jadwal", health => (health.Failures, health.FailingSince, health.RetryAt) = (3, RoomsFixture.Now.AddHours(-1), RoomsFixture.Now.AddMinutes(12)));

        var page = WebUtility.HtmlDecode(await rooms.GetAsync($"/sources/{source.Name}"));

        page.ShouldContain("<p>Setiap 5 menit</p>");
        page.ShouldContain("<summary>Ungkapan jadwal</summary><code>0 0/5 * * * ?</code>");
        page.ShouldNotContain("09.15 WITA</time></li>");
        page.ShouldContain("09.25");
    }

    [Fact]
    public void What_runs_several_times_a_minute_is_listed_once_a_minute() =>
        Hub.Host.Web.Sources.Schedule.Next("0/15 * * * * ?", RoomsFixture.Now, 10).Select(at => at.ToString("HH:mm")).ShouldBeUnique();
}
