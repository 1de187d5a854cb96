using Hub.Host.Figures;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Work.Duties;

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
        await ExportEndpoints.SendCsvAsync(context, $"utang-laporan-{visit.Today:yyyy-MM-dd}.csv", separator, words.Columns, words.Rows(await book.ListAsync(visit.User, DebtFilter.Of(state, duty, debtor), token)).ToAsyncEnumerable(), token);
    }

    private static async Task XlsxAsync(HttpContext context, string? state, string? duty, string? debtor, DebtBook book, DebtWords words, Visit visit, Words say, AuditTrail audit, HubDbContext db, CancellationToken token)
    {
        await audit.WriteAsync(db, visit.Actor, "list.exported", "debts-xlsx", null, token);
        await ExportEndpoints.SendXlsxAsync(context, $"utang-laporan-{visit.Today:yyyy-MM-dd}.xlsx", say["debts.title"], words.Columns, words.Rows(await book.ListAsync(visit.User, DebtFilter.Of(state, duty, debtor), token)).ToAsyncEnumerable(), token);
    }
}
