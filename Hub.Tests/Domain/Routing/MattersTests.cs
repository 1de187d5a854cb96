using Hub.Domain.Catalogue;
using Hub.Domain.Routing;

namespace Hub.Tests.Domain.Routing;

public sealed class MattersTests
{
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();
    private static readonly Router Router = Router.Embedded(Catalogue);

    [Theory]
    [InlineData("Kami mohon pencairan dana hibah untuk pembangunan masjid di desa kami. Selain itu kami ingin meminjam ruang rapat lantai 2 dan kursi untuk rapat panitia hari Senin.", "kesra", "umum")]
    [InlineData("(1) Mohon hibah untuk renovasi gereja kami segera dicairkan. (2) Mohon naskah sambutan Gubernur untuk acara peresmiannya.", "kesra", "adpim")]
    public void Matters_for_different_bureaus_are_told_apart_and_a_person_divides_them(string text, params string[] bureaus)
    {
        var question = new RoutingQuestion { System = "email", Subject = "Permohonan", Body = text };

        var matters = Router.Matters(question);

        matters.Select(m => m.Route.Bureau).ShouldBe(bureaus);
        string.Concat(matters.SelectMany(m => m.Text).Where(c => !char.IsWhiteSpace(c))).ShouldBe(string.Concat(text.Where(c => !char.IsWhiteSpace(c))), "nothing of what somebody wrote is lost");
        var decision = Router.Decide(question);
        decision.Triage.ShouldBeTrue();
        decision.Why.Single(w => w.Code == "several-matters").Values.ShouldBe(bureaus);
    }

    [Theory]
    [InlineData("Kami mohon pencairan dana hibah untuk masjid. Selain itu mohon penjelasan tentang laporan pertanggungjawaban hibah tahun lalu.")]
    [InlineData("Kami mohon pencairan dana hibah untuk pembangunan masjid di desa kami. Sekalian salam untuk Bapak.")]
    [InlineData("")]
    public void What_is_for_one_bureau_is_one_matter(string text) =>
        Router.Matters(new RoutingQuestion { System = "email", Body = text }).ShouldBeEmpty();

    [Fact]
    public void Where_the_source_says_whose_it_is_nothing_is_told_apart()
    {
        var text = "Kami mohon pencairan dana hibah untuk pembangunan masjid di desa kami. Selain itu kami ingin meminjam ruang rapat lantai 2 dan kursi untuk rapat panitia hari Senin.";

        Router.Matters(new RoutingQuestion { System = "sihab", Service = 3, Body = text }).ShouldBeEmpty();
        Router.Decide(new RoutingQuestion { System = "sihab", Service = 3, Body = text }).Triage.ShouldBeFalse();
    }

    [Fact]
    public void Of_texts_with_one_matter_almost_none_is_held_for_it()
    {
        var plain = RoutingExample.Embedded(Catalogue).Where(e => e.Flag != "mixed").Where((_, i) => i % 5 == 0).ToList();

        plain.Count(e => Router.Matters(new RoutingQuestion { System = "email", Body = e.Text }).Count > 0).ShouldBeLessThanOrEqualTo(plain.Count / 200);
    }

    [Fact]
    public void A_hostile_text_of_turns_and_blanks_takes_no_time()
    {
        var text = string.Concat(Enumerable.Repeat("sekalian (1) , " + new string(' ', 40), 300));

        var started = TimeProvider.System.GetTimestamp();
        Router.Matters(new RoutingQuestion { System = "email", Body = text });

        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }
}
