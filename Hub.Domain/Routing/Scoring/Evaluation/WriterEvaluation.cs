using Hub.Domain.Catalogue;

namespace Hub.Domain.Routing.Scoring.Evaluation;

/// <summary>Leaves one writer out after the other: learnt from all others, measured on that one.</summary>
public static class WriterEvaluation
{
    /// <returns>One measurement a writer, as soon as it is made. Examples without a writer are learnt from only.</returns>
    public static IEnumerable<(string Writer, RouteFigures Figures)> Run(IReadOnlyList<RoutingExample> examples, ServiceCatalogue catalogue, RuleSet rules)
    {
        foreach (var writer in examples.Select(e => e.Writer).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var model = RoutingModel.Learn([.. examples.Where(e => e.Writer != writer)], catalogue);
            yield return (writer, RouteFigures.Of([.. examples.Where(e => e.Writer == writer).Select(e => RouteCase.Of(e, catalogue))], new Router(catalogue, rules, model)));
        }
    }
}
