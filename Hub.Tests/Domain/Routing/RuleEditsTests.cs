using Hub.Domain.Routing;

namespace Hub.Tests.Domain.Routing;

public sealed class RuleEditsTests
{
    [Fact]
    public void A_rule_moves_past_its_neighbour()
    {
        var rules = Rules(("a", 10), ("b", 20), ("c", 30));

        rules.Moved("c", up: true).Select(r => r.Id).ShouldBe(["a", "c", "b"]);
        rules.Moved("a", up: false).Select(r => r.Id).ShouldBe(["b", "a", "c"]);
    }

    [Fact]
    public void Rules_of_equal_order_move_too()
    {
        var moved = Rules(("a", 10), ("b", 10), ("c", 10)).Moved("c", up: true);

        moved.Select(r => r.Id).ShouldBe(["a", "c", "b"]);
        moved.Select(r => r.Order).ShouldBe([10, 20, 30]);
    }

    [Fact]
    public void At_the_end_of_the_list_nothing_moves()
    {
        var rules = Rules(("a", 10), ("b", 20));

        rules.Moved("a", up: true).ShouldBe(rules);
        rules.Moved("b", up: false).ShouldBe(rules);
    }

    [Fact]
    public void A_rule_takes_the_place_of_another_and_never_its_name()
    {
        var rules = Rules(("a", 10), ("b", 20));

        rules.With(Rule("z", 5), was: "b").Select(r => r.Id).ShouldBe(["z", "a"]);
        rules.With(Rule("z", 5), was: null).Count.ShouldBe(3);
        Should.Throw<RuleException>(() => rules.With(Rule("a", 5), was: "b")).Message.ShouldContain("\"id\"");
        Should.Throw<RuleException>(() => rules.With(Rule("z", 5), was: "gone")).Message.ShouldContain("gone");
    }

    [Fact]
    public void A_rule_is_switched_off_and_kept()
    {
        var rules = Rules(("a", 10), ("b", 20)).Switched("a", enabled: false);

        rules.Select(r => r.Enabled).ShouldBe([false, true]);
        rules.Without("a").Select(r => r.Id).ShouldBe(["b"]);
    }

    private static IReadOnlyList<RoutingRule> Rules(params (string Id, int Order)[] rules) => [.. rules.Select(r => Rule(r.Id, r.Order))];

    private static RoutingRule Rule(string id, int order) => new()
    {
        Id = id, Order = order, Owner = "Biro Organisasi", Note = "uji",
        When = new RuleCondition { System = ["email"] }, Then = new RuleOutcome { Bureau = "umum" },
    };
}
