using System.Globalization;
using System.Text.Json.Nodes;
using Hub.Domain;
using Hub.Mocks.EBang;
using Hub.Mocks.SiEvgan;
using Hub.Mocks.Sihab;

namespace Hub.Mocks.Certify;

internal sealed class SihabStage(SihabFake fake) : WebStage(fake)
{
    public override string Connector => "sihab";
    public override bool Replies => true;
    public override IEnumerable<(string Key, string Value)> Options => [.. Quick(fake.Address), ("ApiKey", ApiKey)];
    public override IEnumerable<string> Effects => fake.Effects.Select(e => e.IdempotencyKey!);

    public override void Add(int number, DateTimeOffset changedAt) => fake.Add(new JsonObject
    {
        ["id"] = 100_000 + number,
        ["nomor_registrasi"] = $"SIHAB/2026/{100_000 + number}",
        ["jenis"] = "hibah",
        ["judul"] = $"Hibah sarana kelompok {Mark(number)}",
        ["pemohon"] = new JsonObject { ["nama"] = $"Kelompok {number}" },
        ["kabupaten"] = "Bulungan",
        ["status"] = "Diajukan",
        ["tanggal_masuk"] = Time(changedAt),
        ["updated_at"] = Time(changedAt),
    });

    public override void AddPoison(int number, DateTimeOffset changedAt) =>
        fake.Add(new JsonObject { ["id"] = 200_000 + number, ["judul"] = $"Tanpa nomor {Mark(number)}", ["status"] = "Diajukan", ["updated_at"] = Time(changedAt) });
}

internal sealed class SiEvganStage(SiEvganFake fake) : WebStage(fake)
{
    public override string Connector => "si-evgan";
    public override bool Replies => true;
    public override IEnumerable<(string Key, string Value)> Options => [.. Quick(fake.Address), ("ApiKey", ApiKey)];
    public override IEnumerable<string> Effects => fake.Effects.Select(e => e.IdempotencyKey!);

    public override void Add(int number, DateTimeOffset changedAt) => fake.Add(new JsonObject
    {
        ["id"] = 100_000 + number,
        ["nomor_registrasi"] = $"EVG-2026-{100_000 + number}",
        ["modul"] = "evaluasi-kelembagaan",
        ["jenis_permohonan"] = "Evaluasi Kelembagaan",
        ["pemohon"] = "Pemerintah Kabupaten Contoh",
        ["perangkat_daerah"] = $"Dinas Contoh {Mark(number)}",
        ["uraian"] = "Dimohon pengukuran ulang besaran organisasi.",
        ["status"] = "Menunggu Verifikasi",
        ["is_verified"] = 0,
        ["pengajuan_ke"] = 1,
        ["tanggal_masuk"] = Wita.At(changedAt).ToString("dd-MM-yyyy HH:mm:ss", CultureInfo.InvariantCulture),
        ["updated_at"] = Time(changedAt),
    });

    public override void AddPoison(int number, DateTimeOffset changedAt) =>
        fake.Add(new JsonObject { ["id"] = 200_000 + number, ["uraian"] = $"Tanpa nomor {Mark(number)}", ["status"] = "Menunggu Verifikasi", ["updated_at"] = Time(changedAt) });
}

internal sealed class EBangStage(EBangFake fake) : WebStage(fake)
{
    public override string Connector => "e-bang";

    /// <summary>Two months are read at each poll: this one and the one before.</summary>
    public override IEnumerable<(string Key, string Value)> Options => [.. Quick(fake.Address), ("ApiKey", ApiKey), ("MonthsBack", "1")];

    public override void Add(int number, DateTimeOffset changedAt) => fake.Add(Row(number, changedAt, $"1.03.10.1.01.{Mark(number)}"));

    public override void AddPoison(int number, DateTimeOffset changedAt) => fake.Add(Row(number, changedAt, null));

    private static JsonObject Row(int number, DateTimeOffset changedAt, string? code)
    {
        var day = Wita.At(changedAt);
        return new JsonObject
        {
            ["id"] = 1000 + number,
            ["kode_opd"] = "1.03.01",
            ["nama_opd"] = "Dinas Contoh",
            ["tahun"] = day.Year,
            ["bulan"] = day.Month,
            ["bulan_angka"] = day.Month,
            ["kode_kegiatan"] = "1.03.10.1.01",
            ["nama_kegiatan"] = "Penyelenggaraan Jalan Provinsi",
            ["kode_sub_kegiatan"] = code,
            ["nama_sub_kegiatan"] = $"Rehabilitasi Jalan {Mark(number)}",
            ["pagu"] = 12_500_000_000,
            ["realisasi_fisik"] = "10,89",
            ["status_laporan"] = "Terkirim",
            ["tanggal_kirim"] = Time(changedAt),
        };
    }
}
