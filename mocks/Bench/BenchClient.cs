using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Hub.Mocks.Bench;

/// <summary>The calls of the bench for programs.</summary>
/// <param name="http">With the bench's address as its base.</param>
public sealed class BenchClient(HttpClient http)
{
    public Task<IReadOnlyList<FakeView>> FakesAsync(CancellationToken token) => SendAsync<IReadOnlyList<FakeView>>(HttpMethod.Get, "/api/fakes", null, token);

    /// <summary>The calls that reached a fake, newest first.</summary>
    public Task<IReadOnlyList<FakeVisit>> JournalAsync(string fake, CancellationToken token) => SendAsync<IReadOnlyList<FakeVisit>>(HttpMethod.Get, $"/api/fakes/{fake}/journal", null, token);

    public Task<IReadOnlyList<FakeItem>> ItemsAsync(string fake, CancellationToken token) => SendAsync<IReadOnlyList<FakeItem>>(HttpMethod.Get, $"/api/fakes/{fake}/items", null, token);

    /// <returns>The new item's id.</returns>
    public async Task<string> AddAsync(string fake, JsonObject fields, CancellationToken token) =>
        (string)(await SendAsync<JsonObject>(HttpMethod.Post, $"/api/fakes/{fake}/items", fields, token))["id"]!;

    public Task ChangeAsync(string fake, string id, JsonObject fields, CancellationToken token) => SendAsync<JsonObject>(HttpMethod.Patch, $"/api/fakes/{fake}/items/{id}", fields, token);

    /// <param name="answers">For so many answers; null: until <see cref="ClearAsync"/>.</param>
    public Task<FakeView> PlayAsync(string fake, Fault fault, int? answers, CancellationToken token) => SendAsync<FakeView>(HttpMethod.Put, $"/api/fakes/{fake}/fault", new FaultOrder(fault, answers), token);

    public Task<FakeView> ClearAsync(string fake, CancellationToken token) => SendAsync<FakeView>(HttpMethod.Delete, $"/api/fakes/{fake}/fault", null, token);

    public Task MailAsync(MailDraft draft, CancellationToken token) => SendAsync<JsonObject>(HttpMethod.Post, "/api/mails", draft, token);

    public Task ResetAsync(CancellationToken token) => SendAsync<IReadOnlyList<FakeView>>(HttpMethod.Post, "/api/reset", null, token);

    /// <exception cref="BenchRefusal">The bench's own sentence.</exception>
    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken token)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: BenchPage.Json) };
        using var answer = await http.SendAsync(request, token);
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchRefusal((string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(token))?["message"] ?? $"{(int)answer.StatusCode}");
        }

        return (await answer.Content.ReadFromJsonAsync<T>(BenchPage.Json, token))!;
    }
}
