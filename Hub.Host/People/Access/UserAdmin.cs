using Hub.Domain.Catalogue;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Hub.Host.People.Access;

/// <summary>Makes, changes and closes accounts. Every change is one transaction with its audit entry; each verb returns what is wrong, or null.</summary>
public sealed class UserAdmin(
    UserManager<User> users,
    HubDbContext db,
    AuditTrail audit,
    SetupCode setup,
    Sessions sessions,
    ServiceCatalogue catalogue,
    IStringLocalizer<AccessTexts> say,
    TimeProvider clock)
{
    public async Task<bool> HasAdministratorAsync(CancellationToken token) => await Administrators().AnyAsync(token);

    /// <summary>Everybody, by name.</summary>
    public async Task<IReadOnlyList<UserLine>> ListAsync(CancellationToken token)
    {
        var everybody = await db.Users.AsNoTracking().OrderBy(u => u.NormalizedUserName).ToListAsync(token);
        var roles = await RolesAsync(token);
        var seen = await db.Set<UserSession>().GroupBy(s => s.UserId).Select(g => new { g.Key, At = g.Max(s => s.SeenAt) }).ToDictionaryAsync(s => s.Key, s => s.At, token);
        return [.. everybody.Select(u => new UserLine(u, [.. roles[u.Id]], seen.TryGetValue(u.Id, out var at) ? at : null))];
    }

    /// <summary>The first administrator, for whoever holds the setup code.</summary>
    public Task<string?> CreateFirstAsync(string? code, string name, string password, CancellationToken token) => InOneAsync(async () =>
    {
        var user = new User { UserName = name.Trim(), CreatedAt = clock.GetUtcNow() };
        if (!await setup.UseAsync(db, code, token))
        {
            return say["setup.refused"];
        }

        return Fault(await users.CreateAsync(user, password)) ?? Fault(await users.AddToRoleAsync(user, Roles.Administrator))
            ?? await NoteAsync(user.UserName, AuditTrail.AccountMade, user.UserName, $"roles: {Roles.Administrator}; setup code", token);
    }, token);

    /// <summary>A new account without a password; its owner chooses one by invitation.</summary>
    /// <param name="waits">It may have no role yet.</param>
    public Task<string?> CreateAsync(UserDraft draft, string actor, CancellationToken token, bool waits = false) => InOneAsync(async () =>
    {
        if (!(waits && draft.Roles.Count == 0) && await RefuseAsync(draft, token) is { } refusal)
        {
            return refusal;
        }

        var user = new User { UserName = draft.Name.Trim(), CreatedAt = clock.GetUtcNow() };
        Copy(draft, user);
        return Fault(await users.CreateAsync(user)) ?? Fault(await users.AddToRolesAsync(user, draft.Roles))
            ?? await NoteAsync(actor, AuditTrail.AccountMade, user.UserName, Describe(draft), token);
    }, token);

    /// <summary>Name shown, address, bureau and roles; whoever is changed signs in anew.</summary>
    public Task<string?> ChangeAsync(User user, UserDraft draft, string actor, CancellationToken token) => InOneAsync(async () =>
    {
        var before = await users.GetRolesAsync(user);
        if (await RefuseAsync(draft, token) is { } refusal)
        {
            return refusal;
        }

        if (before.Contains(Roles.Administrator) && !draft.Roles.Contains(Roles.Administrator) && await IsLastAdministratorAsync(user, token))
        {
            return say["user.last-administrator"];
        }

        Copy(draft, user);
        return Fault(await users.UpdateAsync(user))
            ?? Fault(await users.RemoveFromRolesAsync(user, before.Except(draft.Roles)))
            ?? Fault(await users.AddToRolesAsync(user, draft.Roles.Except(before)))
            ?? await EndSessionsAsync(user, token)
            ?? await NoteAsync(actor, "user.changed", user.UserName!, $"{Describe(draft)}; before: {string.Join(", ", before)}", token);
    }, token);

    /// <summary>Closes the account at once; nothing of its history goes. People do it by <see cref="Appointments.DisableAsync"/>.</summary>
    public Task<string?> DisableAsync(User user, string actor, CancellationToken token) => InOneAsync(async () =>
    {
        if (user.UserName == actor || await IsLastAdministratorAsync(user, token))
        {
            return say[user.UserName == actor ? "user.not-yourself" : "user.last-administrator"];
        }

        user.DisabledAt = clock.GetUtcNow();
        return Fault(await users.UpdateAsync(user)) ?? await EndSessionsAsync(user, token) ?? await NoteAsync(actor, "user.disabled", user.UserName!, null, token);
    }, token);

    /// <summary>Opens a closed account again. People do it by <see cref="Appointments.EnableAsync"/>.</summary>
    public Task<string?> EnableAsync(User user, string actor, CancellationToken token) => InOneAsync(async () =>
    {
        user.DisabledAt = null;
        return Fault(await users.UpdateAsync(user)) ?? await NoteAsync(actor, "user.enabled", user.UserName!, null, token);
    }, token);

    /// <summary>For a lost telephone: second factor and its recovery codes are forgotten.</summary>
    public Task<string?> ForgetSecondFactorAsync(User user, string actor, CancellationToken token) => InOneAsync(async () =>
        Fault(await users.SetTwoFactorEnabledAsync(user, false))
        ?? Fault(await users.ResetAuthenticatorKeyAsync(user))
        ?? await EndSessionsAsync(user, token)
        ?? await NoteAsync(actor, "user.second-factor-reset", user.UserName!, null, token), token);

    /// <summary>What others may know of the account from before its owner had it goes: its password, the key of its second factor and the codes beside it.</summary>
    internal Task<string?> ForgetKnownAsync(User user, CancellationToken token) => InOneAsync(async () =>
        Fault(user.PasswordHash is null ? IdentityResult.Success : await users.RemovePasswordAsync(user))
        ?? Fault(await users.SetTwoFactorEnabledAsync(user, false))
        ?? Fault(await users.ResetAuthenticatorKeyAsync(user))
        ?? (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 0) is null ? say["appointment.gone"].Value : null), token);

    /// <summary>Sets a password for its owner (invitation); every session ends, a lockout too.</summary>
    public Task<string?> SetPasswordAsync(User user, string password, CancellationToken token) => InOneAsync(async () =>
    {
        if (users.PasswordValidators.OfType<PasswordRules>().Any() && PasswordRules.Fault(password, user) is { } fault)
        {
            return say[fault, PasswordRules.Shortest, PasswordRules.Longest];
        }

        return Fault(user.PasswordHash is null ? IdentityResult.Success : await users.RemovePasswordAsync(user))
            ?? Fault(await users.AddPasswordAsync(user, password))
            ?? Fault(await users.SetLockoutEndDateAsync(user, null))
            ?? Fault(await users.ResetAccessFailedCountAsync(user))
            ?? await EndSessionsAsync(user, token)
            ?? await NoteAsync(user.UserName!, "user.password-set", user.UserName!, null, token);
    }, token);

    /// <summary>Writes an entry about an account outside the verbs above.</summary>
    public async Task<string?> NoteAsync(string actor, string action, string subject, string? detail, CancellationToken token)
    {
        await audit.WriteAsync(db, actor, action, subject, detail, token);
        return null;
    }

    /// <returns>Why nobody can have that account; null when somebody can.</returns>
    internal async Task<string?> RefuseAsync(UserDraft draft, CancellationToken token)
    {
        var needsBureau = draft.Roles.Any(r => r is Roles.Staff or Roles.Head);
        return !draft.Roles.Intersect(Roles.All, StringComparer.Ordinal).Any() || draft.Roles.Except(Roles.Given, StringComparer.Ordinal).Any() ? say["user.role-needed"].Value
            : needsBureau && catalogue.FindBureau(draft.Bureau) is null && !await db.Offices.AnyAsync(o => o.Code == draft.Bureau, token) ? say["user.bureau-needed"].Value
            : null;
    }

    private static void Copy(UserDraft draft, User user)
    {
        user.DisplayName = Trimmed(draft.DisplayName);
        user.Email = Trimmed(draft.Email);
        user.Bureau = draft.Roles.Any(r => r is Roles.Staff or Roles.Head) ? draft.Bureau : null;
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Describe(UserDraft draft) => $"roles: {string.Join(", ", draft.Roles)}; bureau: {draft.Bureau ?? "-"}";

    private IQueryable<User> Administrators() =>
        from user in db.Users
        join link in db.UserRoles on user.Id equals link.UserId
        join role in db.Roles on link.RoleId equals role.Id
        where role.Name == Roles.Administrator && user.DisabledAt == null
        select user;

    private async Task<bool> IsLastAdministratorAsync(User user, CancellationToken token) =>
        await users.IsInRoleAsync(user, Roles.Administrator) && !await Administrators().AnyAsync(u => u.Id != user.Id, token);

    private async Task<ILookup<string, string>> RolesAsync(CancellationToken token) =>
        (await (from link in db.UserRoles join role in db.Roles on link.RoleId equals role.Id select new { link.UserId, role.Name }).ToListAsync(token))
        .ToLookup(l => l.UserId, l => l.Name!);

    private async Task<string?> EndSessionsAsync(User user, CancellationToken token)
    {
        await sessions.EndAllAsync(user.Id, null, token);
        return null;
    }

    private string? Fault(IdentityResult result) => result.Succeeded ? null : string.Join(" ", result.Errors.Select(Say));

    private string Say(IdentityError error) => say["identity." + error.Code] is { ResourceNotFound: false } text ? text : error.Description;

    /// <summary>Several changes are one where whoever calls has begun a transaction: it ends theirs, too.</summary>
    internal async Task<string?> InOneAsync(Func<Task<string?>> change, CancellationToken token)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return await change();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var fault = await change();
        if (fault is null)
        {
            await transaction.CommitAsync(token);
        }
        else
        {
            await transaction.RollbackAsync(token);
            db.ChangeTracker.Clear();
        }

        return fault;
    }
}
