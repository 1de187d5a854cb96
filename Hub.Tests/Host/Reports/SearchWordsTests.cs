using Hub.Host.Figures;

namespace Hub.Tests.Host.Reports;

public sealed class SearchWordsTests
{
    /// <summary>A telephone number in one piece had not found the same in groups.</summary>
    [Theory]
    [InlineData("081255221100", "(\"0812\" AND \"552\" AND \"21100\")", "(\"0812\" AND \"5522\" AND \"1100\")")]
    [InlineData("+6281255221100", "(\"6281\" AND \"255\" AND \"221100\")", "(\"6281\" AND \"2552\" AND \"21100\")")]
    public void A_telephone_number_is_looked_for_in_the_groups_that_people_make(string typed, string three, string four) =>
        SearchWords.ForFts5(typed)!.ShouldSatisfyAllConditions(q => q.ShouldContain(three), q => q.ShouldContain(four));

    [Theory]
    [InlineData("12345")]
    [InlineData("jalan 081255221100")]
    public void What_is_no_telephone_number_is_not(string typed) => SearchWords.ForTsquery(typed)!.ShouldNotContain(" | (");
}
