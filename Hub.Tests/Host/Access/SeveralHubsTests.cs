using System.Net;
using Hub.Host.People.Access;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Access;

/// <summary>Two hubs on one PostgreSQL that share the folder of the keys: whoever is signed in at one is signed in at the other, and a form of one is taken by the other.</summary>
[Collection(OnPostgres.Name)]
public sealed class SeveralHubsTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_visitor_may_be_sent_to_another_hub_with_each_request()
    {
        using var folder = new TemporaryFolder();
        var settings = await postgres.SettingsAsync();
        await using var first = await HubFixture.StartAsync(settings, folder: folder);
        await using var second = await HubFixture.StartAsync(settings, folder: folder);
        await Visitor.RegisterAsync(first, "siti", "kesra", Roles.Verifier);
        using var visitor = new Visitor(first, second);

        var door = await visitor.SignInAsync("siti", Visitor.Password);

        door.StatusCode.ShouldBe(HttpStatusCode.Found, await door.Content.ReadAsStringAsync());
        foreach (var room in new[] { "/", "/", "/tickets", "/tickets", "/account", "/account" })
        {
            (await visitor.GetAsync(room)).StatusCode.ShouldBe(HttpStatusCode.OK, room);
        }

        using var stranger = new Visitor(first, second);
        (await stranger.GetAsync("/tickets")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }
}
