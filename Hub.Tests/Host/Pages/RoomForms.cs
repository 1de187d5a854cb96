using System.Net;
using Hub.Tests.Host.Access;

namespace Hub.Tests.Host.Pages;

/// <summary>Fills forms of pages as a browser without JavaScript would, and follows the answer.</summary>
internal static class RoomForms
{
    public static async Task<string> PostAsync(this RoomsFixture rooms, string path, string handler, params (string Name, string Value)[] fields)
    {
        using var client = rooms.Client();
        var token = Visitor.TokenOf(await client.GetStringAsync(new Uri(path, UriKind.Relative))) ?? throw new InvalidOperationException($"No form on {path}.");
        (string Name, string Value)[] all = [("_handler", handler), ("__RequestVerificationToken", token), .. fields];
        var answer = await client.PostAsync(new Uri(path, UriKind.Relative), new FormUrlEncodedContent(all.Select(f => KeyValuePair.Create(f.Name, f.Value))));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
