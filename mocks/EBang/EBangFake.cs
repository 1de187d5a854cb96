using System.Text.Json.Nodes;
using Hub.Mocks.Bench;
using Hub.Mocks.KaltaraApi;

namespace Hub.Mocks.EBang;

/// <summary>e-Bang: one month's list of realisations at a time; some offices have not reported, and their rows are simply not there.</summary>
public sealed class EBangFake : IFake
{
    private readonly FakeServer server;
    private readonly KaltaraTable table;

    private EBangFake(FakeServer server, KaltaraTable table)
    {
        (this.server, this.table) = (server, table);
        Items = new KaltaraItems(table, "nama_sub_kegiatan", "status_laporan", "kode_sub_kegiatan");
    }

    public string Name => "e-bang";

    public Uri Address => server.Address;

    public FaultSwitch Faults => server.Faults;

    public FakeServer Server => server;

    public IFakeItems Items { get; }

    /// <param name="apiKey">The only key that is accepted.</param>
    public static EBangFake Start(FakeOptions options, string apiKey)
    {
        var held = new KaltaraTable(options, "EBang/items.json");
        var wire = FakeServer.Start(options, "EBang/mappings", new FakeCard("e-Bang", "GET /api/v1/realisasi?tahun=&bulan="));
        wire.Answer("GET", "/api/v1/realisasi", request => KaltaraAnswers.Allowed(request, apiKey) ?? List(held, request));
        return new EBangFake(wire, held);
    }

    /// <summary>Changes a row, for example its pagu after a budget revision; <paramref name="id"/> is the row's own <c>id</c>.</summary>
    public void Change(int id, JsonObject set) => table.Change($"{id}", set);

    /// <summary>Adds a row of a month's report.</summary>
    public void Add(JsonObject row) => table.Add(row);

    public void Dispose() => server.Dispose();

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
