using Hub.Host.Figures;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Work.Duties;
using Microsoft.AspNetCore.Http.Features;

namespace Hub.Host.Web.Debts;

/// <summary>The list of owed reports to take away.</summary>
internal static class DebtCalls
{
    public static void MapDebtCalls(this WebApplication app)
    {
        app.MapGet("/debts/debts.csv", CsvAsync).RequireAuthorization(Policies.SeeDebts);
        app.MapGet("/debts/debts.xlsx", XlsxAsync).RequireAuthorization(Policies.SeeDebts);
    }

    private static async Task CsvAsync(HttpContext context, string? state, string? duty, string? debtor, string? separator, DebtBook book, DebtWords words, Visit visit, AuditTrail audit, HubDbContext db, CancellationToken token)
    {
        await audit.WriteAsync(db, visit.Actor, "list.exported", "debts-csv", null, token);
        ExportEndpoints.Announce(context, "text/csv; charset=utf-8", $"utang-laporan-{visit.Today:yyyy-MM-dd}.csv");
        await Csv.Of(separator).WriteAsync(
            context.Response.Body, words.Columns.Select(c => c.Name), words.Rows(await book.ListAsync(visit.User, DebtFilter.Of(state, duty, debtor), token)).ToAsyncEnumerable(), token);
    }

    private static async Task XlsxAsync(HttpContext context, string? state, string? duty, string? debtor, DebtBook book, DebtWords words, Visit visit, Words say, AuditTrail audit, HubDbContext db, CancellationToken token)
    {
        // The deflate stream flushes its last block synchronously when an entry closes.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await audit.WriteAsync(db, visit.Actor, "list.exported", "debts-xlsx", null, token);
        ExportEndpoints.Announce(context, ExportEndpoints.Spreadsheet, $"utang-laporan-{visit.Today:yyyy-MM-dd}.xlsx");
        await Xlsx.WriteAsync(context.Response.Body, say["debts.title"], words.Columns, words.Rows(await book.ListAsync(visit.User, DebtFilter.Of(state, duty, debtor), token)).ToAsyncEnumerable(), token);
    }
}
