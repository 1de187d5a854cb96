using Hub.Host.Foundation.Security;
using Hub.Host.People.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace Hub.Host.Web.Access;

/// <summary>What a page cannot do itself: leaving, and going to single sign-on.</summary>
internal static class AccessCalls
{
    public static void MapAccessCalls(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/keluar", SignOutAsync).RequireAuthorization();
        routes.MapPost("/masuk/sso", SsoAsync).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, HubSignIn door)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        await door.SignOutAsync();
        return TypedResults.LocalRedirect("/masuk");
    }

    private static async Task<IResult> SsoAsync(HttpContext context, IAntiforgery antiforgery, IAuthenticationSchemeProvider schemes, [FromForm] string? back)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        return await schemes.GetSchemeAsync(SsoSetup.Scheme) is null
            ? TypedResults.NotFound()
            : TypedResults.Challenge(new AuthenticationProperties { RedirectUri = SafePath.Of(back) }, [SsoSetup.Scheme]);
    }
}
