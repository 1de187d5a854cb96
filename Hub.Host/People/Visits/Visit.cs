using Hub.Domain;
using Hub.Host.Foundation.Texts;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Localization;

namespace Hub.Host.People.Visits;

/// <summary>Who looks at a page, when, in which language and which light.</summary>
public sealed class Visit(IHttpContextAccessor http, TimeProvider clock)
{
    public const string ThemeCookie = "hub.tema";
    public const string LanguageCookie = "hub.bahasa";

    private static readonly string[] Themes = ["light", "dark"];

    /// <summary>The moment of the visit; the same for the whole page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public DateOnly Today => Wita.DateOf(Now);

    public Language Language { get; } =
        Languages.Read(http.HttpContext?.Features.Get<IRequestCultureFeature>()?.RequestCulture.UICulture.Name) ?? Language.Indonesian;

    /// <summary><c>light</c> or <c>dark</c> as chosen; null follows the device.</summary>
    public string? Theme { get; } = ReadTheme(http.HttpContext?.Request.Cookies[ThemeCookie]);

    public HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("A room is only shown in answer to a request.");

    public CurrentUser User { get; } = http.HttpContext is { } context ? CurrentUser.Of(context.User) : CurrentUser.Nobody;

    /// <summary>The user name as events record it.</summary>
    public string Actor => User.Name;

    public bool SignedIn => User.Name.Length > 0;

    /// <summary>May set up sources, rules and people.</summary>
    public bool Administers => User.Is(Roles.Administrator);

    /// <summary>May decide whose a ticket is, for all bureaus.</summary>
    public bool Verifies => User.Is(Roles.Verifier);

    /// <summary>Has at least one room behind the menu's last entry.</summary>
    public bool OpensSettings => Policies.SettingsOpeners.Any(User.Is);

    /// <summary>Path and query of the page, to come back to.</summary>
    public string Here => Context.Request.Path + Context.Request.QueryString;

    private static string? ReadTheme(string? cookie) => Array.Find(Themes, theme => theme == cookie);
}
