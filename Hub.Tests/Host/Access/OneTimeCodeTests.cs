using Hub.Host.People.Access;

namespace Hub.Tests.Host.Access;

public sealed class OneTimeCodeTests
{
    /// <summary>"12345678901234567890" in base 32.</summary>
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    /// <summary>RFC 6238, appendix B (the last six of the eight digits given there).</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_rfc(long seconds, string code) => Match(code, seconds).ShouldBe(seconds / 30);

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void A_clock_half_a_minute_off_is_forgiven(long off, bool taken) => (Match("005924", 1234567890 + off) is not null).ShouldBe(taken);

    [Fact]
    public void No_code_is_taken_twice_nor_one_before_it()
    {
        var step = Match("005924", 1234567890)!.Value;

        Match("005924", 1234567890, last: step).ShouldBeNull();
        Match("005924", 1234567890, last: step + 1).ShouldBeNull();
        Match("005924", 1234567890, last: step - 1).ShouldBe(step);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5924")]
    [InlineData("0059240")]
    [InlineData("005925")]
    public void Anything_else_is_refused(string code) => Match(code, 1234567890).ShouldBeNull();

    private static long? Match(string code, long seconds, long last = 0) => OneTimeCode.Match(Key, code, DateTimeOffset.FromUnixTimeSeconds(seconds), last);
}
