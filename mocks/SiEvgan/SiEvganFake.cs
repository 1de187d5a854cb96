using System.Text.Json.Nodes;
using Hub.Mocks.Bench;
using Hub.Mocks.KaltaraApi;

namespace Hub.Mocks.SiEvgan;

/// <summary>Si-Evgan: the list of evaluations; verifying, finishing and returning one with a note.</summary>
public sealed class SiEvganFake : IFake
{
    private readonly FakeServer server;
    private readonly KaltaraTable table;

    private SiEvganFake(FakeServer server, KaltaraTable table)
    {
        (this.server, this.table) = (server, table);
        Items = new KaltaraItems(table, "uraian", "status", "nomor_registrasi");
    }

    public string Name => "si-evgan";

    public Uri Address => server.Address;

    public FaultSwitch Faults => server.Faults;

    public FakeServer Server => server;

    public IFakeItems Items { get; }

    /// <summary>What was written here, in order; a repeat with the same key is no second entry.</summary>
    public IReadOnlyList<KaltaraEffect> Effects => table.Effects;

    /// <param name="apiKey">The only key that is accepted.</param>
    public static SiEvganFake Start(FakeOptions options, string apiKey)
    {
        var held = new KaltaraTable(options, "SiEvgan/items.json");
        var wire = FakeServer.Start(options, "SiEvgan/mappings", new FakeCard("Si-Evgan", "GET /api/v1/evaluasi", "POST /api/v1/evaluasi/{id}/verifikasi", "POST /api/v1/evaluasi/{id}/selesai", "POST /api/v1/evaluasi/{id}/kembalikan"));
        wire.Answer("GET", "/api/v1/evaluasi", request => KaltaraAnswers.Allowed(request, apiKey) ?? List(held, request));
        wire.Answer("POST", @"/api/v1/evaluasi/\d+/verifikasi", request => KaltaraAnswers.Allowed(request, apiKey) ?? Write(held, request, "Terverifikasi", verified: true));
        wire.Answer("POST", @"/api/v1/evaluasi/\d+/selesai", request => KaltaraAnswers.Allowed(request, apiKey) ?? Write(held, request, "Selesai", verified: true));
        wire.Answer("POST", @"/api/v1/evaluasi/\d+/kembalikan", request => KaltaraAnswers.Allowed(request, apiKey) ?? Write(held, request, "Perlu Perbaikan", verified: false));
        return new SiEvganFake(wire, held);
    }

    /// <summary>Changes an evaluation as its office would, for example hands it in again.</summary>
    public void Change(int id, JsonObject set) => table.Change($"{id}", set);

    /// <summary>Adds an item with the times that it carries.</summary>
    public void Add(JsonObject row) => table.Add(row);

    public void Dispose() => server.Dispose();

    private static FakeAnswer List(KaltaraTable table, FakeRequest request)
    {
        var rows = table.Since(request["updated_since"])
            .Where(r => request["nomor_registrasi"] is not string number || (string?)r["nomor_registrasi"] == number);
        return FakeAnswer.Json(KaltaraTable.Page(request, rows, "status", "nomor_registrasi"));
    }

    private static FakeAnswer Write(KaltaraTable table, FakeRequest request, string status, bool verified)
    {
        var note = (string?)JsonNode.Parse(request.Body)!["catatan"];
        if (string.IsNullOrWhiteSpace(note))
        {
            return KaltaraAnswers.Invalid("catatan", "Catatan wajib diisi.");
        }

        var set = new JsonObject { ["status"] = status, ["is_verified"] = verified, ["catatan"] = note };
        return KaltaraAnswers.Found(table.Write(request, request.Path.Split('/')[^2], set, request.Path.Split('/')[^1]));
    }
}
