using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Host.People.Visits;

namespace Hub.Host.Figures;

/// <summary>The evaluation of a month, or any other period, as a paper to sign: for one bureau or for the secretariat.</summary>
public sealed class EvaluationPdf(Words say, ServiceCatalogue catalogue)
{
    /// <param name="figures">Divided by class, and by service for a bureau or by bureau for all.</param>
    /// <param name="held">What is late now, by the bureau that holds it.</param>
    /// <param name="bureau">Null for the whole secretariat.</param>
    public byte[] Make(ReportFigures figures, IReadOnlyList<Custody> held, Bureau? bureau, DateTimeOffset now)
    {
        var period = ReportWords.Of(figures.Period, say);
        var name = bureau?.Name ?? say["pdf.all-bureaus"];
        using var sheet = new PdfSheet($"{say["pdf.title"]} · {name} · {period}", say["pdf.page"]);
        var parts = new EvaluationParts(sheet, say, catalogue);
        parts.Letterhead(bureau);
        sheet.Title(say["pdf.title"].ToUpperInvariant(), $"{name} · {period}");
        foreach (var sentence in ReportWords.Sentences(figures, say))
        {
            sheet.Text(sentence);
        }

        parts.Held(held, Wita.DateOf(now));
        parts.Indicators(figures);
        parts.Groups(figures, bureau is null ? Dimension.Bureau : Dimension.Service);
        parts.Groups(figures, Dimension.Class);
        sheet.Gap(4);
        sheet.Text(say["report.method"], 8);
        sheet.Text(say["pdf.basis", catalogue.Decree.Number], 8);
        sheet.Signatures(say["pdf.place", say.LongDate(Wita.DateOf(now))], null, bureau is null ? say["pdf.signs-organisation"] : say["pdf.signs-bureau", bureau.Name], say["pdf.official"]);
        return sheet.Build();
    }
}
