using System.Text.RegularExpressions;
using Hub.Domain;

namespace Hub.Tests.Domain;

public sealed class RegexPatienceTests
{
    [Theory]
    [InlineData(0, "read")]
    [InlineData(1, "read")]
    [InlineData(2, "read")]
    [InlineData(3, "otherwise")]
    public void A_limit_that_passes_now_and_then_decides_nothing(int slow, string expected)
    {
        var reads = 0;

        RegexPatience.Read(() => ++reads <= slow ? throw new RegexMatchTimeoutException() : "read", static () => "otherwise").ShouldBe(expected);

        reads.ShouldBeLessThanOrEqualTo(3);
    }
}
