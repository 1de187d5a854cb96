using System.Text;
using Hub.Host.People.Access;

namespace Hub.Tests.Host.Access;

public sealed class OneTimeCodeTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B (the last six of the eight digits given there).</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_rfc(long seconds, string code) =>
        OneTimeCode.At(Key, OneTimeCode.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_half_a_minute_off_is_forgiven(long off, bool taken) =>
        (OneTimeCode.Match(Key, OneTimeCode.At(Key, 1000 + off), 1000, 0) is not null).ShouldBe(taken);

    [Fact]
    public void No_code_is_taken_twice()
    {
        var code = OneTimeCode.At(Key, 1000);
        var step = OneTimeCode.Match(Key, code, 1000, 0);

        step.ShouldBe(1000);
        OneTimeCode.Match(Key, code, 1000, step!.Value).ShouldBeNull();
    }

    [Fact]
    public void Keys_are_read_as_base_32() =>
        OneTimeCode.Key("GEZD GNBV GY3T QOJQ GEZDGNBVGY3TQOJQ").ShouldBe(Key);
}
