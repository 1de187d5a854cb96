using Refit;

namespace Hub.Connectors.KaltaraApi;

/// <summary>The convention of the province's systems: JSON over HTTP with an API key; which paths there are is the mapping's matter.</summary>
/// <remarks>Three calls; only their places are the mapping's.</remarks>
internal interface IKaltaraApi
{
    /// <param name="path">Of the list.</param>
    /// <param name="query">Page, size, changed since, and what the mapping adds.</param>
    /// <param name="key">The API key.</param>
    /// <param name="token">Cancels.</param>
    [Get("/{**path}")]
    Task<HttpResponseMessage> ListAsync(string path, [Query] IDictionary<string, string> query, [Header("X-API-Key")] string key, CancellationToken token);

    [Patch("/{**path}")]
    Task<HttpResponseMessage> ChangeAsync(
        string path, [Body] IReadOnlyDictionary<string, string> body, [Header("X-API-Key")] string key, [Header("Idempotency-Key")] string idempotencyKey, CancellationToken token);

    [Post("/{**path}")]
    Task<HttpResponseMessage> ActAsync(
        string path, [Body] IReadOnlyDictionary<string, string> body, [Header("X-API-Key")] string key, [Header("Idempotency-Key")] string idempotencyKey, CancellationToken token);
}
