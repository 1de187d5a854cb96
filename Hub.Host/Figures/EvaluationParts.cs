using Hub.Domain.Catalogue;
using Hub.Host.People.Visits;

namespace Hub.Host.Figures;

/// <summary>What the papers of the evaluation have in common.</summary>
internal sealed class EvaluationParts(PdfSheet sheet, Words say, ServiceCatalogue catalogue)
{
    private const double Number = 46;

    private static readonly string[] Reached = ["phone", "email", "web"];

    /// <param name="bureau">Null for Biro Organisasi, which evaluates all.</param>
    public void Letterhead(Bureau? bureau)
    {
        var office = bureau ?? catalogue.FindBureau("organisasi");
        var ways = office is null ? [] : office.Channels.Where(c => Reached.Contains(c.Type, StringComparer.Ordinal)).Select(c => c.Value);
        sheet.Letterhead(say["pdf.government"], say["pdf.secretariat"], office?.Name.ToUpperInvariant() ?? "", string.Join("  •  ", ways));
    }

    /// <summary>The indicators in short.</summary>
    public void Indicators(ReportFigures figures)
    {
        sheet.Heading(say["report.indicators"], 11.5);
        sheet.Table(
            [new(say["report.indicator"], 273, Right: false), new(say["report.number"], 70, Right: true), new(say["report.share"], 70, Right: true), new(say["report.value"], 70, Right: true)],
            Indicator.Of(figures).Select(i => (IReadOnlyList<string>)[i.Name(say), i.CountText(say), i.PercentText(say), i.ValueText(say)]));
    }

    /// <summary>The indicators with their formulas.</summary>
    public void Formulas(ReportFigures figures) => sheet.Table(
        [
            new(say["report.indicator"], 138, Right: false), new(say["report.formula"], 195, Right: false),
            new(say["report.number"], 50, Right: true), new(say["report.share"], 50, Right: true), new(say["report.value"], 50, Right: true),
        ],
        Indicator.Of(figures).Select(i => (IReadOnlyList<string>)[i.Name(say), i.Formula(say), i.CountText(say), i.PercentText(say), i.ValueText(say)]));

    public void Groups(ReportFigures figures, Dimension by)
    {
        sheet.Heading(say["report.by-" + by.ToString().ToLowerInvariant()], 11.5);
        Table(figures, by);
    }

    public void Table(ReportFigures figures, Dimension by) =>
        Table(say["dimension." + by], ReportWords.Ordered(figures.Groups[by], by, catalogue, say, full: true).Select(g => (g.Name, g.Tally)), figures.All);

    public void Table(string first, IEnumerable<(string Name, FigureTally Tally)> rows, FigureTally all)
    {
        string[] heads = [say["report.received"], say["report.base"], say["report.finished"], say["report.on-time"], say["report.overdue"], say["report.median"], say["report.p90"]];
        heads[1] = say["pdf.base"];
        PdfColumn[] columns = [new(first, 483 - (heads.Length * Number), Right: false), .. heads.Select(h => new PdfColumn(h, Number, Right: true))];
        sheet.Table(columns, rows.Append((say["pdf.total"], all)).Select(row => Cells(row.Item1, row.Item2)), total: true);
    }

    /// <summary>What is late, by the bureau that holds it, whenever it came in; nothing where nothing is.</summary>
    public void Held(IReadOnlyList<Custody> held, DateOnly on)
    {
        if (held.Count == 0)
        {
            return;
        }

        sheet.Heading(say["pdf.custody", say.LongDate(on)], 11.5);
        sheet.Table(
            [new(say["col.bureau"], 273, Right: false), new(say["col.late"], 70, Right: true), new(say["report.custody-median"], 70, Right: true), new(say["report.custody-longest"], 70, Right: true)],
            held.Select(h => (IReadOnlyList<string>)[catalogue.FindBureau(h.Bureau)?.Name ?? h.Bureau, say.Number(h.Late), ReportWords.Days(h.MedianDays, say), say.Number(h.LongestDays)]));
        sheet.Text(say["report.custody-text"], 8);
    }

    /// <summary>Every bureau and the last day somebody of it was signed in.</summary>
    public void Units(ReportFigures figures)
    {
        sheet.Text(say["report.units-text"], 8.5);
        sheet.Table(
            [new(say["col.bureau"], 323, Right: false), new(say["report.units-active"], 70, Right: true), new(say["report.units-last"], 90, Right: true)],
            figures.Units.Select(u => (IReadOnlyList<string>)[catalogue.FindBureau(u.Bureau)?.Name ?? u.Bureau, say[u.Active ? "yes" : "no"], u.LastOn is { } day ? say.ShortDay(day) : "–"]));
    }

    private IReadOnlyList<string> Cells(string name, FigureTally t) =>
    [
        name, say.Number(t.Received), say.Number(t.Base), say.Number(t.Finished), ReportWords.OnTime(t, say), say.Number(t.Overdue),
        ReportWords.Days(t.MedianResolution, say), ReportWords.Days(t.P90Resolution, say),
    ];
}
