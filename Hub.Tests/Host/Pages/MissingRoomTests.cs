using System.Net;
using Hub.Host.Web;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Components;

namespace Hub.Tests.Host.Pages;

/// <summary>A room whose address names what is not there says so itself, with the way on, and answers 404.</summary>
public sealed class MissingRoomTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    [Theory]
    [InlineData("/tickets/KU-2026-999999", "Tiket KU-2026-999999 tidak ditemukan")]
    [InlineData("/sources/tak-ada", "Sumber tak-ada tidak ada")]
    [InlineData("/sources/tak-ada/settings", "Sumber tak-ada tidak ada")]
    [InlineData("/sources/tak-ada/messages/1", "Kiriman tidak ditemukan")]
    [InlineData("/offices/tak-ada", "Perangkat daerah tidak dikenal")]
    [InlineData("/debts/duties/tak-ada", "Laporan berkala ini tidak ada")]
    [InlineData("/settings/users/tak-ada", "Pengguna itu tidak ada")]
    [InlineData("/settings/rules/rule/tak-ada", "tak-ada")]
    [InlineData("/sources/tak-ada/messages", "Sumber tak-ada tidak ada")]
    [InlineData("/sources/tak-ada/quarantine", "Sumber tak-ada tidak ada")]
    [InlineData("/settings/amendments/tak-ada", "Usul ini sudah diterapkan atau dibatalkan")]
    [InlineData("/settings/standards/99", "Layanan 99 tidak ada")]
    public async Task It_says_what_is_missing(string path, string said)
    {
        using var client = rooms.Client();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        page.ShouldContain(said);
        page.ShouldNotContain("Halaman tidak ditemukan");
    }

    [Theory]
    [InlineData("/nirwana")]
    [InlineData("/sources/tak-ada/statements/2026-03-01")]
    public async Task An_address_without_a_room_gets_the_general_page(string path)
    {
        using var client = rooms.Client();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain("<h1>");
    }

    [Fact]
    public async Task What_was_sent_wrong_is_not_called_a_fault_of_the_hub()
    {
        using var client = rooms.Client();
        using var answer = await client.GetAsync(new Uri("/settings/calendars?year=kemarin", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        page.ShouldContain("<h1>Permintaan tidak terbaca</h1>");
        page.ShouldNotContain("di pihak hub");
    }

    /// <summary><c>curl -L</c> takes anything and is led to the door like a browser; what it cannot read is not called missing.</summary>
    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_the_door_and_told_so()
    {
        await using var hub = await HubFixture.StartAsync();
        using var client = new HttpClient { BaseAddress = hub.Address };
        using var bare = await client.GetAsync(new Uri("/tickets", UriKind.Relative));
        bare.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        WebUtility.HtmlDecode(await bare.Content.ReadAsStringAsync()).ShouldContain("<h1>Anda belum masuk</h1>");

        client.DefaultRequestHeaders.Accept.ParseAdd("*/*");
        using var led = await client.GetAsync(new Uri("/", UriKind.Relative));

        led.StatusCode.ShouldBe(HttpStatusCode.OK);
        led.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/masuk");
    }

    /// <summary>The list above is whole: a room that takes a name from its address is on it, or needs none.</summary>
    [Fact]
    public void Every_room_with_a_name_in_its_address_is_tried()
    {
        var tried = typeof(MissingRoomTests).GetMethod(nameof(It_says_what_is_missing))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(d => (string)d.Data[0]!).ToList();
        var named = typeof(Room).Assembly.GetTypes().SelectMany(t => t.GetCustomAttributes(typeof(RouteAttribute), false).Cast<RouteAttribute>().Select(r => r.Template)).Where(t => t.Contains('{'));

        named.Where(room => !tried.Any(path => System.Text.RegularExpressions.Regex.IsMatch(path, "^" + System.Text.RegularExpressions.Regex.Replace(room, @"\{[^}]+\}", "[^/]+") + "$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)))).ShouldBe([]);
    }
}
