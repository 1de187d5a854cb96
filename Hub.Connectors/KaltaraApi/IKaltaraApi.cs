using Refit;

namespace Hub.Connectors.KaltaraApi;

/// <summary>The convention of the province's systems: JSON over HTTP with an API key; which paths there are is the mapping's matter.</summary>
internal interface IKaltaraApi
{
    [Get("/{**path}")]
    Task<HttpResponseMessage> GetAsync(string path, [Query] IDictionary<string, string> query, [Header("X-API-Key")] string key, CancellationToken token);

    [Patch("/{**path}")]
    Task<HttpResponseMessage> PatchAsync(
        string path, [Body] IReadOnlyDictionary<string, string> body, [Header("X-API-Key")] string key, [Header("Idempotency-Key")] string idempotencyKey, CancellationToken token);

    [Post("/{**path}")]
    Task<HttpResponseMessage> PostAsync(
        string path, [Body] IReadOnlyDictionary<string, string> body, [Header("X-API-Key")] string key, [Header("Idempotency-Key")] string idempotencyKey, CancellationToken token);
}
