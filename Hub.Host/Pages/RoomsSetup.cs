using Hub.Domain.Catalogue;
using Hub.Host.Access;
using Hub.Host.Deadlines;
using Hub.Host.Pages.Overview;
using Hub.Host.Pages.Sources;
using Hub.Host.Pages.Tickets;
using Hub.Host.Reports;
using Hub.Host.Texts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Host.Pages;

/// <summary>Registers the screens and gives them their addresses.</summary>
public static class RoomsSetup
{
    private static readonly string[] Cultures = ["id", "en"];

    public static WebApplicationBuilder AddRooms(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.WebHost.UseStaticWebAssets();
        services.AddRazorComponents();
        // Pages only, for slow lines. What BREACH needs is missing: another site's requests carry no cookie (SameSite) and the token of a form is masked anew each time.
        services.AddResponseCompression(options => (options.EnableForHttps, options.MimeTypes) = (true, ["text/html"]));
        services.AddLocalization();
        services.AddHttpContextAccessor();
        services.AddAntiforgery();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BasisInForce>();
        services.TryAddTransient(s => s.GetRequiredService<BasisInForce>().Calendar);
        services.TryAddSingleton(ServiceCatalogue.Embedded());
        services.TryAddSingleton<Hub.Host.Tickets.TicketDesk>();
        services.TryAddSingleton<Hub.Host.Sources.SourceDesk>();
        services.AddScoped<Visit>();
        services.AddScoped<Words>();
        services.AddScoped<TicketQueries>();
        services.AddScoped<TicketList>();
        services.AddScoped<TicketReading>();
        services.AddScoped<ReportQueries>();
        services.AddScoped<ReportRequest>();
        services.AddScoped<ExportRows>();
        services.AddScoped<FigureSheet>();
        services.AddScoped<EvaluationPdf>();
        services.AddScoped<YearEvaluationPdf>();
        services.AddScoped<HandoverFile>();
        services.AddScoped<SavedFilters>();
        services.TryAddTransient<WalkText>();
        services.AddScoped<OverviewQueries>();
        services.AddScoped<SourceQueries>();
        services.AddSingleton<MonthFigures>();
        services.AddSingleton<ReceivedFigures>();
        services.AddHostedService<WarmFigures>();
        services.AddSingleton<PublicStatistics>();
        services.AddSingleton<TrackingCode>();
        return builder;
    }

    /// <summary>To be called before other middleware that answers requests: languages and error pages are set here.</summary>
    public static WebApplication MapRooms(this WebApplication app)
    {
        app.UseResponseCompression();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true,
            StatusCodeSelector = e => e is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(ShowTrouble);
        app.UseAccess();
        app.UseRequestLocalization(Localization());
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapPost("/preferences", Prefer).AllowAnonymous();
        app.MapTicketFiles();
        app.MapExports();
        app.MapRazorComponents<App>();
        return app;
    }

    /// <summary>The page that says what went wrong is only ever shown: a refused form must not be sent to it again.</summary>
    private static Task ShowTrouble(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    }

    private static RequestLocalizationOptions Localization()
    {
        var options = new RequestLocalizationOptions { ApplyCurrentCultureToResponseHeaders = true }
            .SetDefaultCulture("id").AddSupportedCultures(Cultures).AddSupportedUICultures(Cultures);
        options.RequestCultureProviders =
        [
            new CustomRequestCultureProvider(context => Task.FromResult(Chosen(context) is { } language ? new ProviderCultureResult(language.Code()) : null)),
        ];
        return options;
    }

    /// <summary>The cookie of the switch first, then what the user's account says; else Bahasa Indonesia.</summary>
    private static Language? Chosen(HttpContext context) =>
        Languages.Read(context.Request.Cookies[Visit.LanguageCookie]) ?? Languages.Read(context.User.FindFirst("language")?.Value);

    private static async Task<IResult> Prefer(HttpContext context, IAntiforgery antiforgery, [FromForm] string? language, [FromForm] string? theme, [FromForm] string? back)
    {
        await antiforgery.ValidateRequestAsync(context);
        var keep = new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = context.Request.IsHttps, IsEssential = true };
        if (Languages.Read(language) is { } chosen)
        {
            context.Response.Cookies.Append(Visit.LanguageCookie, chosen.Code(), keep);
        }

        if (theme is "light" or "dark" or "auto")
        {
            context.Response.Cookies.Append(Visit.ThemeCookie, theme, keep);
        }

        return TypedResults.LocalRedirect(SafePath.Of(back));
    }
}
