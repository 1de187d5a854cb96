using Hub.Domain.Catalogue;
using Hub.Domain.Routing;

namespace Hub.Tests.Domain.Routing;

/// <summary>120 requests written before anything was measured on them, never learnt from: decidable by bureau, another's, open, of each kind.</summary>
public sealed class RoutingExamTests
{
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();

    private static readonly Lazy<IReadOnlyList<LabelledRequest>> Exam =
        new(() => LabelledRequest.All(Path.Combine(AppContext.BaseDirectory, "Domain", "Routing", "exam.jsonl"), Router.Embedded(Catalogue)));

    [Fact]
    public void The_exam_is_passed()
    {
        Exam.Value.Count.ShouldBe(120);

        var figures = LabelledFigures.Of(Exam.Value);

        figures.Right.ShouldBeGreaterThanOrEqualTo(0.95);
        figures.Triage.ShouldBeLessThanOrEqualTo(0.2);
        figures.Held.ShouldBeGreaterThanOrEqualTo(0.9);
        figures.Kind.ShouldBeGreaterThanOrEqualTo(0.87);
    }

    [Fact]
    public void No_eight_words_in_a_row_stand_in_training_and_exam()
    {
        var trained = RoutingExample.Embedded(Catalogue).SelectMany(e => Runs(e.Text)).ToHashSet(StringComparer.Ordinal);

        Exam.Value.Where(r => Runs(r.Words).Any(trained.Contains)).Select(r => r.Words).ShouldBeEmpty();
    }

    private static IEnumerable<string> Runs(string text)
    {
        var words = TextView.Of(text).Words;
        return Enumerable.Range(0, Math.Max(0, words.Count - 7)).Select(i => string.Join(' ', words.Skip(i).Take(8)));
    }
}
