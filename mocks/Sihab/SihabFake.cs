using System.Text.Json.Nodes;
using Hub.Mocks.Bench;
using Hub.Mocks.KaltaraApi;

namespace Hub.Mocks.Sihab;

/// <summary>SIHAB: the list of proposals and the change of a proposal's status.</summary>
public sealed class SihabFake : IFake
{
    private static readonly string[] Statuses = ["Diajukan", "Verifikasi Berkas", "Perlu Perbaikan", "Verifikasi Lapangan", "Direkomendasikan", "Evaluasi TAPD", "Disetujui", "Ditolak", "NPHD", "Cair", "LPJ"];

    private readonly FakeServer server;
    private readonly KaltaraTable table;

    private SihabFake(FakeServer server, KaltaraTable table)
    {
        (this.server, this.table) = (server, table);
        Items = new KaltaraItems(table, "judul", "status", "nomor_registrasi");
    }

    public string Name => "sihab";

    public Uri Address => server.Address;

    public FaultSwitch Faults => server.Faults;

    public FakeServer Server => server;

    public IFakeItems Items { get; }

    /// <summary>What was written here, in order; a repeat with the same key is no second entry.</summary>
    public IReadOnlyList<KaltaraEffect> Effects => table.Effects;

    /// <param name="apiKey">The only key that is accepted.</param>
    public static SihabFake Start(FakeOptions options, string apiKey)
    {
        var held = new KaltaraTable(options, "Sihab/items.json");
        var wire = FakeServer.Start(options, "Sihab/mappings", new FakeCard("SIHAB", "GET /api/v1/proposal", "PATCH /api/v1/proposal/{id}/status", "GET /api/v1/referensi/status"));
        wire.Answer("GET", "/api/v1/proposal", request => KaltaraAnswers.Allowed(request, apiKey) ?? List(held, request));
        wire.Answer("PATCH", @"/api/v1/proposal/\d+/status", request => KaltaraAnswers.Allowed(request, apiKey) ?? Update(held, request));
        return new SihabFake(wire, held);
    }

    /// <summary>Changes a proposal as the bureau would, in SIHAB itself.</summary>
    public void Change(int id, JsonObject set) => table.Change($"{id}", set);

    /// <summary>Adds an item with the times that it carries.</summary>
    public void Add(JsonObject row) => table.Add(row);

    public void Dispose() => server.Dispose();

    private static FakeAnswer List(KaltaraTable table, FakeRequest request)
    {
        var rows = table.Since(request["updated_since"])
            .Where(r => request["nomor_registrasi"] is not string number || (string?)r["nomor_registrasi"] == number)
            .Where(r => request["status"] is not string status || (string?)r["status"] == status);
        return FakeAnswer.Json(KaltaraTable.Page(request, rows, "status", "nomor_registrasi"));
    }

    private static FakeAnswer Update(KaltaraTable table, FakeRequest request)
    {
        var body = JsonNode.Parse(request.Body)!.AsObject();
        if ((string?)body["status"] is not string status || !Statuses.Contains(status))
        {
            return KaltaraAnswers.Invalid("status", "Status tidak dikenal.");
        }

        return KaltaraAnswers.Found(table.Write(request, request.Path.Split('/')[^2], new JsonObject { ["status"] = status, ["catatan"] = body["catatan"]?.DeepClone() }, "status"));
    }
}
