using Hub.Host.Sources;

namespace Hub.Tests.Host.Sources;

public sealed class CronWordsTests
{
    [Theory]
    [InlineData("0 */5 7-17 ? * MON-FRI")]
    [InlineData("  0 0 8 1,15 * ?  ")]
    [InlineData("59 59 23 31 12 ? 2030")]
    [InlineData("0 0/50 * * * ?")]
    public void A_schedule_that_can_be_used_has_no_fault(string cron) => CronWords.Fault(cron).ShouldBeNull();

    [Theory]
    [InlineData("", "6 bagian", "ini 0")]
    [InlineData("*/5 * * * *", "6 bagian", "ini 5")]
    [InlineData("0 0 0 1 1 ? 2030 1", "6 bagian", "ini 8")]
    [InlineData("60 * * * * ?", "detik", "0–59")]
    [InlineData("0 5,61 * * * ?", "menit", "0–59")]
    [InlineData("0 0 7-24 * * ?", "jam", "0–23")]
    [InlineData("0 0 7 0 * ?", "tanggal", "1–31")]
    [InlineData("0 0 7 1 13 ?", "bulan", "1–12")]
    [InlineData("0 0 7 ? * 8", "hari", "1–7")]
    [InlineData("0 0 7 ? * SENIN", "tidak dapat dibaca", "SENIN")]
    public void A_fault_names_the_part_and_what_it_may_be(string cron, string part, string may) =>
        CronWords.Fault(cron).ShouldNotBeNull().ShouldSatisfyAllConditions(f => f.ShouldContain(part), f => f.ShouldContain(may), f => f.ShouldContain("Contoh: "));
}
