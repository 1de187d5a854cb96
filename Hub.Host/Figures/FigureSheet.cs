using Hub.Domain.Catalogue;
using Hub.Host.People.Visits;

namespace Hub.Host.Figures;

/// <summary>The indicators as rows to calculate with: one row for each group and indicator, numbers as numbers.</summary>
public sealed class FigureSheet(ServiceCatalogue catalogue, Words say)
{
    public IReadOnlyList<SheetColumn> Columns =>
    [
        new(say["sheet.period"], 28), new(say["sheet.group"], 34), new(say["report.indicator"], 40), new(say["report.number"], 10), new(say["sheet.percent"], 10),
        new(say["report.value"], 10), new(say["report.formula"], 60),
    ];

    /// <param name="by">The dimension that <paramref name="figures"/> were divided by.</param>
    /// <param name="whole">What the figures are about: a bureau's name, or all.</param>
    public IEnumerable<IReadOnlyList<object?>> Rows(ReportFigures figures, Dimension by, string whole)
    {
        var period = ReportWords.Of(figures.Period, say);
        var groups = ReportWords.Ordered(figures.Groups[by], by, catalogue, say).Select(g => (g.Name, Lines: Indicator.Of(g.Tally)));
        foreach (var (name, lines) in groups.Prepend((whole, Indicator.Of(figures))))
        {
            foreach (var line in lines)
            {
                yield return [period, name, line.Name(say), line.Count, line.Percent, line.Value is { } value ? Math.Round(value, 2) : null, line.Formula(say)];
            }
        }
    }
}
