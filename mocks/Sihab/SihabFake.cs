using System.Text.Json.Nodes;
using Hub.Mocks.KaltaraApi;

namespace Hub.Mocks.Sihab;

/// <summary>SIHAB: the list of proposals and the change of a proposal's status.</summary>
public sealed class SihabFake : KaltaraFake
{
    private static readonly string[] Statuses = ["Diajukan", "Verifikasi Berkas", "Perlu Perbaikan", "Verifikasi Lapangan", "Direkomendasikan", "Evaluasi TAPD", "Disetujui", "Ditolak", "NPHD", "Cair", "LPJ"];

    private SihabFake(FakeOptions options)
        : base(options, "Sihab", new FakeCard("SIHAB", "GET /api/v1/proposal", "PATCH /api/v1/proposal/{id}/status", "GET /api/v1/referensi/status"), "judul", "status", "nomor_registrasi")
    {
    }

    public override string Name => "sihab";

    /// <param name="apiKey">The only key that is accepted.</param>
    public static SihabFake Start(FakeOptions options, string apiKey)
    {
        var fake = new SihabFake(options);
        fake.Answer("GET", "/api/v1/proposal", apiKey, List);
        fake.Answer("PATCH", @"/api/v1/proposal/\d+/status", apiKey, Update);
        return fake;
    }

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
