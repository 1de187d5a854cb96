using System.Text;
using Hub.Connectors;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.EBang;
using Hub.Connectors.Sihab;
using Hub.Connectors.Tabular;
using Hub.Tests.Support;

namespace Hub.Tests.Connectors.Tabular;

public class FileDropTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 6, 22, 1, 0, 0, TimeSpan.Zero);

    private readonly MappedConnector ebang = new(new SourceContext("e-bang", TimeProvider.System), new EBangOptions { Address = "https://x.example", ApiKey = "k" }, "EBang");
    private readonly MappedConnector sihab = new(new SourceContext("sihab", TimeProvider.System), new MappedOptions { Address = "https://x.example", ApiKey = "k" }, "Sihab");

    [Fact]
    public void A_monthly_workbook_with_merged_headings_and_sums_gives_its_rows()
    {
        var reading = ebang.ReadFile("realisasi.xlsx", Workbook(), ReceivedAt);

        reading.Envelopes.Select(e => e.Key.ExternalId).ShouldBe(["1.03.01:2026:05:1.03.02.1.01.0007", "1.03.01:2026:05:1.03.02.1.01.0008"]);
        reading.Rows.Select(Told).ShouldBe(
        [
            (6, RowOutcome.Skipped, "nomor kolom"),
            (7, RowOutcome.Taken, null),
            (8, RowOutcome.Taken, null),
            (9, RowOutcome.Skipped, "baris jumlah"),
            (10, RowOutcome.Refused, "kolom Kode Sub Kegiatan kosong"),
            (11, RowOutcome.Refused, "kolom Pagu: \"lihat lampiran\" bukan jumlah uang"),
        ]);
        var first = ebang.Read(reading.Envelopes[0]);
        first.Title.ShouldBe("Realisasi Mei 2026: Rehabilitasi Jalan (Dinas Pekerjaan Umum)");
        first.Facts.ShouldContain(KeyValuePair.Create("Persen keuangan", "37,25 %"));
        first.Facts.ShouldContain(KeyValuePair.Create("Dikirim", "12 Juni 2026"));
        ebang.Read(reading.Envelopes[1]).Reporter.Organisation.ShouldBe("Dinas Pekerjaan Umum", "the cell merged downwards");
    }

    [Fact]
    public void A_row_of_a_file_is_the_same_item_as_at_the_interface()
    {
        var row = sihab.ReadFile("a.csv", Text("No. Registrasi;Judul;Status;Tanggal Masuk\nSIHAB/2026/000812;Renovasi;Diajukan;12 Mei 2026"), ReceivedAt).Envelopes.Single();

        row.Key.ExternalId.ShouldBe("SIHAB/2026/000812");
        row.ReceivedAt.ShouldBe(new DateTimeOffset(2026, 5, 11, 16, 0, 0, TimeSpan.Zero));
        sihab.Read(row).Drifts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("No. Registrasi;Judul;Nilai Usulan (Rp)\nA1;\"Jalan; tahap 2\nlanjutan\";Rp 1.500.000,00\n")]
    [InlineData("sep=|\nNo. Registrasi|Judul|Nilai Usulan\nA1|Jalan; tahap 2 lanjutan|1500000\n")]
    [InlineData("Laporan proposal,,\nDicetak 1 Mei 2026,,\n\nNO REGISTRASI,judul,Usulan (Rp)\nA1,Jalan; tahap 2 lanjutan,\"1.500.000,00\"\n")]
    [InlineData("No Registrasi\tJUDUL\tnilai_usulan\nA1\tJalan; tahap 2 lanjutan\t1500000\n")]
    public void The_delimiter_is_found_and_headings_are_forgiving(string csv)
    {
        var submission = sihab.Read(sihab.ReadFile("a.csv", Text(csv), ReceivedAt).Envelopes.Single());

        submission.Title.ShouldBe("Jalan; tahap 2 lanjutan");
        submission.Facts.ShouldContain(KeyValuePair.Create("Nilai usulan", "Rp 1.500.000"));
    }

    [Fact]
    public void A_file_in_windows_letters_is_read()
    {
        var bytes = Encoding.Latin1.GetBytes("No. Registrasi;Judul\nA1;Café rakyat é\n");

        sihab.Read(sihab.ReadFile("a.csv", new MemoryStream(bytes), ReceivedAt).Envelopes.Single()).Title.ShouldBe("Café rakyat é");
    }

    [Fact]
    public void The_same_number_twice_is_told_and_not_guessed()
    {
        var reading = sihab.ReadFile("a.csv", Text("No. Registrasi;Judul\nA1;x\nA1;x\nA1;y\n"), ReceivedAt);

        reading.Envelopes.Count.ShouldBe(1);
        Told(reading.Rows[1]).ShouldBe((3, RowOutcome.Skipped, "sama dengan baris 2"));
        Told(reading.Rows[2]).ShouldBe((4, RowOutcome.Refused, "nomor A1 sudah ada di baris 2 dengan isi lain"));
    }

    [Fact]
    public void A_date_that_lost_its_format_is_a_count_of_days_and_a_bad_one_is_refused()
    {
        var reading = sihab.ReadFile("a.csv", Text("No. Registrasi;Judul;Tanggal Masuk\nA1;x;46154\nA2;x;32/13/2026\n"), ReceivedAt);

        reading.Envelopes.Single().ReceivedAt.ShouldBe(new DateTimeOffset(2026, 5, 11, 16, 0, 0, TimeSpan.Zero));
        Told(reading.Rows[1]).ShouldBe((3, RowOutcome.Refused, "kolom Tanggal Masuk: \"32/13/2026\" bukan tanggal"));
    }

    [Fact]
    public void A_column_nobody_knows_is_news_and_not_lost()
    {
        var row = sihab.ReadFile("a.csv", Text("No. Registrasi;Judul;Skor v1.2\nA1;x;7\n"), ReceivedAt).Envelopes.Single();

        sihab.Read(row).Drifts.Single().ShouldBe(new Hub.Domain.Submissions.Drift("Skor v1.2", "7"));
    }

    [Fact]
    public void A_heading_that_says_protection_says_so_under_whatever_name_it_is_read()
    {
        var mapping = MappingFile.Embedded("Sihab");
        var columns = new Dictionary<string, IReadOnlyList<string>>(mapping.Columns, StringComparer.Ordinal) { ["catatan"] = ["Rahasia"] };
        var reader = new MappedReader(mapping with { Columns = columns, Ignore = ["catatan"] });
        var file = new MappedFile(mapping with { Columns = columns, Ignore = ["catatan"] }, reader, new Enveloping("uji", mapping, reader));

        var row = file.RowsOf("a.csv", Text("No. Registrasi;Judul;Rahasia\nA1;x;ya\n"), ReceivedAt).Single().Envelope.ShouldNotBeNull();

        reader.Read(row).Reporter.Secret.ShouldBeTrue();
    }

    [Fact]
    public void Rows_are_made_while_they_are_gone_through()
    {
        var rows = sihab.RowsOf("panjang.csv", Text("No. Registrasi;Judul\n" + string.Concat(Enumerable.Range(1, 65_536).Select(i => $"A{i};x\n"))), ReceivedAt);

        rows.Take(200).Count(r => r.Envelope is not null).ShouldBe(200);
        Should.Throw<ConnectorFailure>(() => rows.Count()).Message.ShouldContain("lebih dari 65536 baris");
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void A_file_that_tells_its_letters_by_a_mark_is_read(string charset)
    {
        var letters = Encoding.GetEncoding(charset);
        byte[] bytes = [.. letters.GetPreamble(), .. letters.GetBytes("sep=|\r\nNo. Registrasi|Judul\r\nA1|Café; rakyat é\r\n")];

        sihab.Read(sihab.ReadFile("a.csv", new MemoryStream(bytes), ReceivedAt).Envelopes.Single()).Title.ShouldBe("Café; rakyat é");
    }

    [Fact]
    public void A_file_that_is_no_table_is_refused_in_one_sentence()
    {
        Refusal("foto.xlsx", new MemoryStream([0x89, 0x50, 0, 1, 2])).ShouldBe("foto.xlsx: bukan berkas XLSX, XLS atau CSV.");
        Refusal("rusak.xlsx", new MemoryStream("PK\u0003\u0004 lalu putus"u8.ToArray())).ShouldBe("rusak.xlsx: berkas Excel rusak atau tidak lengkap; simpan ulang dari Excel.");
        Refusal("lain.csv", Text("Nama;Umur\nA;3\n")).ShouldBe("lain.csv: baris judul tidak ditemukan. Kolom yang dicari: No. Registrasi.");
        Refusal("kosong.csv", new MemoryStream()).ShouldBe("kosong.csv: berkas kosong.");
    }

    private string Refusal(string name, Stream content)
    {
        var failure = Should.Throw<ConnectorFailure>(() => sihab.ReadFile(name, content, ReceivedAt));
        failure.Kind.ShouldBe(FailureKind.Malformed);
        return failure.Message;
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private static MemoryStream Workbook() => new XlsxBuilder()
        .Row("REALISASI FISIK DAN KEUANGAN")
        .Row("Bulan Mei 2026")
        .Row()
        .Row("Kode OPD", "Nama OPD", "Tahun", "Bulan", "Kode Sub Kegiatan", "Sub Kegiatan", "Pagu (Rp)", "Fisik", null, "Keuangan", null, "Tanggal Kirim", "Status Laporan")
        .Row(null, null, null, null, null, null, null, "Target", "Realisasi", "Realisasi (Rp)", "%", null, null)
        .Row("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13")
        .Row("1.03.01", "Dinas Pekerjaan Umum", 2026, "Mei", "1.03.02.1.01.0007", "Rehabilitasi Jalan", 12500000000, "40,00", "34,64", 4656250000, new XlsxBuilder.Formula("J7/G7", 0.3725), new DateOnly(2026, 6, 12), "Terkirim")
        .Row("1.03.01", null, 2026, "Mei", "1.03.02.1.01.0008", "Pembangunan Jembatan", "Rp 2.000.000.000,00", 10, 9.5, 150000000, 7.5, "13 Juni 2026", "Terkirim")
        .Row(null, "JUMLAH", null, null, null, null, 14500000000, null, null, 4806250000, null, null, null)
        .Row("1.03.01", "Dinas Pekerjaan Umum", 2026, "Mei", null, "Tanpa kode", 5, 1, 1, 1, 1, null, "Terkirim")
        .Row("1.03.01", "Dinas Pekerjaan Umum", 2026, "Mei", "1.03.02.1.01.0009", "Kajian", "lihat lampiran", 1, 1, 1, 1, null, "Terkirim")
        .Merge("A1:M1").Merge("H4:I4").Merge("J4:K4").Merge("A4:A5").Merge("B4:B5").Merge("L4:L5").Merge("B7:B8")
        .Build();

    private static (int Row, RowOutcome Outcome, string? Reason) Told(RowReport report) => (report.Row, report.Outcome, report.Reason?.ToString());
}
