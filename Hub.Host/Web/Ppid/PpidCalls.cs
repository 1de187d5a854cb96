using Hub.Host.Figures;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.People.Visits;
using Hub.Host.Storage;

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
        var of = register.YearOf(year);
        await audit.WriteAsync(db, visit.Actor, "list.exported", "ppid-csv", $"{of}", token);
        await ExportEndpoints.SendCsvAsync(context, $"register-ppid-{of}.csv", separator, register.Columns, register.Rows(await register.ReadAsync(of, token)).ToAsyncEnumerable(), token);
    }

    private static async Task XlsxAsync(HttpContext context, int? year, PpidRegister register, Visit visit, Words say, AuditTrail audit, HubDbContext db, CancellationToken token)
    {
        var of = register.YearOf(year);
        await audit.WriteAsync(db, visit.Actor, "list.exported", "ppid-xlsx", $"{of}", token);
        await ExportEndpoints.SendXlsxAsync(context, $"register-ppid-{of}.xlsx", say["ppid.title"], register.Columns, register.Rows(await register.ReadAsync(of, token)).ToAsyncEnumerable(), token);
    }
}
