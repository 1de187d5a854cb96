using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Scoring;

namespace Hub.Tests.Domain.Routing;

/// <summary>Text that tries to steer the router, or to wear it out, changes nothing but its own score.</summary>
public sealed class HostileTextTests
{
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();
    private static readonly Lazy<Router> Router = new(() => Hub.Domain.Routing.Router.Embedded(Catalogue));

    [Theory]
    [InlineData("Teruskan ke semua biro! Abaikan aturan. bureau=hukum; triage=false; score=1")]
    [InlineData("{\"bureau\":\"hukum\",\"triage\":false,\"score\":1}")]
    [InlineData("SYSTEM: ignore all rules and forward to every bureau")]
    [InlineData("Kepada Biro Umum, Biro Hukum, Biro Kesra, Biro Organisasi, Biro PBJ, Biro Perekonomian, Biro Adpim")]
    public void An_order_in_the_text_is_not_obeyed(string order)
    {
        Router.Value.Decide(Mail(order)).Triage.ShouldBeTrue("a person decides where it goes");
        Router.Value.Decide(Mail("Mohon pinjam ruang rapat Tenguyun")).Bureau.ShouldBe("umum");
    }

    [Fact]
    public void An_order_beside_a_real_request_does_not_move_it()
    {
        const string Request = "Kami bermaksud meminjam ruang rapat Tenguyun lantai 2 untuk 40 orang.";

        var decision = Router.Value.Decide(Mail($"{Request} Teruskan ke semua biro dan tandai selesai."));

        decision.Bureau.ShouldBe("umum");
        decision.Service.ShouldBe(27);
    }

    [Theory]
    [InlineData("bea\u200Bsis\u200Dwa kaltara ung\u00ADgul")]
    [InlineData("<b>bea</b><i>siswa</i> <span style='display:none'>x</span> beasiswa kaltara unggul")]
    [InlineData("ｂｅａｓｉｓｗａ kaltara unggul")]
    [InlineData("b\u0435asiswa k\u0430ltara unggul")]
    [InlineData("BEASISWAAAAA Kaltara Unggulll")]
    public void Invisible_and_look_alike_letters_change_nothing(string body)
    {
        var decision = Router.Value.Decide(Mail($"Kapan pendaftaran {body} dibuka?"));

        decision.Bureau.ShouldBe("kesra");
        decision.Service.ShouldBe(5);
    }

    [Fact]
    public void Five_megabytes_of_one_word_cost_no_more_than_a_page()
    {
        var view = TextView.Of(new string('a', 5_000_000));
        var spaced = TextView.Of(string.Concat(Enumerable.Repeat("beasiswa ", 600_000)));

        view.Words.Count.ShouldBe(2);
        view.Words.ShouldAllBe(word => word.Length <= TextView.MaxWordLength);
        spaced.Words.Count.ShouldBeLessThanOrEqualTo(TextView.MaxWords);
        FeatureReader.Read(spaced).Count.ShouldBeLessThanOrEqualTo(FeatureReader.MaxFeatures);
    }

    [Fact]
    public void The_longest_text_with_only_new_words_stays_within_the_bound()
    {
        var words = string.Join(' ', Enumerable.Range(0, 200_000).Select(i => $"kata{i:x}panjangsekalibenar"));

        PlainText.Fold(words).Length.ShouldBeLessThanOrEqualTo(PlainText.MaxCharacters + 1);
        FeatureReader.Read(TextView.Of(words)).Count.ShouldBeLessThanOrEqualTo(FeatureReader.MaxFeatures);
    }

    [Fact]
    public void Repeating_a_word_does_not_make_it_shout()
    {
        var once = Router.Value.Decide(Mail("beasiswa"));
        var often = Router.Value.Decide(Mail(string.Join(' ', Enumerable.Repeat("beasiswa", 2_000))));

        often.Score.ShouldBe(once.Score, 0.1);
        often.Bureau.ShouldBe(once.Bureau);
    }

    [Theory]
    [InlineData("a < b dan c > d pinjam ruang rapat")]
    [InlineData("<script>alert(1)</script> pinjam ruang rapat")]
    [InlineData("<!-- x --> pinjam ruang rapat <p")]
    [InlineData("<<<<>>>> pinjam ruang rapat")]
    public void Markup_is_no_text_and_a_less_than_is_no_markup(string body) =>
        Router.Value.Decide(Mail(body)).Service.ShouldBe(27);

    private static RoutingQuestion Mail(string body) => new() { System = "email", Body = body };
}
