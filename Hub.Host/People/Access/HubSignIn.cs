using System.Runtime.CompilerServices;
using System.Security.Claims;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Host.People.Access;

/// <summary>The one door: password, second factor, link and single sign-on all end in <see cref="SignInWithClaimsAsync"/>, which opens a session and writes it down.</summary>
public sealed class HubSignIn(
    UserManager<User> users,
    IHttpContextAccessor http,
    IUserClaimsPrincipalFactory<User> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<User>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<User> confirmation,
    HubDbContext db,
    AuditTrail audit,
    SignInPace pace,
    KnownBrowsers browsers,
    TimeProvider clock) : SignInManager<User>(users, http, claims, options, logger, schemes, confirmation)
{
    private const int LongestAgent = 160;
    private const int MostOfOneName = 4;

    // Work for unknown names too, so that the time of the answer does not tell which names exist.
    private static readonly string Nobody = new PasswordHasher<User>().HashPassword(new User(), Guid.NewGuid().ToString());

    private CancellationToken Gone => Context.RequestAborted;

    /// <summary>Password sign-in by user name or e-mail address.</summary>
    /// <returns>How it went; a wait when it was not tried at all, because too many tries were wrong.</returns>
    public async Task<(SignInResult Result, TimeSpan Wait)> ByPasswordAsync(string name, string password)
    {
        var candidates = await CandidatesAsync(name);
        var address = Context.Connection.RemoteIpAddress;
        var waits = candidates.Count == 0 ? [pace.WaitOf(name, null, address, isKnown: false)] : candidates.ConvertAll(u => pace.WaitOf(name, u.Id, address, browsers.IsKnown(u)));

        // Who shares an address waits for nobody else's wrong tries.
        var tried = candidates.Where((_, at) => waits[at] == TimeSpan.Zero).ToList();
        if (waits.TrueForAll(static w => w > TimeSpan.Zero))
        {
            return (SignInResult.Failed, waits.Min());
        }

        var user = tried.Find(u => IsRight(u, password));
        if (candidates.Count == 0)
        {
            UserManager.PasswordHasher.VerifyHashedPassword(new User(), Nobody, password);
        }

        var result = user is null ? SignInResult.Failed : await PreSignInCheck(user) ?? await SignInOrTwoFactorAsync(user, isPersistent: false);
        if (result.Succeeded || result.RequiresTwoFactor)
        {
            pace.Succeeded(name, user!.Id, address, browsers.IsKnown(user));
            return (result, TimeSpan.Zero);
        }

        pace.Failed(name, tried.ConvertAll(u => (u.Id, browsers.IsKnown(u))), address);

        // What was typed may be a password in the wrong field; only names that exist are kept.
        var known = (user ?? tried.FirstOrDefault())?.UserName ?? "?";
        await audit.WriteAsync(db, known, result.IsLockedOut ? "user.locked-out" : "user.sign-in-failed", known, null, Gone);

        // Whose password could not be looked at yet is told to wait, and not that it is wrong.
        return (result, waits.Max());
    }

    /// <summary>Whoever the typed name may mean: it is somebody's user name, and may be the address of several.</summary>
    private async Task<List<User>> CandidatesAsync(string name)
    {
        var (asName, asAddress) = (UserManager.NormalizeName(name.Trim()), UserManager.NormalizeEmail(name.Trim()));
        return await db.Users.Where(u => u.NormalizedUserName == asName || u.NormalizedEmail == asAddress)
            .OrderByDescending(u => u.NormalizedUserName == asName).ThenBy(u => u.Id).Take(MostOfOneName).ToListAsync(Gone);
    }

    /// <summary>An account without a password takes as long as one with another.</summary>
    private bool IsRight(User user, string password) =>
        UserManager.PasswordHasher.VerifyHashedPassword(user, user.PasswordHash ?? Nobody, password) != PasswordVerificationResult.Failed && user.PasswordHash is not null;

    /// <summary>Signs in without a password (link, single sign-on); a second factor is still asked for.</summary>
    public async Task<SignInResult> WithoutPasswordAsync(User user, bool secondFactorDone) =>
        await PreSignInCheck(user) ?? await SignInOrTwoFactorAsync(user, isPersistent: false, loginProvider: null, bypassTwoFactor: secondFactorDone);

    /// <summary>The second step by a recovery code, which is used up; wrong ones count towards the lockout.</summary>
    /// <param name="code">Its letters and digits, without the dash.</param>
    public async Task<SignInResult> ByRecoveryCodeAsync(string code)
    {
        var user = await GetTwoFactorAuthenticationUserAsync();
        if (user is null || await PreSignInCheck(user) is not null)
        {
            return user is null ? SignInResult.Failed : SignInResult.LockedOut;
        }

        // They are made in capitals, with a dash in the middle; a telephone begins small.
        var result = await TwoFactorRecoveryCodeSignInAsync(code.ToUpperInvariant().Insert(code.Length / 2, "-"));
        if (!result.Succeeded)
        {
            await UserManager.AccessFailedAsync(user);
        }

        return result;
    }

    /// <summary>After the owner changed something that moves the security stamp: this session goes on, every other one is over.</summary>
    public async Task FollowStampAsync(User user)
    {
        var session = Context.User.FindFirst(UserClaims.Session)!;
        await base.SignInWithClaimsAsync(user, new AuthenticationProperties(), [session]);
    }

    /// <summary>A session in place of the one that ended with the old password. Who has a second factor has shown by the new one no more than before: it was not asked for.</summary>
    public async Task SignInAgainAsync(User user)
    {
        var before = Guid.TryParse(Context.User.FindFirstValue(UserClaims.Session), out var id) ? id : Guid.Empty;
        proof = new(user.TwoFactorEnabled ? await db.Set<UserSession>().Where(s => s.Id == before).Select(s => s.ProvenAt).FirstOrDefaultAsync(Gone) : clock.GetUtcNow());
        await SignInAsync(user, isPersistent: false);
    }

    /// <summary>Where a session begins that is no fresh sign-in: when its person last showed to be there.</summary>
    private StrongBox<DateTimeOffset?>? proof;

    public override async Task<bool> CanSignInAsync(User user) => user.DisabledAt is null && await base.CanSignInAsync(user);

    public override async Task SignInWithClaimsAsync(User user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var now = clock.GetUtcNow();
        var agent = Context.Request.Headers.UserAgent.ToString();
        var session = new UserSession
        {
            Id = Guid.CreateVersion7(now),
            UserId = user.Id,
            StartedAt = now,
            SeenAt = now,
            ProvenAt = proof is null ? now : proof.Value,
            Agent = agent.Length > LongestAgent ? agent[..LongestAgent] : agent,
        };
        db.Set<UserSession>().Add(session);
        await audit.WriteAsync(db, user.UserName!, "user.signed-in", user.UserName!, null, Gone);
        browsers.Remember(user);
        await base.SignInWithClaimsAsync(user, authenticationProperties, [.. additionalClaims, new Claim(UserClaims.Session, session.Id.ToString())]);
    }

    public override async Task SignOutAsync()
    {
        if (Guid.TryParse(Context.User.FindFirstValue(UserClaims.Session), out var id))
        {
            var now = clock.GetUtcNow();
            await db.Set<UserSession>().Where(s => s.Id == id && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), Gone);
            await audit.WriteAsync(db, Context.User.Identity!.Name!, "user.signed-out", Context.User.Identity.Name!, null, Gone);
        }

        await base.SignOutAsync();
    }
}
