using System.Text.Json;
using Refit;

namespace Hub.Connectors.Spse;

/// <summary>LKPP's INAPROC gateway; read only.</summary>
internal interface IInaprocApi
{
    /// <param name="resource"><c>pengumuman</c>, <c>tender-selesai</c> …</param>
    /// <param name="kodeKlpd">Required, else 400.</param>
    /// <param name="tahun">Required, else 400.</param>
    /// <param name="limit">1 to 1000.</param>
    /// <param name="cursor">From <c>meta.cursor</c>; null for the first page.</param>
    /// <param name="token">Cancels.</param>
    [Get("/tender/{resource}")]
    Task<JsonElement> TenderAsync(string resource, [AliasAs("kode_klpd")] string kodeKlpd, int tahun, int limit, string? cursor, CancellationToken token);
}
