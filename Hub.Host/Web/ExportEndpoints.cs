using Hub.Host.Figures;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace Hub.Host.Web;

/// <summary>Lists and reports to take away. Rows stream from the store to the wire; neither reporter nor protected title is ever among them.</summary>
internal static class ExportEndpoints
{
    internal const string Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapExports(this WebApplication app)
    {
        app.MapGet("/tickets/export.csv", CsvAsync).RequireAuthorization();
        app.MapGet("/tickets/export.xlsx", XlsxAsync).RequireAuthorization();
        app.MapGet("/letters/export.csv", LettersCsvAsync).RequireAuthorization();
        app.MapGet("/letters/export.xlsx", LettersXlsxAsync).RequireAuthorization();
        app.MapGet("/reports/figures.csv", FigureCsvAsync).RequireAuthorization();
        app.MapGet("/reports/figures.xlsx", FigureXlsxAsync).RequireAuthorization();
        app.MapGet("/reports/evaluation.pdf", PdfAsync).RequireAuthorization();
    }

    private static async Task CsvAsync(HttpContext context, string? separator, ExportRows rows, AskedList asked, Visit visit, AuditTrail audit, HubDbContext db, CancellationToken token)
    {
        var filter = TicketFilter.Read(context.Request.Query);
        await audit.WriteAsync(db, visit.Actor, "list.exported", "csv", await asked.OfAsync(db, filter, token), token);
        await SendCsvAsync(context, $"tiket-{visit.Today:yyyy-MM-dd}.csv", separator, rows.Columns, rows.ReadAsync(filter, token), token);
    }

    private static async Task XlsxAsync(HttpContext context, ExportRows rows, AskedList asked, Visit visit, AuditTrail audit, HubDbContext db, Words say, CancellationToken token)
    {
        var filter = TicketFilter.Read(context.Request.Query);
        await audit.WriteAsync(db, visit.Actor, "list.exported", "xlsx", await asked.OfAsync(db, filter, token), token);
        await SendXlsxAsync(context, $"tiket-{visit.Today:yyyy-MM-dd}.xlsx", say["tickets.title"], rows.Columns, rows.ReadAsync(filter, token), token);
    }

    private static async Task LettersCsvAsync(HttpContext context, string? separator, LetterRegister letters, Visit visit, AuditTrail audit, HubDbContext db, CancellationToken token)
    {
        var filter = LetterFilter.Read(context.Request.Query);
        await audit.WriteAsync(db, visit.Actor, "letters.exported", "csv", AskedList.Of(filter), token);
        await SendCsvAsync(context, $"surat-{visit.Today:yyyy-MM-dd}.csv", separator, letters.Columns, letters.ReadAsync(filter, token), token);
    }

    private static async Task LettersXlsxAsync(HttpContext context, LetterRegister letters, Visit visit, AuditTrail audit, HubDbContext db, Words say, CancellationToken token)
    {
        var filter = LetterFilter.Read(context.Request.Query);
        await audit.WriteAsync(db, visit.Actor, "letters.exported", "xlsx", AskedList.Of(filter), token);
        await SendXlsxAsync(context, $"surat-{visit.Today:yyyy-MM-dd}.xlsx", say["letters.title"], letters.Columns, letters.ReadAsync(filter, token), token);
    }

    private static async Task FigureCsvAsync(HttpContext context, string? separator, ReportRequest request, FigureSheet sheet, CancellationToken token)
    {
        var figures = await request.ReadAsync([request.By], token);
        await SendCsvAsync(context, request.FileName("indikator", "csv"), separator, sheet.Columns, sheet.Rows(figures, request.By, request.Whole).ToAsyncEnumerable(), token);
    }

    private static async Task FigureXlsxAsync(HttpContext context, ReportRequest request, FigureSheet sheet, Words say, CancellationToken token)
    {
        var figures = await request.ReadAsync([request.By], token);
        await SendXlsxAsync(context, request.FileName("indikator", "xlsx"), say["report.indicators"], sheet.Columns, sheet.Rows(figures, request.By, request.Whole).ToAsyncEnumerable(), token);
    }

    private static async Task<IResult> PdfAsync(ReportRequest request, EvaluationPdf monthly, YearEvaluationPdf yearly, ReportQueries reports, Visit visit, CancellationToken token)
    {
        var pdf = request is { Bureau: null, Period.IsWholeYear: true }
            ? yearly.Make(await request.ReadAsync(YearEvaluationPdf.By, token), visit.Now)
            : monthly.Make(await request.ReadAsync([request.Bureau is null ? Dimension.Bureau : Dimension.Service, Dimension.Class], token), await reports.CustodyAsync(request.Bureau?.Code, token), request.Bureau, visit.Now);
        return TypedResults.File(pdf, "application/pdf", request.FileName("evaluasi", "pdf"));
    }

    /// <param name="separator">As <see cref="Csv.Of"/> reads it.</param>
    internal static Task SendCsvAsync(HttpContext context, string name, string? separator, IReadOnlyList<SheetColumn> columns, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken token)
    {
        Announce(context, "text/csv; charset=utf-8", name);
        return Csv.Of(separator).WriteAsync(context.Response.Body, columns.Select(static c => c.Name), rows, token);
    }

    internal static Task SendXlsxAsync(HttpContext context, string name, string sheet, IReadOnlyList<SheetColumn> columns, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken token)
    {
        // The deflate stream flushes its last block synchronously when an entry closes.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        Announce(context, Spreadsheet, name);
        return Xlsx.WriteAsync(context.Response.Body, sheet, columns, rows, token);
    }

    internal static void Announce(HttpContext context, string mediaType, string name)
    {
        context.Response.ContentType = mediaType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        context.Response.Headers.CacheControl = "private, no-store";
    }
}
