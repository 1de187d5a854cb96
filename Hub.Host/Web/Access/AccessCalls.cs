using Hub.Host.Foundation.Security;
using Hub.Host.People.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Hub.Host.Web.Access;

/// <summary>What a page cannot do itself: leaving, and going to single sign-on.</summary>
internal static class AccessCalls
{
    public static void MapAccessCalls(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/keluar", SignOutAsync).RequireAuthorization();
        routes.MapPost("/masuk/sso", SsoAsync).AllowAnonymous().WithMetadata(new PostLimitAttribute(PostLimitAttribute.SignIn));
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

    private static async Task<IResult> SsoAsync(HttpContext context, IAntiforgery antiforgery, IAuthenticationSchemeProvider schemes, [FromForm] string? back, [FromForm] bool? anew)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        if (await schemes.GetSchemeAsync(SsoSetup.Scheme) is null)
        {
            return TypedResults.NotFound();
        }

        var properties = new AuthenticationProperties { RedirectUri = SafePath.Of(back) };
        if (anew == true)
        {
            properties.SetParameter(OpenIdConnectParameterNames.Prompt, OpenIdConnectPrompt.Login);
        }

        return TypedResults.Challenge(properties, [SsoSetup.Scheme]);
    }
}
