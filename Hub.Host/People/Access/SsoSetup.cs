using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Claims;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Texts;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;

namespace Hub.Host.People.Access;

/// <summary>OpenID Connect, authorization code with PKCE. Ends in the same session as every other sign-in.</summary>
internal static class SsoSetup
{
    public const string Scheme = "sso";

    public static void AddSso(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<SsoAccounts>();
        if (TerminalLanguage.Speaking(() => Read(builder.Configuration)) is not { } sso)
        {
            return;
        }

        builder.Services.AddSingleton(sso);
        builder.Services.AddAuthentication().AddOpenIdConnect(Scheme, sso.Title, options =>
        {
            options.Authority = sso.Authority!.ToString();
            options.ClientId = sso.ClientId;
            options.ClientSecret = sso.ClientSecret;
            options.RequireHttpsMetadata = sso.RequireHttps;
            options.ResponseType = "code";

            // Back by a plain link: the cookies of the way need not cross sites.
            options.ResponseMode = "query";
            options.UsePkce = true;

            // A sign-in counts as having shown to be there: the issuer must have seen the person, not only an old session of theirs.
            options.MaxAge = StepUp.Lasts;
            options.Events.OnTokenValidated = static context =>
            {
                if (!IsFresh(context.Principal!))
                {
                    context.Fail("auth_time");
                }

                return Task.CompletedTask;
            };
            options.MapInboundClaims = false;
            options.TokenValidationParameters.NameClaimType = "preferred_username";
            options.SignInScheme = IdentityConstants.ExternalScheme;
            options.CallbackPath = "/masuk/sso/kembali";
            options.Scope.Clear();
            options.Scope.Add("openid");
            options.Scope.Add("profile");
            options.Scope.Add("email");
            options.CorrelationCookie.Name = "hub.sso.";
            options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
            options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.NonceCookie.Name = "hub.sso-nonce.";
            options.Events.OnTicketReceived = ReceiveAsync;
            options.Events.OnRemoteFailure = context =>
            {
                context.HandleResponse();
                context.Response.Redirect("/masuk?sso=gagal");
                return Task.CompletedTask;
            };
        });
    }

    /// <summary>By the issuer's own clock, from when the person signed in there to when the token was made (OpenID Connect Core 1.0, 3.1.2.1 and 3.1.3.7); a token that does not say is too old.</summary>
    private static bool IsFresh(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue("auth_time"), CultureInfo.InvariantCulture, out var seen)
        && long.TryParse(principal.FindFirstValue("iat"), CultureInfo.InvariantCulture, out var made)
        && made - seen <= StepUp.Lasts.TotalSeconds;

    private static async Task ReceiveAsync(Microsoft.AspNetCore.Authentication.TicketReceivedContext context)
    {
        var services = context.HttpContext.RequestServices;
        var user = await services.GetRequiredService<SsoAccounts>().TakeAsync(context.Principal!, context.HttpContext.RequestAborted);
        var result = user is null ? SignInResult.NotAllowed : await services.GetRequiredService<HubSignIn>().WithoutPasswordAsync(user, secondFactorDone: true);
        context.HandleResponse();
        context.Response.Redirect(result.Succeeded ? SafePath.Of(context.Properties?.RedirectUri) : "/masuk?sso=ditolak");
    }

    /// <exception cref="StartupRefusal">The section is there and wrong.</exception>
    private static SsoOptions? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(SsoOptions.Section);
        if (!section.Exists())
        {
            return null;
        }

        var options = new SsoOptions();
        section.Bind(options);
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        faults.AddRange(options.Roles.Values.Except(Roles.Given).Select(r => new ValidationResult(StartTexts.Say("RoleUnknown", r, string.Join(", ", Roles.Given)), [nameof(options.Roles)])));
        return faults.Count == 0
            ? options
            : throw new StartupRefusal(Said.Quote(string.Join(Environment.NewLine, faults.Select(f => SettingFaults.Say(section, typeof(SsoOptions), f)))));
    }
}
