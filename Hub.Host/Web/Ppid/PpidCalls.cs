using Hub.Host.Figures;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace Hub.Host.Web.Ppid;

/// <summary>The register of requests under UU 14/2008 to take away.</summary>
internal static class PpidCalls
{
    public static void MapPpidCalls(this WebApplication app)
    {
        app.MapGet("/ppid/register.csv", CsvAsync).RequireAuthorization(Policies.SeeTickets);
        app.MapGet("/ppid/register.xlsx", XlsxAsync).RequireAuthorization(Policies.SeeTickets);
    }

    private static async Task CsvAsync(HttpContext context, int? year, string? separator, PpidRegister register, Visit visit, AuditTrail audit, HubDbContext db, CancellationToken token)
    {
        var of = year ?? visit.Today.Year;
        await audit.WriteAsync(db, visit.Actor, "list.exported", "ppid-csv", $"{of}", token);
        ExportEndpoints.Announce(context, "text/csv; charset=utf-8", $"register-ppid-{of}.csv");
        await Csv.Of(separator).WriteAsync(context.Response.Body, register.Columns.Select(c => c.Name), register.Rows(await register.ReadAsync(of, token)).ToAsyncEnumerable(), token);
    }

    private static async Task XlsxAsync(HttpContext context, int? year, PpidRegister register, Visit visit, Words say, AuditTrail audit, HubDbContext db, CancellationToken token)
    {
        var of = year ?? visit.Today.Year;

        // The deflate stream flushes its last block synchronously when an entry closes.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await audit.WriteAsync(db, visit.Actor, "list.exported", "ppid-xlsx", $"{of}", token);
        ExportEndpoints.Announce(context, ExportEndpoints.Spreadsheet, $"register-ppid-{of}.xlsx");
        await Xlsx.WriteAsync(context.Response.Body, say["ppid.title"], register.Columns, register.Rows(await register.ReadAsync(of, token)).ToAsyncEnumerable(), token);
    }
}
