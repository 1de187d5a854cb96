using Hub.Host.Foundation;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Host.People;

/// <summary>Registration of sign-in, roles, the identity compartment, and the rule that everything is closed unless opened on purpose.</summary>
public static class PeopleSetup
{
    /// <summary>Without a request for that long, a session is over.</summary>
    public static readonly TimeSpan SessionLife = TimeSpan.FromHours(12);

    /// <summary>However busy it is, after that long whoever uses it signs in again.</summary>
    public static readonly TimeSpan LongestSession = TimeSpan.FromHours(24);

    public const string Cookie = "hub.sesi";

    public static WebApplicationBuilder AddPeople(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddHttpContextAccessor();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddIdentityCore<User>(Configure)
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<HubDbContext>()
            .AddUserStore<SealedUserStore>()
            .AddClaimsPrincipalFactory<UserClaims>()
            .AddSignInManager<HubSignIn>()
            .AddUserValidator<AccountBounds>()
            .AddPasswordValidator<PasswordRules>()
            .AddTokenProvider<OneTimeCodeProvider>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddSingleton<SignInPace>();
        services.AddSingleton<KnownBrowsers>();
        services.AddScoped<HubSignIn>();
        services.AddScoped<Sessions>();
        services.AddScoped<UserAdmin>();
        services.AddScoped<Appointments>();
        services.AddSingleton<Proposals>();
        services.AddScoped<StepUp>();
        services.AddSingleton<SetupCode>();
        services.AddSingleton<SignInLinks>();
        services.ConfigureApplicationCookie(Configure);
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme, ConfigureHalf);
        services.AddAuthorization(Policies.Add);
        services.TryAddSingleton<ReporterMarks>();
        services.TryAddSingleton<ReporterSeal>();
        services.TryAddSingleton<TicketSeal>();
        services.AddSingleton<ByteStore>();
        services.TryAddSingleton<TicketDoor>();
        services.TryAddSingleton<ItemNumbers>();
        services.TryAddSingleton<ReporterVault>();
        services.TryAddSingleton<OldWords>();
        services.TryAddSingleton<LostFlags>();
        services.TryAddSingleton<KeptForms>();
        services.TryAddSingleton<Erasure>();
        services.TryAddSingleton<Retention>();
        services.TryAddSingleton<SubjectRequests>();
        services.TryAddSingleton<PersonNames>();
        services.AddScoped<Visit>();
        services.AddScoped<Words>();
        builder.AddSso();
        return builder;
    }

    /// <summary>Makes the roles; where opening identities was no right of its own yet, proposes it for those who worked before.</summary>
    public static async Task PreparePeopleAsync(this WebApplication app, CancellationToken token)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();
        foreach (var role in Roles.Given)
        {
            if (await roles.RoleExistsAsync(role))
            {
                continue;
            }

            if (role == Roles.Identities)
            {
                await scope.ServiceProvider.GetRequiredService<Appointments>().ProposeForStaffAsync(token);
            }

            await roles.CreateAsync(new IdentityRole(role));
        }
    }

    /// <summary>The address by which the first administrator is made; never for a log, because its code opens the hub.</summary>
    /// <param name="served">Where the hub is reached.</param>
    /// <returns>Null when there is an administrator.</returns>
    public static async Task<Uri?> FirstStepAsync(this WebApplication app, Uri served, CancellationToken token)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UserAdmin>().HasAdministratorAsync(token) ? null : await app.Services.GetRequiredService<SetupCode>().IssueAsync(token, served);
    }

    private static void Configure(IdentityOptions options)
    {
        options.Password.RequiredLength = 1;
        options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-_@";
        options.Tokens.AuthenticatorTokenProvider = TokenOptions.DefaultAuthenticatorProvider;
    }

    private static void Configure(CookieAuthenticationOptions options)
    {
        Guard(options, Cookie, SessionLife);
        options.SlidingExpiration = true;
        options.LoginPath = "/masuk";
        options.AccessDeniedPath = "/tertutup";
        options.ReturnUrlParameter = "kembali";
        options.Events.OnValidatePrincipal = Sessions.ValidateAsync;
        options.Events.OnRedirectToLogin = Answer(StatusCodes.Status401Unauthorized, options.Events.OnRedirectToLogin);
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    /// <summary>Between password and second factor: five minutes, however often the page is looked at, and only while the account stays as it was.</summary>
    private static void ConfigureHalf(CookieAuthenticationOptions options)
    {
        Guard(options, "hub.langkah-dua", TimeSpan.FromMinutes(5));
        options.SlidingExpiration = false;
        options.Events.OnSigningIn = Sessions.StampHalfAsync;
        options.Events.OnValidatePrincipal = Sessions.ValidateHalfAsync;
    }

    private static void Guard(CookieAuthenticationOptions options, string name, TimeSpan life)
    {
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = life;
    }

    // People are led to the door, also where their program takes anything (curl); a program that asks for data, or does not say, gets the bare status.
    private static Func<RedirectContext<CookieAuthenticationOptions>, Task> Answer(int status, Func<RedirectContext<CookieAuthenticationOptions>, Task> lead) => context =>
    {
        var isPage = HttpMethods.IsGet(context.Request.Method) && context.Request.GetTypedHeaders().Accept.Any(taken => taken.MediaType == "*/*" || taken.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
        if (isPage)
        {
            return lead(context);
        }

        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };
}
