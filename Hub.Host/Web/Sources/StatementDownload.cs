using System.Text;
using Hub.Domain;
using Hub.Host.Intake;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Web.Sources;

/// <summary>A kept statement to take away: its text, and below it the signature that <c>reconcile --verify</c> checks.</summary>
internal static class StatementDownload
{
    public static void MapStatements(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sources/{name}/statements/{day}", DownloadAsync).RequireAuthorization(Policies.Administer);

    private static async Task<IResult> DownloadAsync(string name, string day, Database database, Reconciler reconciler, CancellationToken token)
    {
        if (OfficeDates.Typed(day) is not { } date)
        {
            return TypedResults.NotFound();
        }

        await using var db = database.Open();
        if (await db.Statements.AsNoTracking().FirstOrDefaultAsync(s => s.Source == name && s.Day == date, token) is not { } statement)
        {
            return TypedResults.NotFound();
        }

        var verdict = Said.Of<FetchTexts>(reconciler.IsGenuine(statement) ? "StatementGenuine" : "StatementForged");
        var text = $"{statement.Text.TrimEnd()}\n\n{Said.Of<FetchTexts>("StatementSigned", statement.Signature, verdict)}\n";
        return TypedResults.File(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", $"pernyataan-{name}-{day}.txt");
    }
}
