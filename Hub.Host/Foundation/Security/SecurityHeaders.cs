using Hub.Host.Storage.Rows;

namespace Hub.Host.Foundation.Security;

/// <summary>What every answer tells the browser: run only our own files, show us in nobody's frame, keep nothing that was for one person.</summary>
public static class SecurityHeaders
{
    /// <summary>To be called first: the answer to an error carries the headers too. A page may tighten its own policy.</summary>
    public static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        app.UseForwardedHeaders();
        var isPublicHttps = app.Services.GetRequiredService<HubOptions>().PublicAddress.Scheme == Uri.UriSchemeHttps;
        app.UseCookiePolicy(new CookiePolicyOptions { OnAppendCookie = cookie => cookie.CookieOptions.Secure |= isPublicHttps || IsHttps(cookie.Context.Request) });
        var policy = Policy(app.Services.GetService<SsoOptions>());
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (context.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000";
            }

            context.Response.OnStarting(() =>
            {
                if (context.User.Identity?.IsAuthenticated == true && !headers.ContainsKey("Cache-Control"))
                {
                    headers.CacheControl = "private, no-store";
                }

                if (context.Response.Headers.Location is [{ } to] && PathWithin(to, context.Request.Host) is { } path)
                {
                    headers.Location = path;
                }

                return Task.CompletedTask;
            });
            return next(context);
        });
        app.Use(AskForHead);
        // Before the limits, which are the pages'.
        app.UseRouting();
        app.Use(new PostLimits().PassAsync);
        return app;
    }

    /// <summary>Whoever asks for the head of a page is answered as who asks for the page; the server leaves the body away.</summary>
    private static Task AskForHead(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    }

    /// <summary>Also by the word of a proxy that nobody declared: whoever lies here only binds their own cookies to HTTPS.</summary>
    private static bool IsHttps(HttpRequest request) => request.IsHttps || request.Headers["X-Forwarded-Proto"].ToString().Contains(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);

    /// <summary>The name by which a visitor calls the hub is not repeated: a redirect to ourselves names no host.</summary>
    private static string? PathWithin(string location, HostString host) =>
        Uri.TryCreate(location, UriKind.Absolute, out var to) && (to.Scheme == Uri.UriSchemeHttp || to.Scheme == Uri.UriSchemeHttps) && string.Equals(to.Host, host.Host, StringComparison.OrdinalIgnoreCase) && (host.Port is null ? to.IsDefaultPort : to.Port == host.Port) ? to.PathAndQuery + to.Fragment : null;

    // A form that begins single sign-on is answered with a redirect to the issuer; browsers check that against form-action.
    private static string Policy(SsoOptions? sso) =>
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + $"form-action 'self'{(sso?.Authority is { } issuer ? " " + issuer.GetLeftPart(UriPartial.Authority) : "")}; frame-ancestors 'none'; base-uri 'self'";
}
