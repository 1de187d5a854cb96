using System.Text;
using Hub.Connectors;
using Hub.Connectors.Lapor;
using Hub.Domain.Privacy;
using Hub.Tests.Connectors.Tabular;
using Hub.Tests.Support;

namespace Hub.Tests.Connectors.Lapor;

public class LaporExportTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);

    private static readonly object?[] Header =
    [
        "Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Klasifikasi Laporan", "ID Kategori", "Kategori", "Judul Laporan",
        "Isi Laporan Awal", "Isi Laporan Akhir", "Tipe Laporan (Anonim/Rahasia)", "Sumber Laporan", "Instansi Induk", "ID Instansi Terdisposisi",
        "Instansi Terdisposisi", "Status Laporan", "Alasan Tunda/Arsip", "Provinsi", "Kota/Kabupaten", "Kecamatan", "Kelurahan", "Nomor SK", "Url SK",
        "Url Dokumen Laporan Tahunan", "Laporan yang Masuk melalui Kanal Aduan Setwapres", "Rating",
    ];

    private readonly LaporExportConnector connector = new(new SourceContext("lapor-export", TimeProvider.System), new LaporExportOptions());

    [Fact]
    public void Rows_below_the_information_rows_are_taken_and_every_other_row_is_accounted_for()
    {
        var reading = Read(Sheet(
            Report(9165001),
            Report("9165002"),
            Report("Jumlah laporan: 2"),
            Report(null, title: "tanpa nomor"),
            Report(9165003, date: "kemarin"),
            Report(9165004, title: null, body: null),
            Report(9165001)));

        reading.Envelopes.Select(e => e.Key.ExternalId).ShouldBe(["9165001", "9165002"]);
        reading.Rows.Select(r => (r.Row, r.Outcome)).ShouldBe(
        [
            (5, RowOutcome.Taken), (6, RowOutcome.Taken), (7, RowOutcome.Skipped), (8, RowOutcome.Skipped),
            (9, RowOutcome.Refused), (10, RowOutcome.Refused), (11, RowOutcome.Skipped),
        ]);
        reading.Rows[4].Reason!.ToString().ShouldBe("Kolom Tanggal Laporan Masuk \"kemarin\" bukan tanggal");
        reading.Rows[6].Reason!.ToString().ShouldContain("sudah ada");
    }

    [Theory]
    [InlineData("3 Jan 2026", "08.15", "2026-01-03T01:15:00")]
    [InlineData("3 Januari 2026", "08:15:30", "2026-01-03T01:15:30")]
    [InlineData("03-01-2026", null, "2026-01-02T17:00:00")]
    [InlineData("3 Jan 2026", "sore", "2026-01-02T17:00:00")]
    public void Date_and_time_of_two_columns_make_one_instant_in_the_zone_of_the_source(string date, string? time, string utc) =>
        Read(Sheet(Report(1, date: date, time: time))).Envelopes.ShouldHaveSingleItem().ReceivedAt.ShouldBe(DateTimeOffset.Parse(utc + "Z"));

    [Fact]
    public void Dates_and_times_that_are_numbers_in_the_workbook_are_read()
    {
        var reading = Read(Sheet(Report(1, date: new DateOnly(2026, 1, 3), time: 0.34375)));

        reading.Envelopes.ShouldHaveSingleItem().ReceivedAt.ShouldBe(new DateTimeOffset(2026, 1, 3, 1, 15, 0, TimeSpan.Zero));
    }

    /// <summary>A blank cell says neither; a column that is not there, or has another name, says nothing.</summary>
    [Theory]
    [InlineData("Tipe Laporan (Anonim/Rahasia)", null)]
    [InlineData("Tipe Laporan", ProtectionGround.UnclearFlag)]
    [InlineData(null, ProtectionGround.UnclearFlag)]
    public void A_table_without_the_column_of_flags_is_protected(string? heading, ProtectionGround? ground)
    {
        var header = Header.Select(h => h is "Tipe Laporan (Anonim/Rahasia)" ? heading : h).ToArray();
        var builder = new XlsxBuilder();
        builder.Row(header);
        builder.Row(Report(1));

        connector.Read(Read(builder.Build()).Envelopes.ShouldHaveSingleItem()).Protection.ShouldBe(ground);
    }

    [Fact]
    public void A_date_in_the_future_counts_as_now() =>
        Read(Sheet(Report(1, date: "3 Jan 2027"))).Envelopes.ShouldHaveSingleItem().ReceivedAt.ShouldBe(Now);

    [Fact]
    public void Formula_cells_count_with_their_last_value_and_merged_cells_for_all_their_rows()
    {
        var builder = Builder();
        builder.Row(Report(new XlsxBuilder.Formula("9165000+1", 9165001)));
        var second = Report(9165002);
        second[14] = null;
        builder.Row(second).Merge("O5:O6");

        var reading = Read(builder.Build());

        reading.Envelopes.Count.ShouldBe(2);
        connector.Read(reading.Envelopes[1]).To.ShouldBe("Pemerintah Provinsi Kalimantan Utara");
    }

    [Fact]
    public void A_row_names_the_report_as_the_interface_does()
    {
        var submission = connector.Read(Read(Sheet(Report(9165001))).Envelopes[0]);

        submission.Title.ShouldBe("Lampu jembatan mati");
        submission.OriginalBody.ShouldBe("lampu mati woi");
        submission.Link.ShouldBe(new Uri("https://www.lapor.go.id/pengaduan/9165001"));
        ConnectorCatalog.Shipped.Find("lapor-export")!.System.ShouldBe(ConnectorCatalog.Shipped.Find("lapor")!.System);
    }

    [Fact]
    public void The_same_file_twice_gives_the_same_keys()
    {
        var first = Read(Sheet(Report(1), Report(2)));

        Read(Sheet(Report(1), Report(2))).Envelopes.Select(e => e.Key).ShouldBe(first.Envelopes.Select(e => e.Key));
    }

    [Fact]
    public void A_workbook_without_the_header_is_refused_in_one_sentence()
    {
        var failure = Should.Throw<ConnectorFailure>(() => Read(new XlsxBuilder().Row("Nama", "Isi").Row("a", "b").Build()));

        failure.Kind.ShouldBe(FailureKind.Malformed);
        failure.Message.ShouldBe("ekspor.xlsx: tidak ada baris judul yang diawali \"Tracking ID\" dalam 31 baris pertama.");
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        var failure = Should.Throw<ConnectorFailure>(() => Read(new XlsxBuilder().Row("Tracking ID", "Tanggal Laporan Masuk", "Judul Laporan").Build()));

        failure.Message.ShouldBe("ekspor.xlsx: kolom \"Status Laporan\" tidak ada dalam baris judul (baris 1).");
    }

    [Fact]
    public void Half_a_file_is_refused()
    {
        var whole = Sheet(Report(1)).ToArray();

        Should.Throw<ConnectorFailure>(() => Read(new MemoryStream(whole[..(whole.Length / 2)]))).Kind.ShouldBe(FailureKind.Malformed);
    }

    [Fact]
    public async Task There_is_nothing_to_fetch()
    {
        var batch = await connector.FetchAsync("x", TestContext.Current.CancellationToken);

        batch.Envelopes.ShouldBeEmpty();
        batch.More.ShouldBeFalse();
    }

    private FileReading Read(Stream file) => connector.ReadFile("ekspor.xlsx", file, Now);

    private static MemoryStream Sheet(params object?[][] rows)
    {
        var builder = Builder();
        foreach (var row in rows)
        {
            builder.Row(row);
        }

        return builder.Build();
    }

    private static XlsxBuilder Builder() => new XlsxBuilder()
        .Row("DAFTAR LAPORAN").Row("Instansi", "Pemerintah Provinsi Kalimantan Utara").Row("Dibuat pada", "12 Maret 2026").Merge("A1:H1").Row(Header);

    private static object?[] Report(object? id, object? date = null, object? time = null, string? title = "Lampu jembatan mati", string? body = "lampu mati woi") =>
    [
        id, date ?? "3 Jan 2026", time, "Yusran", "Pengaduan", 12, "JALAN", title, body, body is null ? null : "Lampu jembatan mati.", null, "Website",
        "Pemerintah Provinsi Kalimantan Utara", 151000, "Pemerintah Provinsi Kalimantan Utara", "Terverifikasi", null, "Kalimantan Utara",
        "Kabupaten Bulungan", "Tanjung Selor", "Tanjung Selor Hilir", null, null, null, "Tidak", null,
    ];
}
