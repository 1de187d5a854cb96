using Hub.Mocks.Demo.Year;

namespace Hub.Tests.Mocks;

/// <summary>The year that the demo plays, whatever day and hour it is started.</summary>
public sealed class YearDaysTests
{
    [Fact]
    public void Whenever_it_is_started_the_source_is_silent_long_enough_to_be_told_and_looked_at_again_before_the_hub_is_connected()
    {
        var plan = YearPlan.Load();
        for (var start = new DateTimeOffset(2025, 1, 1, 0, 40, 0, TimeSpan.Zero); start.Year < 2027; start = start.AddHours(7))
        {
            var days = new YearDays(start);
            var looked = days.Moments.Where(m => m > days.SceneAt && m < days.ConnectedAt).ToList();
            var silent = looked.Where(m => days.IsSilent(m, plan)).ToList();

            silent.Count.ShouldBeGreaterThanOrEqualTo(3, $"{start:u}: it fails often enough to be told");
            looked[0].ShouldBeLessThan(silent[0], $"{start:u}: it answered before");
            looked[^1].ShouldBeGreaterThan(silent[^1], $"{start:u}: somebody sees that it is back");
            days.Moments.ShouldAllBe(m => m < days.ConnectedAt || !days.IsSilent(m, plan));
        }
    }
}
