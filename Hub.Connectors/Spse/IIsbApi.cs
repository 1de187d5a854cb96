using Refit;

namespace Hub.Connectors.Spse;

/// <summary>LKPP's ISB: a whole year of one service at once.</summary>
internal interface IIsbApi
{
    /// <param name="path"><c>{GUID}/json/{number}/{name}/tipe/4:4/parameter/{year}:{LPSE}</c>.</param>
    /// <param name="token">Cancels.</param>
    [Get("/{**path}")]
    Task<HttpResponseMessage> YearAsync([Encoded] string path, CancellationToken token);
}
