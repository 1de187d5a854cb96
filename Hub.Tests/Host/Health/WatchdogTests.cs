using Hub.Host.Watch;

namespace Hub.Tests.Host.Health;

public sealed class WatchdogTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    private static readonly SourceSigns Well = new()
    {
        Name = "sihab", Interval = Interval, LastRunAt = Now.AddMinutes(-5), LastSuccessAt = Now.AddMinutes(-5), LastItemAt = Now.AddMinutes(-30), UsualSince = 1, MostMissed = 3,
    };

    [Fact]
    public void All_is_well_when_nothing_speaks_against_it() => Codes(Well).ShouldBeEmpty();

    [Theory]
    [InlineData(2, 31, new[] { "source-failing" })]
    [InlineData(1, 31, new string[0])]
    [InlineData(5, 29, new string[0])]
    public void A_source_fails_only_when_several_tries_and_the_time_agree(int failures, int minutesSinceSuccess, string[] codes) =>
        Codes(Well with { Failures = failures, FailureKind = "Transient", LastSuccessAt = Now.AddMinutes(-minutesSinceSuccess), FailingSince = Now.AddMinutes(-20) }).ShouldBe(codes);

    [Fact]
    public void A_refused_login_is_named_as_such()
    {
        var finding = Look(Well with { Failures = 3, FailureKind = "Credentials", Cause = "sandi salah", LastSuccessAt = Now.AddHours(-3) }).ShouldHaveSingleItem();

        finding.Code.ShouldBe("credentials");
        finding.Cause.ShouldContain("sandi salah");
        finding.NextStep.ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData(2, 31, new[] { "runs-missing" })]
    [InlineData(1, 31, new string[0])]
    [InlineData(2, 29, new string[0])]
    public void Missing_runs_are_noticed_within_two_intervals(int missed, int minutesSinceRun, string[] codes) =>
        Codes(Well with { Missed = missed, LastRunAt = Now.AddMinutes(-minutesSinceRun) }).ShouldBe(codes);

    [Fact]
    public void Nothing_is_missing_from_a_hub_that_has_just_started() =>
        Watchdog.Look(Signs(Well with { Missed = 9, LastRunAt = Now.AddDays(-1) }) with { StartedAt = Now.AddMinutes(-1) }).ShouldBeEmpty();

    [Fact]
    public void A_paused_source_gives_no_alarm() => Codes(Well with { Paused = true, Missed = 9, LastRunAt = Now.AddDays(-9) }).ShouldBeEmpty();

    [Theory]
    [InlineData(12.0, 5.0, new[] { "silence" })]
    [InlineData(11.0, 5.0, new string[0])]
    [InlineData(50.0, 40.0, new string[0])]
    public void Silence_is_said_when_it_is_improbable_and_was_never_so_long(double usual, double mostMissed, string[] codes) =>
        Codes(Well with { LastItemAt = Now.AddHours(-12), UsualSince = usual, MostMissed = mostMissed }).ShouldBe(codes);

    [Theory]
    [InlineData(15, new string[0])]
    [InlineData(14, new[] { "credentials-expire" })]
    [InlineData(7, new[] { "credentials-expire-7" })]
    [InlineData(1, new[] { "credentials-expire-1" })]
    [InlineData(-3, new[] { "credentials-expire-1" })]
    public void Credentials_are_warned_of_14_7_and_1_days_ahead(int days, string[] codes) =>
        Codes(Well with { CredentialsExpireOn = new DateOnly(2026, 3, 12).AddDays(days) }).ShouldBe(codes);

    [Fact]
    public void The_oldest_unsent_notice_and_the_oldest_unhandled_item_are_named()
    {
        var signs = Signs(Well) with { OldestUnsent = Now.AddMinutes(-16), UnsentCause = "server tidak menjawab", OldestUnhandled = Now.AddMinutes(-11) };

        var findings = Watchdog.Look(signs);

        findings.Select(f => f.Code).ShouldBe(["unsent", "unhandled"]);
        findings[0].Cause.ShouldContain("server tidak menjawab");
    }

    [Fact]
    public void What_is_usual_is_counted_by_weekday_and_hour_of_the_office()
    {
        // Four Thursdays, three items each at 10:00 WITA.
        var arrivals = Enumerable.Range(0, 4).SelectMany(w => Enumerable.Range(0, 3).Select(i => new DateTimeOffset(2026, 2, 12, 2, 10 * i, 0, TimeSpan.Zero).AddDays(7 * w))).ToArray();
        var usual = new Usual(arrivals, new DateTimeOffset(2026, 3, 12, 2, 0, 0, TimeSpan.Zero), _ => true);

        usual.Between(new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero), new(2026, 3, 12, 3, 0, 0, TimeSpan.Zero)).ShouldBe(3, 0.01);
        usual.Between(new(2026, 3, 12, 3, 0, 0, TimeSpan.Zero), new(2026, 3, 13, 2, 0, 0, TimeSpan.Zero)).ShouldBe(0, 0.01);
        usual.MostMissed.ShouldBe(2, 0.01, "from 10:20 to the next 10:00");
    }

    private static string[] Codes(SourceSigns source) => [.. Look(source).Select(f => f.Code)];

    private static IReadOnlyList<Finding> Look(SourceSigns source) => Watchdog.Look(Signs(source));

    private static Signs Signs(SourceSigns source) => new() { Now = Now, StartedAt = Now.AddDays(-2), Sources = [source] };
}
