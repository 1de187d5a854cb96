using System.Text.Json.Nodes;
using Hub.Mocks.KaltaraApi;

namespace Hub.Mocks.SiEvgan;

/// <summary>Si-Evgan: the list of evaluations; verifying, finishing and returning one with a note.</summary>
public sealed class SiEvganFake : KaltaraFake
{
    private SiEvganFake(FakeOptions options)
        : base(options, "SiEvgan", new FakeCard("Si-Evgan", "GET /api/v1/evaluasi", "POST /api/v1/evaluasi/{id}/verifikasi", "POST /api/v1/evaluasi/{id}/selesai", "POST /api/v1/evaluasi/{id}/kembalikan"), "uraian", "status", "nomor_registrasi")
    {
    }

    public override string Name => "si-evgan";

    /// <param name="apiKey">The only key that is accepted.</param>
    public static SiEvganFake Start(FakeOptions options, string apiKey)
    {
        var fake = new SiEvganFake(options);
        fake.Answer("GET", "/api/v1/evaluasi", apiKey, List);
        fake.Answer("POST", @"/api/v1/evaluasi/\d+/verifikasi", apiKey, (table, request) => Write(table, request, "Terverifikasi", verified: true));
        fake.Answer("POST", @"/api/v1/evaluasi/\d+/selesai", apiKey, (table, request) => Write(table, request, "Selesai", verified: true));
        fake.Answer("POST", @"/api/v1/evaluasi/\d+/kembalikan", apiKey, (table, request) => Write(table, request, "Perlu Perbaikan", verified: false));
        return fake;
    }

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
