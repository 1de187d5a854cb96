using System.IO.Compression;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Host.Figures;
using Hub.Host.Foundation.Security;
using Hub.Host.Foundation.Texts;
using Hub.Host.Intake;
using Hub.Host.People.Access;
using Hub.Host.People.Visits;
using Hub.Host.Storage.Rows;
using Hub.Host.Web.Access;
using Hub.Host.Web.Audit;
using Hub.Host.Web.Debts;
using Hub.Host.Web.Health;
using Hub.Host.Web.Hooks;
using Hub.Host.Web.Offices;
using Hub.Host.Web.Overview;
using Hub.Host.Web.Ppid;
using Hub.Host.Web.Privacy;
using Hub.Host.Web.Rules;
using Hub.Host.Web.Sources;
using Hub.Host.Web.Tickets;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Tickets;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Host.Web;

/// <summary>Registers the screens and gives them their addresses.</summary>
public static class WebSetup
{
    private static readonly string[] Cultures = ["id", "en"];

    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.WebHost.UseStaticWebAssets();
        services.AddRazorComponents();
        // Pages only, for slow lines. What BREACH needs is missing: another site's requests carry no cookie (SameSite) and the token of a form is masked anew each time.
        services.AddResponseCompression(options => (options.EnableForHttps, options.MimeTypes) = (true, ["text/html"]));
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        services.AddLocalization();
        services.AddHttpContextAccessor();
        services.AddAntiforgery();
        services.AddScoped<TicketList>();
        services.AddScoped<ReportRequest>();
        services.AddScoped<SavedFilters>();
        services.AddScoped<OverviewQueries>();
        services.AddScoped<SourceQueries>();
        services.AddScoped<AskedList>();
        services.AddScoped<RuleWords>();
        services.AddScoped<AuditWords>();
        services.AddScoped<UnsentForms>();
        services.AddSingleton<SentOnce>();
        services.AddScoped<DebtWords>();
        return builder;
    }

    /// <summary>To be called before other middleware that answers requests: languages and error pages are set here.</summary>
    public static WebApplication MapWeb(this WebApplication app)
    {
        app.UseResponseCompression();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true,
            StatusCodeSelector = StatusOf,
            SuppressDiagnosticsCallback = trouble => StatusOf(trouble.Exception) < StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(ShowTrouble);
        app.Use(SayRefusal);
        app.UseAuthentication();
        app.Use(UnsentForms.KeepAsync);
        app.UseAuthorization();
        app.Use(SecondFactorDuty.LeadAsync);
        app.Use(StepUp.LeadAsync);
        app.UseRequestLocalization(Localization());
        app.UseAntiforgery();
        app.Use(UnsentForms.FillAsync);
        app.Use(SentOnce.AnswerAsync);
        app.MapStaticAssets().AllowAnonymous();
        app.MapPost("/preferences", Prefer).AllowAnonymous();
        app.MapTicketFiles();
        app.MapTypedCalls();
        app.MapExports();
        app.MapOfficeCalls();
        app.MapDebtCalls();
        app.MapPpidCalls();
        app.MapAccessCalls();
        app.MapPrivacyCalls();
        app.MapPushes();
        app.MapStatements();
        app.MapHealth();
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

    /// <summary>A form that a page refuses before it runs (its token is of another sign-in, its cookie is gone or made up) would be answered by nothing at all: the page of words is shown only where no type is set.</summary>
    private static async Task SayRefusal(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (!context.Response.HasStarted && context.Response.StatusCode == StatusCodes.Status400BadRequest && IsFormOfPage(context))
        {
            context.Response.ContentType = null;
        }
    }

    private static bool IsFormOfPage(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    /// <summary>What was sent and cannot be read is the sender's to mend, and no trouble of the hub.</summary>
    private static int StatusOf(Exception trouble) => trouble switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException or IOException when trouble.Source?.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) == true => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status500InternalServerError,
    };

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

    /// <summary>The cookie of the switch first, then what the user's account says, of a program that pushes what it asks for; else Bahasa Indonesia.</summary>
    private static Language? Chosen(HttpContext context) =>
        Languages.Read(context.Request.Cookies[Visit.LanguageCookie]) ?? Languages.Read(context.User.FindFirst("language")?.Value) ?? (context.Request.Path.StartsWithSegments(PushEndpoint.Root, StringComparison.OrdinalIgnoreCase) ? Asked(context.Request) : null);

    /// <summary>People have the switch, and their browsers ask for a language that nobody chose; a program has the header alone.</summary>
    private static Language? Asked(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage.Where(static l => l.Quality != 0).OrderByDescending(static l => l.Quality ?? 1).Select(static l => Languages.Read(l.Value.Value)).FirstOrDefault(static l => l is not null);

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
