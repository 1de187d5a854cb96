using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Mocks.Bench;

namespace Hub.Mocks.Spse;

/// <summary>SPSE in its three interfaces on one server: INAPROC, ISB and the grids of the public pages.</summary>
public sealed class SpseFake : IFake
{
    public const string Token = "jwt-tiruan";
    public const string KodeKlpd = "D999";
    public const int KdLpse = 999;

    /// <summary>The service path that is a key at ISB.</summary>
    public const string IsbKey = "00000000-aaaa-bbbb-cccc-000000000999";

    private static readonly Dictionary<string, string> IsbServices = new(StringComparer.Ordinal)
    {
        ["SPSE-TenderPengumuman"] = "tender/pengumuman",
        ["SPSE-TenderSelesai"] = "tender/tender-selesai",
        ["SPSE-NonTenderPengumuman"] = "tender/non-tender-pengumuman",
        ["SPSE-NonTenderSelesai"] = "tender/non-tender-selesai",
        ["SPSE-JadwalTahapanTender"] = "tender/jadwal-tahapan-tender",
    };

    private readonly FakeServer server;

    private readonly SpseRows rows;

    private SpseFake(FakeServer server, SpseRows rows)
    {
        (this.server, this.rows) = (server, rows);
        Items = new SpseItems(rows);
    }

    public string Name => "spse";

    /// <summary>The root; see the three addresses for what a source is given.</summary>
    public Uri Address => server.Address;

    public Uri Inaproc => new(Address, "api/v1");

    public Uri Isb => new(Address, "isb-2/api");

    public Uri Grid => new(Address, "kaltaraprov");

    public FaultSwitch Faults => server.Faults;

    public FakeServer Server => server;

    public IFakeItems Items { get; }

    public static SpseFake Start(FakeOptions options)
    {
        var wire = FakeServer.Start(options, "Spse/mappings", new FakeCard(
            "SPSE/LPSE", "GET /api/v1/tender/{resource} (INAPROC)", "GET /isb-2/api/{key}/json/… (ISB)", "GET /kaltaraprov/lelang", "POST /kaltaraprov/dt/{grid}"));
        var rows = new SpseRows(options);
        wire.Answer("GET", "/api/v1/tender/[a-z-]+", request => InaprocPage(rows, request));
        wire.Answer("GET", "/isb-2/api/[^/]+/json/[0-9]+/[^/]+/tipe/.*", request => IsbYear(rows, request));
        wire.Answer("GET", "/kaltaraprov/lelang", _ => GridPage());
        wire.Answer("POST", "/kaltaraprov/dt/[a-z]+", request => GridRows(rows, request));
        return new SpseFake(wire, rows);
    }

    /// <summary>Publishes a running tender.</summary>
    /// <param name="losesCode">Its rows come without their code, so that nobody can read them.</param>
    public void Add(long code, string name, DateTimeOffset at, bool losesCode = false) => rows.Add(
        new SpsePackage
        {
            Kind = "tender",
            Code = code,
            Age = 0,
            Name = name,
            Unit = "SEKRETARIAT DAERAH",
            UnitCode = "4.01.0.00.0.00.01.0000",
            Pagu = 1_000_000_000,
            Type = "Pengadaan Barang",
            Method = "Tender",
            Place = "Tanjung Selor - Bulungan (Kab.) - Kalimantan Utara",
            Status = "Berlangsung",
            LosesCode = losesCode,
        },
        at);

    public void Dispose() => server.Dispose();

