using Hub.Domain.Deadlines;
using Hub.Domain.Duties;

namespace Hub.Tests.Domain.Duties;

public sealed class PeriodicDutyTests
{
    private static readonly WorkingCalendar Calendar = WorkingCalendar.Embedded();

    [Theory]
    [InlineData(DutyCycle.Month, "2026-09-15", "2026-11-26", "2026-09-01 2026-10-01")]
    [InlineData(DutyCycle.Month, "2026-11-26", "2026-11-30", "")]
    [InlineData(DutyCycle.Month, "2026-11-26", "2026-12-01", "2026-11-01")]
    [InlineData(DutyCycle.Quarter, "2026-05-01", "2026-10-01", "2026-04-01 2026-07-01")]
    [InlineData(DutyCycle.HalfYear, "2026-02-01", "2026-07-01", "2026-01-01")]
    [InlineData(DutyCycle.Year, "2025-02-01", "2026-01-01", "2025-01-01")]
    public void A_period_is_owed_when_it_is_over(DutyCycle cycle, string since, string today, string owed) =>
        string.Join(' ', (Duty(cycle) with { Since = Day(since) }).Owed(Day(today)).Select(p => $"{p:yyyy-MM-dd}")).ShouldBe(owed);

    [Theory]
    [InlineData("2026-10-01", "2026-11-20")]
    [InlineData("2026-11-01", "2026-12-21")]
    [InlineData("2026-02-01", "2026-03-25")]
    public void It_is_due_on_the_day_of_the_month_after_it_or_the_next_working_day(string period, string due) =>
        Duty(DutyCycle.Month).DueOn(Day(period), Calendar).ShouldBe(Day(due), "Sunday 20 December 2026; 20 March 2026 lies in joint leave");

    [Theory]
    [InlineData(DutyCycle.Month, "Realisasi Oktober 2026: Rehabilitasi Jalan (Dinas PU)", "2026-10-01")]
    [InlineData(DutyCycle.Month, "Laporan bulan Mei tahun 2026", "2026-05-01")]
    [InlineData(DutyCycle.Month, "Laporan Mei 2026 dan Juni 2026", null)]
    [InlineData(DutyCycle.Month, "Laporan triwulan III 2026", null)]
    [InlineData(DutyCycle.Quarter, "Laporan triwulan III TA 2026", "2026-07-01")]
    [InlineData(DutyCycle.Quarter, "Laporan TW 4 2026", "2026-10-01")]
    [InlineData(DutyCycle.HalfYear, "Laporan semester II tahun 2026", "2026-07-01")]
    [InlineData(DutyCycle.Year, "LKjIP tahun 2025", "2025-01-01")]
    public void The_period_is_read_from_the_letter_and_of_two_none(DutyCycle cycle, string text, string? period) =>
        PeriodWords.Read(text, cycle).ShouldBe(period is null ? null : Day(period));

    [Theory]
    [InlineData("2026-11-13", null)]
    [InlineData("2026-11-17", "before")]
    [InlineData("2026-11-20", "due")]
    [InlineData("2026-11-21", "late-1")]
    [InlineData("2026-11-27", "late-5")]
    [InlineData("2026-12-07", "late-10")]
    public void A_debtor_is_reminded_before_on_the_day_and_every_fifth_working_day(string today, string? rung) =>
        DebtReminder.Rung(Day("2026-11-20"), Day(today), Calendar).ShouldBe(rung);

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static PeriodicDuty Duty(DutyCycle cycle) => new() { Code = "x", Name = "Laporan", Cycle = cycle, DueDay = 20, Since = new DateOnly(2026, 1, 1), Debtors = ["umum"], Keeper = "adbang" };
}
