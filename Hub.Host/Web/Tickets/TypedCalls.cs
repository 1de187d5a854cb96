using Microsoft.AspNetCore.Mvc;

namespace Hub.Host.Web.Tickets;

/// <summary>Where a page brings what is being typed, while it is typed.</summary>
internal static class TypedCalls
{
    public const string Address = "/typed";

    public static void MapTypedCalls(this WebApplication app) => app.MapPost(Address, KeepAsync).RequireAuthorization();

    private static async Task<IResult> KeepAsync([FromForm] IFormCollection form, UnsentForms unsent, CancellationToken token) =>
        await unsent.KeepAsync(form, token) ? TypedResults.NoContent() : TypedResults.BadRequest();
}
