using System.Globalization;
using System.Text.Json;
using Hub.Domain;

namespace Hub.Tests.Domain;

public sealed class SaidTests
{
    private static readonly CultureInfo Indonesian = CultureInfo.GetCultureInfo("id");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly DateTimeOffset At = new(2026, 3, 20, 6, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Each_reader_reads_it_in_his_language()
    {
        var kept = Said.Read(Said.Of<IgnoredTexts>("List").Stored);

        kept.In(Indonesian).ShouldBe("Kiriman milis.");
        kept.In(English).ShouldBe("Mail of a mailing list.");
    }

    [Fact]
    public void A_row_from_before_says_its_text_as_it_is()
    {
        var kept = Said.Read("Sumber menolak login (401).");

        kept.In(English).ShouldBe("Sumber menolak login (401).");
        kept.Stored.ShouldBe("Sumber menolak login (401).");
    }

    [Theory]
    [InlineData("{\"said\":")]
    [InlineData("{\"said\":3,\"values\":\"x\"}")]
    [InlineData("{\"said\":\"x\",\"values\":[{\"on\":\"kemarin\"}]}")]
    public void Text_that_only_looks_like_a_code_is_text(string text) => Said.Read(text).In(English).ShouldBe(text);

    [Fact]
    public void Words_of_others_stay_words_even_when_they_look_like_a_code()
    {
        var words = Said.Of<IgnoredTexts>("List").Stored;

        Said.Read(Said.Quote(words).Stored).In(English).ShouldBe(words);
    }

    [Fact]
    public void Days_instants_and_what_was_said_before_are_worded_for_the_reader()
    {
        var said = Said.All([Said.Quote("Audit"), Said.Of<IgnoredTexts>("Unknown", new DateOnly(2026, 8, 17), At, Said.Of<IgnoredTexts>("List"))]);

        var kept = Said.Read(said.Stored);

        kept.In(Indonesian).ShouldBe("Audit IgnoredTexts.Unknown (17 Agu 2026, Jum, 20 Mar 2026 14.30 WITA, Kiriman milis.)");
        kept.In(English).ShouldBe("Audit IgnoredTexts.Unknown (17 Aug 2026, Fri, 20 Mar 2026 14:30 WITA, Mail of a mailing list.)");
        kept.ShouldBe(said);
    }

    [Fact]
    public void It_goes_through_json_as_what_a_column_keeps()
    {
        var said = Said.Of<IgnoredTexts>("Bounce");

        JsonSerializer.Deserialize<Said>(JsonSerializer.Serialize(said)).ShouldBe(said);
    }
}
