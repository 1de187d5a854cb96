using System.Security.Claims;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Access;

/// <summary>Who is signed in where.</summary>
public sealed class Sessions(HubDbContext db, TimeProvider clock)
{
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    /// <summary>Open sessions of somebody, the latest first.</summary>
    public async Task<IReadOnlyList<UserSession>> OpenAsync(string userId, CancellationToken token)
    {
        var since = clock.GetUtcNow() - PeopleSetup.SessionLife;
        return await db.Set<UserSession>().AsNoTracking()
            .Where(s => s.UserId == userId && s.EndedAt == null && s.SeenAt > since)
            .OrderByDescending(s => s.SeenAt).ToListAsync(token);
    }

    /// <summary>Ends every session of somebody, but the one given.</summary>
    public async Task<int> EndAllAsync(string userId, Guid? but, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        return await db.Set<UserSession>().Where(s => s.UserId == userId && s.EndedAt == null && s.Id != but)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), token);
    }

    /// <summary>Ends one session of its owner.</summary>
    public async Task EndAsync(string userId, Guid id, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        await db.Set<UserSession>().Where(s => s.UserId == userId && s.Id == id && s.EndedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), token);
    }

    /// <summary>Every request: the cookie must name an open session of an account that may be used and did not change its password or roles since.</summary>
    internal static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
        if (!await sessions.IsGoodAsync(context.Principal!, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        }
    }

    /// <summary>Half a sign-in remembers how the account was when its password was found right.</summary>
    internal static async Task StampHalfAsync(CookieSigningInContext context) =>
        ((ClaimsIdentity)context.Principal!.Identity!).AddClaim(new Claim(StampClaim, await Of(context.HttpContext).StampOfAsync(context.Principal, context.HttpContext.RequestAborted) ?? ""));

    /// <summary>Half a sign-in is over with the password, the factor or the account it began with: what is known of them afterwards may be somebody else's.</summary>
    internal static async Task ValidateHalfAsync(CookieValidatePrincipalContext context)
    {
        if (await Of(context.HttpContext).StampOfAsync(context.Principal!, context.HttpContext.RequestAborted) is not { } stamp || stamp != context.Principal!.FindFirstValue(StampClaim))
        {
            context.RejectPrincipal();
        }
    }

    /// <returns>Null for a closed account.</returns>
    private Task<string?> StampOfAsync(ClaimsPrincipal half, CancellationToken token)
    {
        var id = half.FindFirstValue(ClaimTypes.Name);
        return db.Users.Where(u => u.Id == id && u.DisabledAt == null).Select(u => u.SecurityStamp).FirstOrDefaultAsync(token);
    }

    private static Sessions Of(HttpContext http) => http.RequestServices.GetRequiredService<Sessions>();

    private async Task<bool> IsGoodAsync(ClaimsPrincipal principal, CancellationToken token)
    {
        if (!Guid.TryParse(principal.FindFirstValue(UserClaims.Session), out var id))
        {
            return false;
        }

        var found = await (
            from session in db.Set<UserSession>()
            join user in db.Users on session.UserId equals user.Id
            where session.Id == id && session.EndedAt == null && user.DisabledAt == null
            select new { session.StartedAt, session.SeenAt, user.SecurityStamp }).FirstOrDefaultAsync(token);
        var now = clock.GetUtcNow();
        if (found is null || now - found.SeenAt > PeopleSetup.SessionLife || now - found.StartedAt > PeopleSetup.LongestSession || found.SecurityStamp != principal.FindFirstValue(StampClaim))
        {
            return false;
        }

        if (now - found.SeenAt > SeenEvery)
        {
            await db.Set<UserSession>().Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), token);
        }

        return true;
    }

    private const string StampClaim = "AspNet.Identity.SecurityStamp";
}
