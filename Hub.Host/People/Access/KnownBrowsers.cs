using System.Security.Cryptography;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.DataProtection;

namespace Hub.Host.People.Access;

/// <summary>Remembers by a sealed cookie who was signed in in a browser. It opens nothing; it only spares its owner the waits that others caused.</summary>
public sealed class KnownBrowsers(IDataProtectionProvider protection, IHttpContextAccessor http)
{
    private const string Cookie = "hub.kenal";
    private static readonly TimeSpan Life = TimeSpan.FromDays(180);

    private readonly IDataProtector seal = protection.CreateProtector("known-browser");

    public bool IsKnown(User user)
    {
        try
        {
            return http.HttpContext!.Request.Cookies[Cookie] is { } kept && seal.Unprotect(kept) == user.Id;
        }
        catch (CryptographicException)
        {
            // Not ours, or from before the keys were changed.
            return false;
        }
    }

    public void Remember(User user) => http.HttpContext!.Response.Cookies.Append(
        Cookie, seal.Protect(user.Id), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.HttpContext.Request.IsHttps, MaxAge = Life, IsEssential = true });
}
