using System.Security.Claims;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Access;

/// <summary>Marks a page or call whose posts need somebody who showed within ten minutes to be there: a browser that was left open must not be enough.</summary>
/// <param name="forms">The forms of a page that need it; none given: all of them.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsProofAttribute(params string[] forms) : Attribute
{
    public IReadOnlyList<string> Forms => forms;
}

/// <summary>When the person of a session last showed to be there, by signing in or by second factor.</summary>
public sealed class StepUp(HubDbContext db, TimeProvider clock)
{
    public const string Page = "/account/proof";

    /// <summary>Where the page leads back to.</summary>
    public const string Back = "back";

    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    public async Task<bool> IsProvenAsync(ClaimsPrincipal who, CancellationToken token) =>
        SessionOf(who) is { } id && await db.Set<UserSession>().Where(s => s.Id == id).Select(s => s.ProvenAt).FirstOrDefaultAsync(token) is { } at && clock.GetUtcNow() - at < Lasts;

    public async Task ProveAsync(ClaimsPrincipal who, CancellationToken token)
    {
        var (id, now) = (SessionOf(who), clock.GetUtcNow());
        await db.Set<UserSession>().Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.ProvenAt, now), token);
    }

    /// <summary>Leads whoever has to show to be there to the page for it, and from there back to where the form was.</summary>
    public static async Task LeadAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsProofAttribute>() is not { } needs
            || !HttpMethods.IsPost(context.Request.Method)
            || context.User.Identity?.IsAuthenticated != true
            || !await ConcernsAsync(needs, context)
            || await context.RequestServices.GetRequiredService<StepUp>().IsProvenAsync(context.User, context.RequestAborted))
        {
            await next(context);
            return;
        }

        Lead(context);
    }

    /// <summary>For a call that knows only when it has looked whether it needs it.</summary>
    internal static IResult ToProof(HttpContext context)
    {
        Lead(context);
        return Results.Empty;
    }

    private static void Lead(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"{Page}?{Back}={Uri.EscapeDataString(From(context.Request))}";
    }

    private static async Task<bool> ConcernsAsync(NeedsProofAttribute needs, HttpContext context) =>
        needs.Forms.Count == 0 || (context.Request.HasFormContentType && needs.Forms.Contains((await context.Request.ReadFormAsync(context.RequestAborted))["_handler"].ToString()));

    /// <summary>The page that the form stood on: a call has none of its own.</summary>
    private static string From(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var page) && page.Authority == request.Host.Value ? SafePath.Of(page.PathAndQuery) : SafePath.Of(request.Path.Value);

    private static Guid? SessionOf(ClaimsPrincipal who) => Guid.TryParse(who.FindFirstValue(UserClaims.Session), out var id) ? id : null;
}
