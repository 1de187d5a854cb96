using Hub.Host.Foundation.Security;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Security;

public sealed class MinuteCountTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void After_a_minute_each_one_begins_anew()
    {
        var count = new MinuteCount(2, clock);
        count.Add("a").ShouldBeNull();
        clock.Advance(TimeSpan.FromSeconds(50));
        count.Add("a").ShouldBeNull();
        count.Add("b").ShouldBeNull();
        count.IsFull("a").ShouldBeTrue();
        count.Add("a").ShouldBe(TimeSpan.FromSeconds(10));

        clock.Advance(TimeSpan.FromSeconds(10));
        count.IsFull("a").ShouldBeFalse();
        count.Add("a").ShouldBeNull();
        count.Add("b").ShouldBeNull();
        count.Add("b").ShouldBe(TimeSpan.FromSeconds(50), "its minute began later");
    }
}
