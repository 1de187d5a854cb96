using Hub.Connectors.Reading;

namespace Hub.Tests.Connectors.Reading;

public class IndonesianDateTests
{
    [Theory]
    [InlineData("2026-01-10T13:30:00Z", "2026-01-10T13:30:00")]
    [InlineData("2026-01-05T09:07:06.5Z", "2026-01-05T09:07:06.5")]
    [InlineData("2026-01-10 13:30:00.000000Z", "2026-01-10T13:30:00")]
    [InlineData("2026-01-10 13:30:00", "2026-01-10T06:30:00")]
    [InlineData("2026-01-10T13:30:00+08:00", "2026-01-10T05:30:00")]
    [InlineData("2026-01-10", "2026-01-09T17:00:00")]
    [InlineData("23-02-2026 10:44:00", "2026-02-23T03:44:00")]
    [InlineData("08-04-2026", "2026-04-07T17:00:00")]
    [InlineData("8/4/2026 08.30", "2026-04-08T01:30:00")]
    [InlineData("31/12/26", "2026-12-30T17:00:00")]
    [InlineData("3 Jan 2026", "2026-01-02T17:00:00")]
    [InlineData("10 Juni 2026", "2026-06-09T17:00:00")]
    [InlineData("15 Januari 2025 08:00", "2025-01-15T01:00:00")]
    [InlineData("15 Agt 2025 pukul 08.00 WITA", "2025-08-15T00:00:00")]
    [InlineData("15 Ags. 2025, 08.00 WIT", "2025-08-14T23:00:00")]
    [InlineData("Sabtu, 11 Februari 2023, 01:16", "2023-02-10T18:16:00")]
    [InlineData("Jum'at, 13 Nopember 2026", "2026-11-12T17:00:00")]
    [InlineData("Senin 13 Peb 2023", "2023-02-12T17:00:00")]
    [InlineData("May 7, 2021 12:00:00 AM", "2021-05-06T17:00:00")]
    [InlineData("Jul 3, 2025, 12:00:00AM", "2025-07-02T17:00:00")]
    [InlineData("Des 31, 2025 11:59:59 PM", "2025-12-31T16:59:59")]
    [InlineData("29 Februari 2024", "2024-02-28T17:00:00")]
    [InlineData("31 Desember 2026 24.00", "2026-12-31T17:00:00")]
    [InlineData(" 10\u00A0Juni\u200B 2026 ", "2026-06-09T17:00:00")]
    public void Every_form_met_is_read(string text, string utc) =>
        IndonesianDate.Instant(text, SourceZone.Wib).ShouldBe(DateTimeOffset.Parse(utc + "Z"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("Selesai")]
    [InlineData("31 Februari 2026")]
    [InlineData("29 Februari 2026")]
    [InlineData("32-01-2026")]
    [InlineData("2026-13-01")]
    [InlineData("10 Junk 2026")]
    [InlineData("2026-01-10 25:00")]
    [InlineData("2026-01-10 10:60")]
    [InlineData("PEKERJAAN UMUM DAN PENATAAN RUANG")]
    public void What_is_no_date_gives_none(string? text) => IndonesianDate.Instant(text, SourceZone.Wib).ShouldBeNull();

    [Fact]
    public void A_Z_behind_local_time_is_not_believed_where_the_source_is_known_for_it() =>
        IndonesianDate.Instant("2025-01-31 14:00:00.000000Z", SourceZone.Wib, trustOffset: false)
            .ShouldBe(new DateTimeOffset(2025, 1, 31, 7, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("8.30", 8, 30)]
    [InlineData("08:30", 8, 30)]
    [InlineData("8:00 WITA", 8, 0)]
    [InlineData("12:05 AM", 0, 5)]
    public void A_time_alone_is_read(string text, int hour, int minute) =>
        IndonesianDate.TimeOfDay(text).ShouldBe(new TimeSpan(hour, minute, 0));

    [Theory]
    [InlineData("Selesai'")]
    [InlineData("25.00")]
    [InlineData(null)]
    public void What_is_no_time_gives_none(string? text) => IndonesianDate.TimeOfDay(text).ShouldBeNull();
}
