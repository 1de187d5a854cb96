using System.Text;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Privacy;
using Hub.Host.Pages;
using Hub.Host.Security;
using Hub.Host.Texts;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Reports;

/// <summary>Lists and reports to take away. Rows stream from the store to the wire; neither reporter nor protected title is ever among them.</summary>
internal static class ExportEndpoints
{
    public static void MapExports(this WebApplication app)
    {
        app.MapGet("/tickets/export.csv", CsvAsync).RequireAuthorization();
        app.MapGet("/tickets/export.xlsx", XlsxAsync).RequireAuthorization();
        app.MapGet("/reports/evaluation.pdf", PdfAsync).RequireAuthorization();
    }

    private static async Task CsvAsync(HttpContext context, TicketQueries tickets, WorkingCalendar calendar, ServiceCatalogue catalogue, Visit visit, Words say, CancellationToken token)
    {
        Announce(context, "text/csv; charset=utf-8", $"tiket-{visit.Today:yyyy-MM-dd}.csv");
        await using var writer = new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 32_768);
        await writer.WriteAsync(string.Join(',', Head(say).Select(CsvCell.Write)) + "\r\n");
        await foreach (var row in Rows(context, tickets, calendar, catalogue, visit, say).WithCancellation(token))
        {
            await writer.WriteAsync(string.Join(',', row.Select(cell => CsvCell.Write(cell is DateOnly day ? $"{day:yyyy-MM-dd}" : cell?.ToString()))) + "\r\n");
        }
    }

    private static async Task XlsxAsync(HttpContext context, TicketQueries tickets, WorkingCalendar calendar, ServiceCatalogue catalogue, Visit visit, Words say, CancellationToken token)
    {
        // The deflate stream flushes its last block synchronously when an entry closes.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        Announce(context, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"tiket-{visit.Today:yyyy-MM-dd}.xlsx");
        await Xlsx.WriteAsync(context.Response.Body, say["tickets.title"], Head(say), Rows(context, tickets, calendar, catalogue, visit, say), token);
    }

    private static async Task<IResult> PdfAsync(HttpContext context, ReportQueries reports, ServiceCatalogue catalogue, Visit visit, Words say, CancellationToken token)
    {
        var filter = TicketFilter.Read(context.Request.Query);
        var period = Period.Of(filter.From, filter.To, visit.Today);
        var bureau = catalogue.FindBureau(visit.User.SeesAllBureaus ? filter.Bureau : visit.User.Bureau);
        var figures = await reports.ReadAsync(period, bureau?.Code, bureau is null ? Dimension.Bureau : Dimension.Service, token);
        var pdf = new EvaluationPdf(say, catalogue).Make(figures, bureau, visit.Now);
        return TypedResults.File(pdf, "application/pdf", $"evaluasi-{bureau?.Code ?? "setda"}-{period.From:yyyyMMdd}-{period.To:yyyyMMdd}.pdf");
    }

    private static IReadOnlyList<string> Head(Words say) =>
    [
        say["col.number"], say["col.what"], say["col.kind"], say["col.bureau"], say["col.service"], say["col.class"], say["col.source"], say["col.status"],
        say["ticket.received"], say["ticket.due"], say["export.answered"], say["export.finished"], say["export.late"],
    ];

    private static async IAsyncEnumerable<IReadOnlyList<object?>> Rows(HttpContext context, TicketQueries tickets, WorkingCalendar calendar, ServiceCatalogue catalogue, Visit visit, Words say)
    {
        var filter = TicketFilter.Read(context.Request.Query);
        await using var db = tickets.Read();
        var rows = tickets.Visible(db).Matching(filter, visit.Now, calendar).Saying(db, filter.Words).OrderBy(t => t.Id).Select(t => new
        {
            t.Number, t.Title, Closed = t.Anonymous || t.Secret, t.Kind, t.Bureau, t.Service, t.Class, t.System, t.Status, t.ReceivedAt, t.DueOn, t.LateAt, t.FirstResponseAt, DoneAt = t.ResolvedAt ?? t.ClosedAt,
        });
        await foreach (var t in rows.AsAsyncEnumerable())
        {
            yield return
            [
                t.Number, t.Closed ? say["export.protected"] : LeakGate.Mask(t.Title), say.Kind(t.Kind), catalogue.FindBureau(t.Bureau)?.Name, t.Service, t.Class, t.System, say.Status(t.Status),
                Wita.DateOf(t.ReceivedAt), t.DueOn, On(t.FirstResponseAt), On(t.DoneAt), (t.DoneAt ?? visit.Now) >= t.LateAt ? say["yes"] : say["no"],
            ];
        }
    }

    private static DateOnly? On(DateTimeOffset? at) => at is { } instant ? Wita.DateOf(instant) : null;

    private static void Announce(HttpContext context, string mediaType, string name)
    {
        context.Response.ContentType = mediaType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        context.Response.Headers.CacheControl = "private, no-store";
    }
}
