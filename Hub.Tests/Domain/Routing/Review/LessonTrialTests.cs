using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Review;
using Hub.Domain.Routing.Scoring;
using Hub.Domain.Routing.Scoring.Evaluation;

namespace Hub.Tests.Domain.Routing.Review;

/// <summary>What an office decides teaches the router only where that is better than chance, and never who wrote.</summary>
public sealed class LessonTrialTests
{
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();
    private static readonly RuleSet Rules = RuleSet.Embedded(Catalogue);
    private static readonly RoutingModel Shipped = RoutingModel.Embedded(Catalogue);
    private static readonly IReadOnlyList<RoutingExample> Known = [.. RoutingExample.Embedded(Catalogue).Where((_, i) => i % 20 == 0)];
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private static readonly string[] Occasions =
        ["pawai", "apel", "wisuda", "jalan santai", "panen raya", "hari guru", "khitanan", "lomba perahu", "malam seni", "pelantikan", "karnaval", "tirakatan", "syukuran", "pameran", "peresmian"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void What_the_office_always_decides_otherwise_is_proposed_and_then_routed_so()
    {
        var items = Items(45, i => ("umum", 28));

        var tried = Trial().Run(Shipped, items, DateTimeOffset.MinValue, Token).ShouldNotBeNull();

        tried.Report.IsBetter.ShouldBeTrue(tried.Report.ToString());
        (tried.Report.Learned, tried.Report.Corrections).ShouldBe((45, 45));
        var taken = Shipped.With(RoutingLesson.Load(3, tried.Lesson.Save()));
        var question = Asking("Panitia hendak memakai wuling merah putih untuk sunatan massal");
        Route(Shipped).Decide(question).Service.ShouldNotBe(28);
        var decision = Route(taken).Decide(question);
        (decision.Bureau, decision.Service, decision.Triage).ShouldBe(("umum", 28, false));
        decision.Why.Single(w => w.Code == "lesson").Values.ShouldBe(["3"]);
    }

    [Fact]
    public void Decisions_without_a_pattern_propose_nothing()
    {
        string[] bureaus = [.. Catalogue.Bureaus.Select(b => b.Code)];
        var items = Items(45, i => (bureaus[i * 7 % 9], null));

        Trial().Run(Shipped, items, DateTimeOffset.MinValue, Token).ShouldNotBeNull().Report.IsBetter.ShouldBeFalse();
    }

    [Fact]
    public void Too_few_corrections_or_only_old_ones_are_not_tried()
    {
        Trial().Run(Shipped, Items(LessonTrial.FewestCorrections - 1, _ => ("umum", 28)), DateTimeOffset.MinValue, Token).ShouldBeNull();
        Trial().Run(Shipped, Items(45, _ => ("umum", 28)), Now, Token).ShouldBeNull();
    }

    [Fact]
    public void Words_of_fewer_than_three_senders_leave_no_weight()
    {
        var items = Items(12, _ => ("umum", 28)).Select((item, i) => i < 8 ? item with { Writer = i % 2 == 0 ? "a" : "b", Question = Asking($"{item.Question.Body} hormat kami Rahmatunnisa") } : item).ToList();

        var lesson = Shipped.Study(items, Known, Token).ShouldNotBeNull();

        Knows(lesson, "wuling").ShouldBeTrue();
        Knows(lesson, "rahmatunnisa").ShouldBeFalse();
    }

    [Theory]
    [InlineData(6, 0, 0, 0, 0, true)]
    [InlineData(4, 0, 0, 0, 0, false)]
    [InlineData(12, 6, 0, 0, 0, false)]
    [InlineData(30, 8, 0, 0, 0, true)]
    [InlineData(30, 8, 1, 0, 0, false)]
    [InlineData(30, 8, 0, 1, 0, false)]
    [InlineData(30, 8, 0, 0, 1, false)]
    public void Only_more_than_chance_without_harm_is_better(int better, int worse, int moreWrong, int examWrong, int examLost, bool proposed)
    {
        var exam = new RouteOutcomes(100, 2, 18);
        new LessonReport(200, 40, new RouteOutcomes(100, 20, 80), new RouteOutcomes(110, 20 + moreWrong, 70), better, worse, exam, new RouteOutcomes(100 - examLost, 2 + examWrong, 18)).IsBetter.ShouldBe(proposed);
    }

    private static LessonTrial Trial() => new(Route, Shipped, Known, LabelledLine.OfExam());

    private static Router Route(RoutingModel model) => new(Catalogue, Rules, model);

    private static RoutingQuestion Asking(string text) => new() { System = "email", Body = text };

    private static List<DecidedItem> Items(int count, Func<int, (string Bureau, int? Service)> decided) =>
    [
        .. Enumerable.Range(0, count).Select(i => (At: i, Place: decided(i))).Select(i => new DecidedItem(
            Asking($"Kami hendak memakai wuling merah putih untuk {Occasions[i.At % Occasions.Length]} bulan {i.At % 12 + 1}"), $"orang-{i.At}", i.Place.Bureau, i.Place.Service, null, IsCorrection: true, Now.AddDays(-i.At - 1))),
    ];

    private static bool Knows(RoutingLesson lesson, string word) => lesson.Topic.Vocabulary.Row(FeatureReader.Named(FeatureGroup.Word, 0, word).Key) >= 0;
}
