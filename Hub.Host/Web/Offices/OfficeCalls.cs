using Hub.Host.Figures;
using Hub.Host.People.Access;
using Hub.Host.Work.Offices;

namespace Hub.Host.Web.Offices;

/// <summary>The register of offices to take away, in the form in which it can be brought back.</summary>
internal static class OfficeCalls
{
    public static void MapOfficeCalls(this WebApplication app) =>
        app.MapGet("/offices/offices.csv", TakeAsync).RequireAuthorization(Policies.KeepOffices);

    private static async Task TakeAsync(HttpContext context, OfficeRegister offices, CancellationToken token)
    {
        ExportEndpoints.Announce(context, "text/csv; charset=utf-8", "perangkat-daerah.csv");
        await Csv.Semicolon.WriteAsync(context.Response.Body, OfficeSheet.Columns, OfficeSheet.Rows(await offices.EntriesAsync(token)).ToAsyncEnumerable(), token);
    }
}
