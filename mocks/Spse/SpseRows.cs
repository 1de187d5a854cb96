using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json;
using Hub.Domain;

namespace Hub.Mocks.Spse;

/// <summary>The rows of the fake SPSE in the forms of its three interfaces.</summary>
internal sealed class SpseRows
{
    private const string UnknownStatus = "Dalam Reviu Ulang";
    private static readonly TimeSpan Wib = TimeSpan.FromHours(7);
    private static readonly string[] OthersStages = ["Pengumuman Pascakualifikasi", "Upload Dokumen Penawaran", "Evaluasi Penawaran"];
    private static readonly string[] StatusFields = ["status_tender", "status_nontender"];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly FakeOptions options;
    private readonly Lock gate = new();
    private readonly List<SpsePackage> packages;

    public SpseRows(FakeOptions options)
    {
        this.options = options;
        packages = Given();
    }

    public IReadOnlyList<SpsePackage> Packages
    {
        get
        {
            lock (gate)
            {
                return [.. packages];
            }
        }
    }

    /// <summary>The <see cref="SpsePackage.Age"/> of what is published just now.</summary>
    public double AgeNow => (options.Now - options.Clock.GetUtcNow()).TotalDays;

    /// <summary>Adds a package, or puts it in place of the one with its code.</summary>
    public void Put(SpsePackage package)
    {
        lock (gate)
        {
            packages.RemoveAll(p => p.Code == package.Code);
            packages.Add(package);
        }
    }

    /// <summary>As at the start.</summary>
    public void Reset()
    {
        lock (gate)
        {
            packages.Clear();
            packages.AddRange(Given());
        }
    }

    /// <summary>Publishes a package at an instant.</summary>
    public void Add(SpsePackage package, DateTimeOffset at)
    {
        lock (gate)
        {
            packages.Add(package with { Age = (options.Now - at).TotalDays });
        }
    }

    /// <summary>Rows of an INAPROC resource or the ISB service of the same content.</summary>
    /// <param name="resource"><c>tender/pengumuman</c> …</param>
    /// <param name="year">Budget year.</param>
    /// <param name="fault">Faults of the data are played here.</param>
    /// <param name="isb">ISB's own ways: other types, a date of its nightly copy.</param>
    public IReadOnlyList<JsonObject> Of(string resource, int year, Fault fault, bool isb)
    {
        if (fault == Fault.Empty)
        {
            return [];
        }

        var rows = resource switch
        {
            "tender/pengumuman" => Shown("tender", year).SelectMany(p => Versions(p, "tender", isb)),
            "tender/tender-selesai" => Shown("tender", year).Where(p => p.Status == "Selesai").Select(p => Finished(p, "tender", isb)),
            "tender/non-tender-pengumuman" => Shown("nontender", year).SelectMany(p => Versions(p, "nontender", isb)),
            "tender/non-tender-selesai" => Shown("nontender", year).Where(p => p.Status == "Selesai").Select(p => Finished(p, "nontender", isb)),
            "tender/jadwal-tahapan-tender" => Shown("tender", year).SelectMany(p => Schedule(p, isb)),
            _ => [],
        };
        return [.. fault.Listed(rows.ToArray()).Select((row, i) => Spoil(row, i, fault))];
    }

    /// <summary>Rows of a grid: lists of strings.</summary>
    public IReadOnlyList<JsonArray> Grid(string grid, int year, Fault fault)
    {
        if (fault == Fault.Empty)
        {
            return [];
        }

        var rows = grid switch
        {
            "lelang" => Shown("tender", year).Select(p => Listed(p, fault)),
            "pl" => Shown("nontender", year).Select(p => Listed(p, fault)),
            _ => Shown("pencatatan", year).Select(p => Recorded(p, fault)),
        };
        var list = fault.Listed(rows.ToArray());
        if (fault == Fault.MalformedItem && list.Length > 0)
        {
            list[0][0] = "tidak ada";
        }

        return list;
    }

