using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Host.People.Visits;

namespace Hub.Host.Figures;

/// <summary>The yearly evaluation for the ministry (service 29 of the decree): the year as a whole, by month, bureau, class and source, with the formula of every indicator.</summary>
public sealed class YearEvaluationPdf(Words say, ServiceCatalogue catalogue)
{
    /// <summary>What the figures must be divided by.</summary>
    public static readonly IReadOnlyList<Dimension> By = [Dimension.Month, Dimension.Bureau, Dimension.Class, Dimension.Source];

    public byte[] Make(ReportFigures figures, DateTimeOffset now)
    {
        var year = figures.Period.From.Year;
        using var sheet = new PdfSheet(say["pdf.year-foot", year], say["pdf.page"]);
        var parts = new EvaluationParts(sheet, say, catalogue);
        parts.Letterhead(null);
        sheet.Title(say["pdf.year-title"], say["pdf.year-under", year]);
        sheet.Heading("A. " + say["pdf.year-summary"], 11.5);
        foreach (var sentence in ReportWords.Sentences(figures, say))
        {
            sheet.Text(sentence);
        }

        sheet.Text(say["pdf.year-about", catalogue.Decree.Number, say.LongDate(Wita.DateOf(now))]);
        sheet.Heading("B. " + say["report.by-month"], 11.5);
        Months(sheet, figures, year);
        sheet.Heading("C. " + say["report.by-bureau"], 11.5);
        parts.Table(figures, Dimension.Bureau);
        sheet.Heading("D. " + say["report.by-class"], 11.5);
        parts.Table(figures, Dimension.Class);
        sheet.Heading("E. " + say["report.by-source"], 11.5);
        parts.Table(figures, Dimension.Source);
        sheet.Heading("F. " + say["report.indicators"], 11.5);
        parts.Formulas(figures);
        sheet.Heading("G. " + say["report.units"], 11.5);
        parts.Units(figures);
        sheet.Gap(4);
        sheet.Text(say["report.method"], 8);
        sheet.Signatures(say["pdf.place", say.LongDate(Wita.DateOf(now))], say["pdf.signs-secretary"], say["pdf.signs-organisation"], say["pdf.official"]);
        return sheet.Build();
    }

    /// <summary>All twelve, also those without a ticket: a gap in a table of months would be read as one.</summary>
    private void Months(PdfSheet sheet, ReportFigures figures, int year)
    {
        var months = Enumerable.Range(1, 12).Select(m => new DateOnly(year, m, 1)).ToList();
        FigureTally Of(DateOnly month) => figures.Groups[Dimension.Month].GetValueOrDefault($"{month:yyyy-MM}") ?? new FigureTally();
        sheet.Bars(say["report.received"], say["report.finished"], [.. months.Select(m => (say.ShortMonth(m), Of(m).Received, Of(m).Finished))]);
        new EvaluationParts(sheet, say, catalogue).Table(say["report.month"], months.Select(m => (say.Month(m), Of(m))), figures.All);
    }
}
