using Hub.Domain.Envelopes;

namespace Hub.Tests.Domain.Envelopes;

public sealed class VersionOrderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 12, 4, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Sighting.Shown, VersionPlace.Returned)]
    [InlineData(Sighting.Sent, VersionPlace.Returned)]
    [InlineData(Sighting.Filed, VersionPlace.Repeated)]
    public void A_known_version_after_another_stands_again_unless_an_old_file_holds_it(Sighting how, VersionPlace place) =>
        VersionOrder.Place(Version("B"), Version("A"), isKnown: true, how).ShouldBe(place);

    [Theory]
    [InlineData(Sighting.Shown, VersionPlace.New)]
    [InlineData(Sighting.Sent, VersionPlace.Outdated)]
    [InlineData(Sighting.Filed, VersionPlace.Outdated)]
    public void What_its_source_dates_earlier_changes_nothing_unless_the_source_shows_it_now(Sighting how, VersionPlace place) =>
        VersionOrder.Place(Version("B", at: Noon), Version("A", at: Noon.AddHours(-1)), isKnown: false, how).ShouldBe(place);

    [Theory]
    [InlineData(true, VersionPlace.Repeated)]
    [InlineData(false, VersionPlace.Outdated)]
    public void A_lower_count_of_the_source_never_follows_a_higher_one(bool known, VersionPlace place) =>
        VersionOrder.Place(Version("B", sequence: 3), Version("A", sequence: 2), known, Sighting.Shown).ShouldBe(place);

    [Fact]
    public void What_stands_is_repeated_and_the_first_is_new()
    {
        VersionOrder.Place(Version("A"), Version("A"), isKnown: true, Sighting.Shown).ShouldBe(VersionPlace.Repeated);
        VersionOrder.Place(null, Version("A"), isKnown: false, Sighting.Filed).ShouldBe(VersionPlace.New);
    }

    [Fact]
    public void Numbers_left_out_are_named_where_a_source_counts_one_by_one()
    {
        NumberGaps.Of(["S/0007", "S/0008", "S/0010", "S/0011", "S/0012", "S/0013", "abc"]).ShouldBe(["S/0009"]);
        NumberGaps.Of(["5", "90", "1700", "9000", "21000", "400000"]).ShouldBeEmpty("the numbers of a larger count");
    }

    private static SeenVersion Version(string name, int? sequence = null, DateTimeOffset? at = null) => new(name, sequence, at);
}
