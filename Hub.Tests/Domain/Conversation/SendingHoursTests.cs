using Hub.Domain;
using Hub.Domain.Conversation;

namespace Hub.Tests.Domain.Conversation;

public sealed class SendingHoursTests
{
    private static readonly SendingHours OverNight = new(new(20, 0), new(6, 0), new(7, 30));

    [Theory]
    [InlineData("2026-03-11 19:59", "2026-03-11 19:59")]
    [InlineData("2026-03-11 20:00", "2026-03-12 06:00")]
    [InlineData("2026-03-12 02:30", "2026-03-12 06:00")]
    [InlineData("2026-03-12 06:00", "2026-03-12 06:00")]
    public void Quiet_hours_may_last_over_midnight(string at, string until) => OverNight.NotBefore(At(at)).ShouldBe(At(until));

    [Theory]
    [InlineData("2026-03-11 11:59", "2026-03-11 11:59")]
    [InlineData("2026-03-11 12:15", "2026-03-11 13:00")]
    public void Or_only_over_noon(string at, string until) => new SendingHours(new(12, 0), new(13, 0), new(7, 30)).NotBefore(At(at)).ShouldBe(At(until));

    [Fact]
    public void Without_quiet_hours_nothing_waits() => new SendingHours(null, null, new(7, 30)).NotBefore(At("2026-03-11 02:00")).ShouldBe(At("2026-03-11 02:00"));

    [Theory]
    [InlineData("2026-03-11 07:29", "2026-03-11 07:30")]
    [InlineData("2026-03-11 07:30", "2026-03-12 07:30")]
    public void The_digest_leaves_once_a_day(string at, string digest) => OverNight.NextDigest(At(at)).ShouldBe(At(digest));

    [Fact]
    public void A_digest_in_the_quiet_hours_waits_for_their_end() => new SendingHours(new(20, 0), new(6, 0), new(5, 0)).NextDigest(At("2026-03-11 12:00")).ShouldBe(At("2026-03-12 06:00"));

    private static DateTimeOffset At(string local) => new(DateTime.Parse(local), Wita.Offset);
}
