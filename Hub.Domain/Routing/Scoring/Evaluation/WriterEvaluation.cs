using Hub.Domain.Catalogue;

namespace Hub.Domain.Routing.Scoring.Evaluation;

/// <summary>Measures on writers that the model did not learn from: the writers in five groups, each measured by a model of the other four.</summary>
public static class WriterEvaluation
{
    private const int Folds = 5;

    /// <returns>One measurement a writer, group by group, as soon as it is made. Examples without a writer are learnt from only.</returns>
    public static IEnumerable<(string Writer, RouteFigures Figures)> Run(IReadOnlyList<RoutingExample> examples, ServiceCatalogue catalogue, RuleSet rules)
    {
        var writers = examples.Select(e => e.Writer).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        for (var fold = 0; fold < Folds; fold++)
        {
            var group = writers.Where((_, i) => i % Folds == fold).ToHashSet(StringComparer.Ordinal);
            if (group.Count == 0)
            {
                continue;
            }

            var router = new Router(catalogue, rules, RoutingModel.Learn([.. examples.Where(e => e.Writer is null || !group.Contains(e.Writer))], catalogue));
            foreach (var writer in group.Order(StringComparer.Ordinal))
            {
                yield return (writer, RouteFigures.Of([.. examples.Where(e => e.Writer == writer).Select(e => RouteCase.Of(e, catalogue))], router));
            }
        }
    }
}
