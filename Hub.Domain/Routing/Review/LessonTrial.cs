using Hub.Domain.Routing.Scoring.Evaluation;

namespace Hub.Domain.Routing.Review;

/// <summary>So many items by what became of them.</summary>
/// <param name="Right">Sent to whose it is, or kept for a person where it is nobody's of the nine.</param>
/// <param name="Wrong">Sent elsewhere.</param>
/// <param name="Triaged">Left to a person, although one of the nine has it.</param>
public sealed record RouteOutcomes(int Right, int Wrong, int Triaged)
{
    internal static RouteOutcomes Of(IReadOnlyCollection<ExamMark> marks) =>
        new(marks.Count(m => m == ExamMark.Right), marks.Count(m => m == ExamMark.Wrong), marks.Count(m => m == ExamMark.Triaged));

    /// <summary>Nothing is worse.</summary>
    internal bool Holds(RouteOutcomes before) => Right >= before.Right && Wrong <= before.Wrong;
}

/// <summary>What a lesson would change, on decided items that it was not learnt from and on the exam that ships.</summary>
/// <param name="Learned">Decided items that it is made from.</param>
/// <param name="Corrections">Corrections among those that it is measured on.</param>
/// <param name="Better">Items that it decides better; <paramref name="Worse"/>: worse.</param>
public sealed record LessonReport(int Learned, int Corrections, RouteOutcomes Before, RouteOutcomes After, int Better, int Worse, RouteOutcomes ExamBefore, RouteOutcomes ExamAfter)
{
    /// <summary>Fewer changed items say nothing, however they lie.</summary>
    private const int FewestGained = 5;

    /// <summary>Chance gives twice the root of what changed in one of forty trials.</summary>
    private const double Sure = 2;

    /// <summary>Better by more than chance gives, with no more wrong sends, and no worse on the exam.</summary>
    public bool IsBetter => Better - Worse >= FewestGained && Better - Worse >= Sure * Math.Sqrt(Better + Worse) && After.Wrong <= Before.Wrong && ExamAfter.Holds(ExamBefore);
}

/// <summary>Tries whether a lesson from an office's own decided items makes routes better than the model in force.</summary>
/// <param name="route">A router with the rules in force and another model.</param>
/// <param name="shipped">What lessons are added to.</param>
/// <param name="known">Examples that the shipped model must not unlearn.</param>
/// <param name="exam">Cases that nothing is learnt from.</param>
public sealed class LessonTrial(Func<RoutingModel, Router> route, RoutingModel shipped, IReadOnlyList<RoutingExample> known, IReadOnlyList<RouteCase> exam)
{
    /// <summary>Of fewer corrections nobody can say whether a lesson mends more than it breaks.</summary>
    public const int FewestCorrections = 20;

    private const int Folds = 5;

    /// <param name="since">What was decided before is learnt from, but the model in force may know it, so nothing is measured on it.</param>
    /// <returns>Null while there is too little to learn or to measure.</returns>
    public (RoutingLesson Lesson, LessonReport Report)? Run(RoutingModel inForce, IReadOnlyList<DecidedItem> items, DateTimeOffset since, CancellationToken cancellation)
    {
        var fresh = items.Where(i => i.DecidedAt > since).ToList();
        if (fresh.Count(i => i.IsCorrection) < FewestCorrections || shipped.Study(items, known, cancellation) is not { } lesson)
        {
            return null;
        }

        var (now, then) = (route(inForce), route(shipped.With(lesson)));
        var before = fresh.ConvertAll(i => MarkOf(now.Decide(i.Question), i.Bureau));
        var after = HeldOut(items, fresh, cancellation);
        var (examBefore, examAfter) = (Outcomes(now), Outcomes(then));
        return (lesson, new LessonReport(
            items.Count, fresh.Count(i => i.IsCorrection), RouteOutcomes.Of(before), RouteOutcomes.Of(after),
            before.Zip(after).Count(p => Worth(p.Second) > Worth(p.First)), before.Zip(after).Count(p => Worth(p.Second) < Worth(p.First)), examBefore, examAfter));
    }

    /// <summary>Each item by a lesson that was learnt without it and without its sender.</summary>
    private ExamMark[] HeldOut(IReadOnlyList<DecidedItem> items, List<DecidedItem> fresh, CancellationToken cancellation)
    {
        var marks = new ExamMark[fresh.Count];
        for (var fold = 0; fold < Folds; fold++)
        {
            var held = fresh.Where(i => FoldOf(i.Writer) == fold).Select(i => i.Writer).ToHashSet(StringComparer.Ordinal);
            var lesson = shipped.Study([.. items.Where(i => !held.Contains(i.Writer))], known, cancellation);
            var router = route(lesson is null ? shipped : shipped.With(lesson));
            foreach (var (item, at) in fresh.Select((item, at) => (item, at)).Where(f => held.Contains(f.item.Writer)))
            {
                cancellation.ThrowIfCancellationRequested();
                marks[at] = MarkOf(router.Decide(item.Question), item.Bureau);
            }
        }

        return marks;
    }

    private RouteOutcomes Outcomes(Router router) => RouteOutcomes.Of([.. exam.Select(c => MarkOf(router.Decide(c.Question), c.IsDecidable ? c.Bureau : null))]);

    /// <param name="bureau">Whose it is; null where it should wait for a person.</param>
    private static ExamMark MarkOf(RoutingDecision decision, string? bureau) =>
        decision.Triage ? (bureau is null ? ExamMark.Right : ExamMark.Triaged)
        : bureau is not null && decision.Bureau == bureau ? ExamMark.Right
        : ExamMark.Wrong;

    private static int Worth(ExamMark mark) => mark switch
    {
        ExamMark.Right => 2,
        ExamMark.Triaged or ExamMark.Open => 1,
        ExamMark.Wrong => 0,
    };

    /// <summary>By the sender alone, so that the same are held out every time.</summary>
    private static int FoldOf(string writer)
    {
        var hash = 2_166_136_261;
        foreach (var c in writer)
        {
            hash = unchecked((hash ^ c) * 16_777_619);
        }

        return (int)((hash ^ (hash >> 15)) % Folds);
    }
}
