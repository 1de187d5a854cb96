using Refit;

namespace Hub.Connectors.Spse;

/// <summary>LKPP's ISB: a whole year of one service at once.</summary>
internal interface IIsbApi
{
    /// <param name="key">The service's GUID, which is its key.</param>
    /// <param name="number">LKPP's number of the service.</param>
    /// <param name="service"><c>SPSE-TenderPengumuman</c> …</param>
    /// <param name="year">Budget year.</param>
    /// <param name="lpse">The number of the province's LPSE.</param>
    /// <param name="token">Cancels.</param>
    [Get("/{key}/json/{number}/{service}/tipe/4:4/parameter/{year}:{lpse}")]
    Task<HttpResponseMessage> YearAsync(string key, string number, string service, int year, int lpse, CancellationToken token);
}
