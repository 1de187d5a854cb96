using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Host.Pages;

namespace Hub.Host.Reports;

/// <summary>The monthly or yearly evaluation as a paper to sign.</summary>
public sealed class EvaluationPdf(Words say, ServiceCatalogue catalogue)
{
    /// <param name="bureau">Null for the whole secretariat.</param>
    public byte[] Make(ReportFigures figures, Bureau? bureau, DateTimeOffset now)
    {
        var sheet = new PdfSheet();
        var all = figures.All;
        sheet.Text(say["pdf.office"], 11);
        sheet.Text(catalogue.Decree.Title + " (" + catalogue.Decree.Number + ")", 8.5);
        sheet.Rule();
        sheet.Heading(say["pdf.title"]);
        sheet.Text($"{bureau?.Name ?? say["pdf.all-bureaus"]} · {ReportWords.Of(figures.Period, say)}", 11);
        sheet.Gap(8);
        foreach (var sentence in ReportWords.Sentences(figures, say))
        {
            sheet.Text(sentence);
        }

        sheet.Heading(say["report.figures"], 11.5);
        sheet.Table(["", say["report.number"], say["report.share"]],
        [
            [say["report.received"], say.Number(all.Received), ""],
            [say["report.returned"], say.Number(all.Returned), ""],
            [say["report.archived"], say.Number(all.Archived), ""],
            [say["report.base"], say.Number(all.Base), ReportWords.Share(all.Base == 0 ? null : 1, say)],
            [say["report.untouched"], say.Number(all.Untouched), ReportWords.Share(all.UntouchedShare, say)],
            [say["report.in-process"], say.Number(all.InProcess), ReportWords.Share(all.InProcessShare, say)],
            [say["report.finished"], say.Number(all.Finished), ReportWords.Share(all.FinishedShare, say)],
            [say["report.on-time"], say.Number(all.OnTime), ReportWords.Share(all.OnTimeShare, say)],
            [say["report.overdue"], say.Number(all.OverdueOpen + all.FinishedLate), ""],
        ], 250);
        sheet.Heading(say[bureau is null ? "report.by-bureau" : "report.by-service"], 11.5);
        sheet.Table([say[bureau is null ? "col.bureau" : "col.service"], say["report.received"], say["report.finished"], say["report.on-time"], say["report.overdue"], say["report.median"], say["report.p90"]],
            ReportWords.Ordered(figures.Groups, bureau is null ? Dimension.Bureau : Dimension.Service, catalogue, say).Select(g => (IReadOnlyList<string>)
            [
                g.Name, say.Number(g.Tally.Received), say.Number(g.Tally.Finished), ReportWords.Share(g.Tally.OnTimeShare, say), say.Number(g.Tally.OverdueOpen + g.Tally.FinishedLate),
                ReportWords.Days(g.Tally.MedianResolution, say), ReportWords.Days(g.Tally.P90Resolution, say),
            ]), 145);
        sheet.Text(say["report.method"], 8);
        sheet.Signature(say["pdf.place", say.ShortDay(Wita.DateOf(now))], bureau is null ? say["pdf.signs-organisation"] : say["pdf.signs-bureau", bureau.Name]);
        return sheet.Build();
    }
}
