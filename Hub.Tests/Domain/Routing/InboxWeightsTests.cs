using Hub.Domain.Catalogue;
using Hub.Domain.Routing;

namespace Hub.Tests.Domain.Routing;

public sealed class InboxWeightsTests
{
    private const string Kesra = "birososial.kaltara@gmail.com";
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();

    [Fact]
    public void A_wrong_inbox_loses_its_weight_and_a_right_one_gains()
    {
        var begins = InboxWeights.Of([], Catalogue).For(Kesra, "kesra");
        var wrong = InboxWeights.Of([new(Kesra, "umum", 30)], Catalogue).For(Kesra, "kesra");
        var right = InboxWeights.Of([new(Kesra, "kesra", 40), new(Kesra, "umum", 2)], Catalogue).For(Kesra, "kesra");

        begins.ShouldBe(new InboxWeight(0, 0, DecreeRules.InboxOdds));
        wrong.Odds.ShouldBeLessThan(1.5);
        right.Odds.ShouldBeGreaterThan(10);
        (right.Right, right.Mails).ShouldBe((40, 42));
    }

    [Fact]
    public void An_inbox_of_everybody_and_a_new_one_say_nothing()
    {
        InboxWeights.Of([], Catalogue).For("baru@contoh.id", "kesra").Odds.ShouldBe(1);
        var everybody = InboxWeights.Of([.. Catalogue.Bureaus.Select(b => new InboxCount("semua@contoh.id", b.Code, 20))], Catalogue);
        everybody.For("semua@contoh.id", "umum").Odds.ShouldBeLessThan(1.5);
    }

    [Fact]
    public void The_router_weighs_an_inbox_as_it_was_learned_and_says_so()
    {
        var question = new RoutingQuestion { System = "email", To = Kesra, Subject = "Permohonan", Body = "Mohon dibantu untuk kegiatan kami di desa." };
        var model = RoutingModel.Embedded(Catalogue);
        var rules = RuleSet.Embedded(Catalogue);

        var lost = new Router(Catalogue, rules.Weighed(InboxWeights.Of([new(Kesra, "umum", 60)], Catalogue)), model).Decide(question);
        var kept = new Router(Catalogue, rules.Weighed(InboxWeights.Of([new(Kesra, "kesra", 60)], Catalogue)), model).Decide(question);

        kept.Bureau.ShouldBe("kesra");
        kept.Why.Single(w => w.Code == "inbox").Values.ShouldBe([Kesra, "60", "60"]);
        (lost.Bureau == "kesra" ? lost.Score : 0).ShouldBeLessThan(kept.Score);
        lost.Why.ShouldNotContain(w => w.Code == "inbox-disagrees");
    }

    [Fact]
    public void What_was_learned_is_no_part_of_a_stored_rule() =>
        RuleSet.Embedded(Catalogue).Weighed(InboxWeights.Of([new(Kesra, "kesra", 60)], Catalogue)).ToJson().ShouldNotContain("learnt", Case.Insensitive);
}
