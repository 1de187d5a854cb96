using System.Text.Json;
using Refit;

namespace Hub.Connectors.Spse;

/// <summary>The lists behind SPSE's public web pages.</summary>
internal interface ISpseGridApi
{
    /// <summary>The page that hands out the session cookie and the authenticity token.</summary>
    [Get("/lelang")]
    [Headers("Accept: text/html")]
    Task<HttpResponseMessage> PageAsync(CancellationToken token);

    /// <param name="grid"><c>lelang</c>, <c>pl</c> or <c>nonspk</c>.</param>
    /// <param name="tahun">Budget year.</param>
    /// <param name="form">What DataTables sends.</param>
    /// <param name="cookie">The session.</param>
    /// <param name="referer">The page it claims to be on.</param>
    /// <param name="token">Cancels.</param>
    [Post("/dt/{grid}")]
    [Headers("X-Requested-With: XMLHttpRequest", "Accept: application/json")]
    Task<JsonElement> RowsAsync(
        string grid, int tahun, [Body] FormUrlEncodedContent form, [Header("Cookie")] string cookie, [Header("Referer")] string referer, CancellationToken token);
}
