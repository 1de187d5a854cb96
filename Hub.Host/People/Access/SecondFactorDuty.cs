using System.Security.Claims;
using Hub.Host.Foundation;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Authorization;

namespace Hub.Host.People.Access;

/// <summary>Administrators and verifiers who sign in by password have a second factor: until it is there, every page leads to the one where it is turned on.</summary>
internal static class SecondFactorDuty
{
    public const string Name = "second-factor";

    private const string Page = "/account/second-factor";
    private static readonly string[] Open = [Page, "/keluar"];

    /// <returns>Null when the person has what is needed. Who comes by single sign-on has no password here; the issuer answers for the second factor.</returns>
    public static Claim? Of(User user, ClaimsIdentity identity, HubOptions options) =>
        options.SecondFactorRequired && !user.TwoFactorEnabled && user.PasswordHash is not null && identity.HasClaim(c => c.Type == identity.RoleClaimType && c.Value is Roles.Administrator or Roles.Verifier)
            ? new Claim(Name, "missing")
            : null;

    public static Task LeadAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.User.HasClaim(c => c.Type == Name) || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null || Open.Contains(context.Request.Path.Value, StringComparer.OrdinalIgnoreCase))
        {
            return next(context);
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Redirect(Page);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }

        return Task.CompletedTask;
    }
}
