using System.Text.Json.Nodes;
using Hub.Mocks.KaltaraApi;

namespace Hub.Mocks.EBang;

/// <summary>e-Bang: one month's list of realisations at a time; some offices have not reported, and their rows are simply not there.</summary>
public sealed class EBangFake : KaltaraFake
{
    private EBangFake(FakeOptions options)
        : base(options, "EBang", new FakeCard("e-Bang", "GET /api/v1/realisasi?tahun=&bulan="), "nama_sub_kegiatan", "status_laporan", "kode_sub_kegiatan")
    {
    }

    public override string Name => "e-bang";

    /// <param name="apiKey">The only key that is accepted.</param>
    public static EBangFake Start(FakeOptions options, string apiKey)
    {
        var fake = new EBangFake(options);
        fake.Answer("GET", "/api/v1/realisasi", apiKey, List);
        return fake;
    }

    private static FakeAnswer List(KaltaraTable table, FakeRequest request)
    {
        // A probe may ask for any month: what is listed then is the whole.
        var rows = table.Rows().Where(r => Matches(r["tahun"], request["tahun"]) && Matches(r["bulan_angka"], request["bulan"]));
        return FakeAnswer.Json(KaltaraTable.Page(request, rows.Select(Shown), "status_laporan", "kode_sub_kegiatan"));
    }

    private static bool Matches(JsonNode? value, string? wanted) =>
        wanted is null || (int.TryParse(value?.ToString(), out var a) && int.TryParse(wanted, out var b) && a == b);

    private static JsonObject Shown(JsonObject row)
    {
        row.Remove("bulan_angka");
        row.Remove("id");
        return row;
    }
}
