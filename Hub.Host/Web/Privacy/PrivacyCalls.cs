using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Mvc;

namespace Hub.Host.Web.Privacy;

/// <summary>Hands out the file of a data subject.</summary>
internal static class PrivacyCalls
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void MapPrivacyCalls(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/settings/privacy/export", ExportAsync).RequireAuthorization(Policies.KeepPrivacy).WithMetadata(new NeedsProofAttribute());

    private static async Task<IResult> ExportAsync([FromForm] string email, [FromForm] string purpose, HttpContext context, SubjectRequests subjects, CancellationToken token)
    {
        if (purpose.Trim().Length < ReporterVault.ShortestPurpose)
        {
            return TypedResults.BadRequest();
        }

        var file = await subjects.ExportAsync(email, purpose.Trim(), CurrentUser.Of(context.User), token);
        return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(file, Readable), "application/octet-stream", "data-subjek.json");
    }
}
