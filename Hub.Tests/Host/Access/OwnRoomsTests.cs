using System.Net;
using System.Text.RegularExpressions;
using Hub.Host.People.Access;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Routing;

namespace Hub.Tests.Host.Access;

/// <summary>Every role finds its rooms: what may be opened has a door, and every door opens.</summary>
public sealed partial class OwnRoomsTests(EveryRole everyRole) : IClassFixture<EveryRole>
{
    private readonly HubFixture hub = everyRole.Hub;

    [Theory]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.Verifier)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Leadership)]
    public async Task The_settings_page_shows_each_role_its_rooms_and_no_others(string role)
    {
        var visitor = everyRole.Visitors[role];
        var page = await visitor.ReadAsync("/settings");
        var doors = Places().Matches(page[page.IndexOf("class=\"places\"", StringComparison.Ordinal)..]).Select(m => m.Groups[1].Value).ToList();

        (await visitor.ReadAsync("/")).ShouldContain("href=\"/settings\"");
        doors.ShouldNotBeEmpty();
        foreach (var room in Rooms())
        {
            var opens = (await visitor.GetAsync(room)).StatusCode == HttpStatusCode.OK;
            doors.Contains(room).ShouldBe(opens, room);
        }
    }

    [Theory]
    [InlineData(Roles.Staff)]
    [InlineData(Roles.Head)]
    public async Task Who_has_no_room_there_sees_no_door(string role) => (await everyRole.Visitors[role].ReadAsync("/")).ShouldNotContain("href=\"/settings\"");

    /// <summary>The rooms that stand directly behind the settings; <c>new</c> and details are reached from within.</summary>
    private IEnumerable<string> Rooms() => hub.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).Where(p => Room().IsMatch(p)).Concat(["/sources", "/offices"]).Distinct();

    [GeneratedRegex("^/settings/[a-z]+$", RegexOptions.None, 1000)]
    private static partial Regex Room();

    [GeneratedRegex("<li><a href=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Places();
}