    private static FakeAnswer InaprocPage(SpseRows rows, FakeRequest request)
    {
        if (request.Header("Authorization") is not string key)
        {
            return FakeAnswer.Json(new JsonObject { ["error"] = "Authorization field missing" }, 401);
        }

        if (key != $"Bearer {Token}")
        {
            return Error(401, "Unauthorized", "Token tidak valid atau kedaluwarsa.");
        }

        if (request["kode_klpd"] is null || !int.TryParse(request["tahun"], CultureInfo.InvariantCulture, out var year))
        {
            return Error(400, "Bad Request", "kode_klpd dan tahun wajib diisi.");
        }

        var all = request["kode_klpd"] == KodeKlpd ? rows.Of(request.Path["/api/v1/".Length..], year, request.Fault, isb: false) : [];
        var from = request["cursor"] is { Length: > 0 } cursor ? int.Parse(Encoding.ASCII.GetString(Convert.FromBase64String(cursor)), CultureInfo.InvariantCulture) : 0;
        var limit = Math.Clamp(request.Number("limit", 1), 1, 1000);
        from += request.Fault == Fault.PageLeftOut && from > 0 ? limit : 0;
        var page = all.Skip(from).Take(limit).ToArray();
        var hasMore = from + page.Length < all.Count;
        var isRepeat = request.Fault == Fault.RepeatedCursor && all.Count > 0;
        var next = isRepeat ? 1 : from + page.Length;
        return FakeAnswer.Json(new JsonObject
        {
            ["success"] = true,
            ["data"] = new JsonArray([.. page]),
            ["meta"] = new JsonObject
            {
                ["limit"] = limit,
                ["has_more"] = hasMore || isRepeat,
                ["cursor"] = hasMore || isRepeat ? Convert.ToBase64String(Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture))) : null,
            },
        }) with { Headers = [new("X-RateLimit-Limit", "1000"), new("X-RateLimit-Remaining", "999")] };
    }

    private static FakeAnswer Error(int status, string code, string message) => FakeAnswer.Json(new JsonObject
    {
        ["success"] = false,
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["details"] = null },
        ["meta"] = new JsonObject { ["request_id"] = "tiruan" },
    }, status);

    // /isb-2/api/{key}/json/{number}/{service}/tipe/4:4/parameter/{year}:{lpse}
    private static FakeAnswer IsbYear(SpseRows rows, FakeRequest request)
    {
        var parts = request.Path.Split('/');
        if (parts[3] != IsbKey || parts.Length != 11 || parts[8] != "4:4" || !IsbServices.TryGetValue(parts[6], out var resource))
        {
            return new FakeAnswer("URL-NOT-DEFINED") { MediaType = "text/html" };
        }

        var parameters = parts[10].Split(':');
        if (parameters[1] != KdLpse.ToString(CultureInfo.InvariantCulture))
        {
            return new FakeAnswer("URL-NOT-DEFINED") { MediaType = "text/html" };
        }

        var all = new JsonArray([.. rows.Of(resource, int.Parse(parameters[0], CultureInfo.InvariantCulture), request.Fault, isb: true)]);
        return all.Count == 0 ? new FakeAnswer("<invalid_response>Data Kosong, silakan ulangi</invalid_response>") { MediaType = "application/xml" }
            : resource.EndsWith("selesai", StringComparison.Ordinal) ? FakeAnswer.Json(new JsonObject { ["result"] = all })
            : FakeAnswer.Json(all);
    }

    private static FakeAnswer GridPage()
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        return FakeAnswer.Html($$$"""
            <!DOCTYPE html><html><head><title>Cari Paket</title></head><body><table id="tbllelang"></table>
            <script>$('#tbllelang').DataTable({ajax:{data:function(d){d.authenticityToken = '{{{token}}}'; } } });</script></body></html>
            """) with { Headers = [new("Set-Cookie", $"SPSE_SESSION=0a1b-___AT={token}&___TS=1; Path=/; HttpOnly")] };
    }

    private static FakeAnswer GridRows(SpseRows rows, FakeRequest request)
    {
        var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(request.Body);
        var token = form["authenticityToken"].ToString();
        if (token.Length == 0 || request.Header("Cookie")?.Contains($"___AT={token}&", StringComparison.Ordinal) != true
            || request.Header("X-Requested-With") != "XMLHttpRequest")
        {
            return FakeAnswer.Html("<!DOCTYPE html><html><body><h2>Maaf, terjadi error pada aplikasi SPSE.</h2><p>Kode Error: @7f3c</p></body></html>");
        }

        var start = request.Fault == Fault.RepeatedCursor ? 0 : int.Parse(form["start"]!, CultureInfo.InvariantCulture);
        var length = int.Parse(form["length"]!, CultureInfo.InvariantCulture);
        start += request.Fault == Fault.PageLeftOut && start > 0 ? length : 0;
        IEnumerable<JsonArray> all = rows.Grid(request.Path.Split('/')[^1], request.Number("tahun", 0), request.Fault);
        all = form["order[0][dir]"] == "desc" ? all.Reverse() : all;
        return FakeAnswer.Json(new JsonObject
        {
            ["draw"] = form["draw"].ToString(),
            ["recordsTotal"] = int.MaxValue,
            ["recordsFiltered"] = int.MaxValue,
            ["data"] = new JsonArray([.. all.Skip(start).Take(length)]),
        });
    }
}