    private List<SpsePackage> Given()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Spse", "packages.json"));
        return options.Empty ? [] : JsonSerializer.Deserialize<List<SpsePackage>>(file, Json)!;
    }

    private IReadOnlyList<SpsePackage> Shown(string kind, int year)
    {
        lock (gate)
        {
            var now = options.Clock.GetUtcNow();
            return [.. packages.Where(p => p.Kind == kind && At(p) <= now && At(p).ToOffset(Wib).Year == year).OrderBy(p => p.Code)];
        }
    }

    private DateTimeOffset At(SpsePackage package) => options.Now.AddDays(-package.Age);

    private IEnumerable<JsonObject> Versions(SpsePackage package, string kind, bool isb) =>
        Enumerable.Range(1, package.Version).Select(version => Announced(package, kind, version, isb));

    private JsonObject Announced(SpsePackage package, string kind, int version, bool isb)
    {
        var row = Package(package, kind, isb);
        row[$"versi_{kind}"] = isb && package.Code % 3 == 0 ? version.ToString(CultureInfo.InvariantCulture) : version;
        row[$"status_{kind}"] = version < package.Version ? "Gagal/Batal" : package.Status;
        row["ket_diulang"] = version > 1 ? package.Repeat : null;
        row["ket_ditutup"] = package.Closed;
        row["tanggal_status"] = Printed(At(package).AddDays(1), isb ? 1 : 0);
        row["tgl_buat_paket"] = Printed(At(package).AddDays(-20), 0);
        row["lokasi_pekerjaan"] = package.Place;
        row["nama_pokja"] = "Pokja Pemilihan 3;Pokja Pemilihan 7";
        return row;
    }

    private JsonObject Finished(SpsePackage package, string kind, bool isb)
    {
        var row = Package(package, kind, isb);
        row[$"status_{kind}"] = "Selesai";
        row["nama_penyedia"] = package.Seller;
        row["npwp_16_penyedia"] = "10*1**1****35**2";
        row["nilai_kontrak"] = package.Contract;
        row["tgl_penetapan_pemenang"] = Printed(At(package).AddDays(25), isb ? 1 : 2);
        return row;
    }

    private JsonObject Package(SpsePackage package, string kind, bool isb)
    {
        var row = new JsonObject
        {
            [$"kd_{kind}"] = isb && package.Code % 2 == 0 ? package.Code.ToString(CultureInfo.InvariantCulture) : package.Code,
            ["kd_rup"] = package.Code % 5 == 0 ? "53613689;53613702" : "5" + package.Code.ToString(CultureInfo.InvariantCulture)[^7..],
            ["nama_paket"] = package.Name,
            ["kd_klpd"] = SpseFake.KodeKlpd,
            ["nama_klpd"] = "Provinsi Kalimantan Utara",
            ["jenis_klpd"] = "PROVINSI",
            ["kd_satker"] = package.Code % 4 == 0 ? package.UnitCode : "12345999",
            ["kd_satker_str"] = package.UnitCode,
            ["nama_satker"] = package.Unit,
            ["kd_lpse"] = SpseFake.KdLpse,
            ["nama_lpse"] = "LPSE Provinsi Kalimantan Utara",
            ["pagu"] = package.Pagu,
            ["hps"] = package.Code % 7 == 0 ? null : package.Pagu - (package.Pagu * 0.01m),
            ["sumber_dana"] = "APBD",
            ["jenis_pengadaan"] = package.Type,
            ["mtd_pemilihan"] = package.Method,
            ["kontrak_pembayaran"] = "Lumsum",
            ["tahun_anggaran"] = At(package).ToOffset(Wib).Year,
            [$"tgl_pengumuman_{kind}"] = Printed(At(package), (int)(package.Code / 13 % 5)),
            ["url_lpse"] = "https://spse.inaproc.id/kaltaraprov",
        };
        if (package.LosesCode)
        {
            row.Remove($"kd_{kind}");
        }

        if (isb)
        {
            row["_event_date"] = options.Clock.GetUtcNow().ToOffset(Wib).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return row;
    }

    private IEnumerable<JsonObject> Schedule(SpsePackage package, bool isb)
    {
        var stages = OthersStages.Concat(package.Stages).Append<string?>(null);
        return stages.Select((stage, i) =>
        {
            var from = At(package).AddDays(i * 3);
            var row = new JsonObject
            {
                ["kd_tender"] = package.Code,
                ["kd_tahapan"] = 18800 + i,
                ["nama_tahapan"] = stage,
                ["kd_akt"] = 170 + i,
                ["nama_akt"] = null,
                ["tgl_awal"] = stage is null ? null : Printed(from, 1),
                ["tgl_akhir"] = stage is null ? null : Printed(from.AddDays(4), isb ? 1 : 3),
                ["kd_klpd"] = SpseFake.KodeKlpd,
                ["kd_lpse"] = SpseFake.KdLpse,
                ["tahun_anggaran"] = At(package).ToOffset(Wib).Year,
            };
            return row;
        });
    }

    private static JsonObject Spoil(JsonObject row, int index, Fault fault)
    {
        if (fault == Fault.MalformedItem && index == 0)
        {
            row.Remove("kd_tender");
            row.Remove("kd_nontender");
        }

        if (fault == Fault.UnknownStatus)
        {
            foreach (var field in StatusFields.Where(row.ContainsKey))
            {
                row[field] = UnknownStatus;
            }
        }

        return row;
    }

    private static JsonArray Listed(SpsePackage package, Fault fault) =>
    [
        package.LosesCode ? "tidak ada" : package.Code % 2 == 0 ? package.Code : package.Code.ToString(CultureInfo.InvariantCulture),
        package.Version > 1 ? $"{package.Name} <span class=\"badge badge-warning\">Tender Ulang</span>" : package.Name,
        "Provinsi Kalimantan Utara",
        fault == Fault.UnknownStatus ? UnknownStatus : package.Status switch { "Selesai" => "Tender Sudah Selesai", "Gagal/Batal" => "Tender Batal", _ => "Masa Sanggah" },
        InShort(package.Pagu),
        "2026",
        "",
        "",
        $"{package.Type} - TA 2026",
    ];

    private static JsonArray Recorded(SpsePackage package, Fault fault) =>
    [
        package.Code.ToString(CultureInfo.InvariantCulture),
        package.Name,
        "Provinsi Kalimantan Utara",
        InShort(package.Pagu),
        package.Method,
        package.Type,
        "2026",
        "5",
        fault == Fault.UnknownStatus ? UnknownStatus : package.Status,
    ];

    private static string InShort(decimal amount) => amount >= 1_000_000_000
        ? $"{(amount / 1_000_000_000).ToString("0.#", OfficeCulture.Indonesian)} M"
        : $"{(amount / 1_000_000).ToString("0.#", OfficeCulture.Indonesian)} Jt";

    // The wall clock of Jakarta in five dresses; the Z of two of them is not true.
    private static string Printed(DateTimeOffset at, int form)
    {
        var local = at.ToOffset(Wib);
        return form switch
        {
            0 => local.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            1 => local.ToString("yyyy-MM-dd HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            2 => local.ToString("MMM d, yyyy hh:mm:ss tt", CultureInfo.InvariantCulture),
            3 => OfficeDates.LongDate(DateOnly.FromDateTime(local.DateTime)),
            _ => local.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture),
        };
    }
}
