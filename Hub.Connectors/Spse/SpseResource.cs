using System.Collections.Frozen;

namespace Hub.Connectors.Spse;

/// <summary>One kind of row, whichever transport brings it.</summary>
/// <param name="Name">As INAPROC calls it; <c>dt/…</c> for the grids of the web pages.</param>
/// <param name="Prefix">First part of the external id, so that a tender is the same item in all transports.</param>
/// <param name="IdField">Where the package's code is.</param>
/// <param name="Columns">The names of a grid's columns; empty for rows that are objects.</param>
internal sealed record SpseResource(string Name, string Prefix, string IdField, string ReceivedField, params string[] Columns)
{
    /// <summary>What INAPROC and ISB offer and the hub reads.</summary>
    public static IReadOnlyList<SpseResource> Rows { get; } =
    [
        new("tender/pengumuman", "tender", "kd_tender", "tgl_pengumuman_tender"),
        new("tender/tender-selesai", "tender", "kd_tender", "tgl_pengumuman_tender"),
        new("tender/non-tender-pengumuman", "nontender", "kd_nontender", "tgl_pengumuman_nontender"),
        new("tender/non-tender-selesai", "nontender", "kd_nontender", "tgl_pengumuman_nontender"),
        new("tender/jadwal-tahapan-tender", "tender", "kd_tender", "tgl_awal"),
        new("tender/jadwal-tahapan-non-tender", "nontender", "kd_nontender", "tgl_awal"),
    ];

    /// <summary>The grids; readers of them disagree on the columns left empty here.</summary>
    public static IReadOnlyList<SpseResource> Grids { get; } =
    [
        new("dt/lelang", "tender", "kode", "", "kode", "nama_paket", "nama_klpd", "tahap", "hps", "", "", "", "jenis_pengadaan"),
        new("dt/pl", "nontender", "kode", "", "kode", "nama_paket", "nama_klpd", "tahap", "hps", "", "", "", "jenis_pengadaan"),
        new("dt/nonspk", "pencatatan", "kode", "", "kode", "nama_paket", "nama_klpd", "pagu", "mtd_pemilihan", "jenis_pengadaan", "tahun_anggaran", "versi", "status"),
    ];

    private static readonly FrozenDictionary<string, SpseResource> ByName = Rows.Concat(Grids).ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);

    /// <summary>The name without its group.</summary>
    public string ShortName => Name[(Name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public bool IsSchedule => Name.Contains("jadwal", StringComparison.Ordinal);

    /// <summary>What it lists is over.</summary>
    public bool IsEnd => Name.EndsWith("selesai", StringComparison.Ordinal);

    public bool IsGrid => Columns.Length > 0;

    public static SpseResource? Find(string? name) => name is null ? null : ByName.GetValueOrDefault(name);
}
