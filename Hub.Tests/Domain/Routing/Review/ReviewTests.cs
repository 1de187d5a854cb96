using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Review;

namespace Hub.Tests.Domain.Routing.Review;

public sealed class ReviewTests
{
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();
    private static readonly RuleSet Rules = RuleSet.Embedded(Catalogue);
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_rules_move_nothing()
    {
        var report = Simulate(new RuleSimulator(new Router(Catalogue, Rules), new Router(Catalogue, Rules)));

        report.Items.ShouldBe(6);
        report.Changed.ShouldBe(0);
        report.Moved.ShouldBeEmpty();
        report.Matrix.ShouldAllBe(cell => cell.From == cell.To);
        report.Matrix.Sum(cell => cell.Items).ShouldBe(6);
    }

    [Fact]
    public void A_draft_shows_what_would_move_and_which_deadlines_would_change()
    {
        var rule = Rule("genset", new RuleCondition { Words = [new WordTest { Any = ["genset"] }] }, new RuleOutcome { Bureau = "umum", Service = 28 });
        var draft = RuleSet.Of(2, [.. Rules.Rules, rule], Catalogue);

        var report = Simulate(new RuleSimulator(new Router(Catalogue, Rules), new Router(Catalogue, draft), (_, decision) => decision.Service == 28 ? new DateOnly(2026, 11, 23) : new DateOnly(2026, 12, 1)));

        report.Changed.ShouldBe(2);
        report.DeadlinesChanged.ShouldBe(2);
        report.Matches["genset"].ShouldBe(2);
        report.Moved.Select(m => m.Id).ShouldBe([5, 6]);
        report.Matrix.ShouldContain(new MatrixCell(MatrixCell.Triage, "umum", 2));
        report.TriageAfter.ShouldBe(report.TriageBefore - 2);
    }

    [Fact]
    public void A_correction_proposes_a_rule_with_its_precision_and_recall()
    {
        var stored = Items();
        var corrections = stored.Where(i => i.Id >= 5).Select(i => new Correction(i.Id, i.Question, null, "umum", 28, "petugas", Now)).ToList();

        var proposal = RuleProposals.From(corrections, stored)[0];

        proposal.Rule.Enabled.ShouldBeFalse();
        proposal.Rule.When.Words[0].Any.ShouldBe(["genset"]);
        proposal.Rule.Then.Service.ShouldBe(28);
        proposal.Precision.ShouldBe(1);
        proposal.Recall.ShouldBe(2 / 3.0, 0.001);
        proposal.Matches.ShouldBe(2);
        proposal.Corrections.ShouldBe(2);
        RuleSet.Of(2, [.. Rules.Rules, proposal.Rule with { Enabled = true }], Catalogue).Rules.Count.ShouldBe(Rules.Rules.Count + 1);
    }

    [Fact]
    public void What_tells_nothing_apart_is_not_proposed()
    {
        RoutingQuestion question = new() { System = "email", Body = "Terlampir surat kami" };
        var stored = Enumerable.Range(1, 10).Select(i => new StoredItem(i, Now, question, i % 2 == 0 ? "umum" : "hukum", null)).ToList();

        RuleProposals.From([new Correction(2, question, "hukum", "umum", null, "petugas", Now)], stored).ShouldBeEmpty();
        RuleProposals.From([], stored).ShouldBeEmpty();
    }

    [Fact]
    public void A_disabled_rule_is_not_used()
    {
        var rule = Rule("genset", new RuleCondition { Words = [new WordTest { Any = ["genset"] }] }, new RuleOutcome { Bureau = "hukum" }) with { Enabled = false };

        new Router(Catalogue, RuleSet.Of(2, [rule], Catalogue)).Decide(Question("genset rusak")).Matched.ShouldBeEmpty();
    }

    private static SimulationReport Simulate(RuleSimulator simulator)
    {
        foreach (var item in Items())
        {
            simulator.Take(item);
        }

        return simulator.Report();
    }

    private static List<StoredItem> Items() =>
    [
        new(1, Now, Question("Mohon pinjam ruang rapat Tenguyun"), "umum", 27),
        new(2, Now, Question("Permintaan data inflasi"), "perekonomian", 11),
        new(3, Now, Question("Mohon pinjam kursi 100 buah"), "umum", 28),
        new(4, Now, Question("RUPS BUMD tahunan"), "perekonomian", 13),
        new(5, Now, Question("Kami perlu genset untuk acara malam"), "umum", 28),
        new(6, Now, Question("Genset cadangan apakah ada"), "umum", 28),
    ];

    private static RoutingQuestion Question(string body) => new() { System = "email", Body = body };

    private static RoutingRule Rule(string id, RuleCondition when, RuleOutcome then) => new() { Id = id, Order = 50, Owner = "Biro Umum", Note = "uji", When = when, Then = then };
}
