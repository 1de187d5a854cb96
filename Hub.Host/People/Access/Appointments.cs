using System.Text.Json;
using Hub.Domain.Catalogue;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Hub.Host.People.Access;

/// <summary>
/// Changes of accounts as people make them. What lets somebody open identities or appoint others takes two: one administrator proposes, another person confirms, and neither of
/// them is the one appointed. To take from another who could be the second person, or to close that account, takes two as well: nobody alone makes it true that nobody else is there.
/// Each verb returns what is wrong, or null.
/// </summary>
public sealed class Appointments(UserAdmin admin, UserManager<User> users, HubDbContext db, AuditTrail audit, HubOptions options, IStringLocalizer<AccessTexts> say, TimeProvider clock)
{
    /// <summary>The roles that take two persons.</summary>
    public static bool TakesTwo(string role) => role is Roles.Administrator or Roles.Verifier or Roles.Identities or Roles.Leadership;

    /// <summary>One of the account's roles does.</summary>
    public static bool TakesTwo(UserDraft draft) => draft.Roles.Any(role => TakesTwo(role, draft.Bureau));

    /// <summary>Beside those roles, to work at the Inspektorat: it reads what accuses the verifiers.</summary>
    private static bool TakesTwo(string role, string? bureau) => TakesTwo(role) || (bureau == Office.Inspectorate && role is Roles.Staff or Roles.Head);

    /// <summary>A new account; roles that take two wait.</summary>
    public async Task<string?> CreateAsync(UserDraft draft, string actor, CancellationToken token)
    {
        if (!TakesTwo(draft))
        {
            return await admin.CreateAsync(draft, actor, token);
        }

        return await admin.CreateAsync(draft with { Roles = [.. draft.Roles.Where(r => !TakesTwo(r, draft.Bureau))] }, actor, token, waits: true)
            ?? await ProposeAsync((await users.FindByNameAsync(draft.Name.Trim()))!, draft, actor, token);
    }

    /// <summary>What gives, or takes from another the role of a second person, waits; other rights are taken at once.</summary>
    public async Task<string?> ChangeAsync(User user, UserDraft draft, string actor, CancellationToken token)
    {
        var before = await users.GetRolesAsync(user);
        return Gives(user, before, draft) || (user.UserName != actor && TakesSecond(user, before, draft)) ? await ProposeAsync(user, draft, actor, token) : await admin.ChangeAsync(user, draft, actor, token);
    }

    /// <summary>Closes an account: at once, or as a proposal where its owner could be a second person.</summary>
    public async Task<string?> DisableAsync(User user, string actor, CancellationToken token)
    {
        var draft = new UserDraft { Name = user.UserName!, IsClosed = true };
        return user.UserName != actor && TakesSecond(user, await users.GetRolesAsync(user), draft) ? await ProposeAsync(user, draft, actor, token) : await admin.DisableAsync(user, actor, token);
    }

    /// <summary>Opens a closed account again: as a proposal where it has such a role, for to open it is to give it that role anew.</summary>
    public async Task<string?> EnableAsync(User user, string actor, CancellationToken token)
    {
        var roles = await users.GetRolesAsync(user);
        var draft = new UserDraft { Name = user.UserName!, DisplayName = user.DisplayName, Email = user.Email, Bureau = user.Bureau, Roles = [.. roles], IsReopened = true };
        return TakesTwo(draft) ? await ProposeAsync(user, draft, actor, token) : await admin.EnableAsync(user, actor, token);
    }

    /// <summary>Whoever forgets the second factor of somebody, and reads that person's mail, is that person.</summary>
    public async Task<string?> ForgetSecondFactorAsync(User user, string actor, CancellationToken token) =>
        await HasTwoAsync(user) ? await ProposeAsync(user, null, actor, token) : await admin.ForgetSecondFactorAsync(user, actor, token);

    /// <summary>Whether an invitation may be handed over by whoever makes it: that of somebody with such a role only goes to their own address.</summary>
    public async Task<bool> HasTwoAsync(User user) => (await users.GetRolesAsync(user)).Any(r => TakesTwo(r, user.Bureau));

    /// <summary>Whether nobody gets an invitation to that account yet: it would be worth what the second person has not confirmed. The first verifier accepts alone, and so comes in before.</summary>
    public async Task<bool> IsBarredAsync(User user, CancellationToken token) =>
        (await WaitingAsync(token)).Any(a => a.User.Id == user.Id && a.Draft is { } draft && TakesTwo(draft)) && await OwnAsync(user.UserName!, token) is null;

    /// <summary>What waits, oldest first.</summary>
    public async Task<IReadOnlyList<Appointment>> WaitingAsync(CancellationToken token)
    {
        var rows = await (from row in db.Appointments.AsNoTracking() join user in db.Users.AsNoTracking() on row.UserId equals user.Id orderby row.Id select new { row, user }).ToListAsync(token);
        var roles = (await (from link in db.UserRoles join role in db.Roles on link.RoleId equals role.Id where db.Appointments.Any(a => a.UserId == link.UserId) select new { link.UserId, role.Name }).ToListAsync(token))
            .ToLookup(l => l.UserId, l => l.Name!);
        return [.. rows.Select(r => new Appointment(r.row.Id, r.user, Read(r.row), r.row.ProposedBy, r.row.ProposedAt, [.. roles[r.user.Id]]))];
    }

    /// <summary>Whether that person may be the second of the two. Verifiers answer for identities: an administrator may have made the account. Whoever is only taken from may agree to it.</summary>
    public static bool MayConfirm(Appointment waiting, CurrentUser actor) =>
        actor.Name != waiting.ProposedBy
        && (actor.Name == waiting.User.UserName ? OnlyTakes(waiting) : actor.Is(Roles.Verifier) || (actor.Is(Roles.Administrator) && !OpensIdentities(waiting)));

    /// <summary>Whoever is only taken from does not keep what is to be taken by saying no.</summary>
    public static bool MayRefuse(Appointment waiting, CurrentUser actor) =>
        actor.Name == waiting.ProposedBy || (actor.Name == waiting.User.UserName ? !OnlyTakes(waiting) : MayConfirm(waiting, actor));

    /// <summary>Nobody gains by it.</summary>
    public static bool OnlyTakes(Appointment waiting) => waiting.Draft is { } draft && TakesSecond(waiting.User, waiting.Now, draft) && !Gives(waiting.User, waiting.Now, draft);

    /// <summary>Staff and heads whose accounts are older than the right to open identities: the hub proposes it for each, and a verifier confirms.</summary>
    public async Task ProposeForStaffAsync(CancellationToken token)
    {
        var staff = await db.Users.Where(u => u.DisabledAt == null
            && db.UserRoles.Any(l => l.UserId == u.Id && db.Roles.Any(r => r.Id == l.RoleId && (r.Name == Roles.Staff || r.Name == Roles.Head)))
            && !db.Appointments.Any(a => a.UserId == u.Id)).OrderBy(u => u.NormalizedUserName).ToListAsync(token);
        foreach (var user in staff)
        {
            var draft = new UserDraft { Name = user.UserName!, DisplayName = user.DisplayName, Email = user.Email, Bureau = user.Bureau, Roles = [.. await users.GetRolesAsync(user), Roles.Identities] };

            // Whose bureau is no longer there has no tickets to open.
            await ProposeAsync(user, draft, CurrentUser.Hub.Name, token);
        }
    }

    /// <summary>What waits for that person to accept it, because there is no verifier yet who could confirm it.</summary>
    public async Task<Appointment?> OwnAsync(string userName, CancellationToken token) =>
        (await WaitingAsync(token)).FirstOrDefault(a => a.User.UserName == userName && a.ProposedBy != userName && IsFirstVerifier(a)) is { } own && !await HadVerifierAsync(token) ? own : null;

    /// <summary>The second person agrees. All of it counts at once or nothing: between a password that goes and a link that does, somebody would slip in.</summary>
    public Task<string?> ConfirmAsync(long id, CurrentUser actor, CancellationToken token) => admin.InOneAsync(() => CarryOutAsync(id, actor, token), token);

    private async Task<string?> CarryOutAsync(long id, CurrentUser actor, CancellationToken token)
    {
        if ((await WaitingAsync(token)).FirstOrDefault(a => a.Id == id) is not { } waiting)
        {
            return say["appointment.gone"];
        }

        if (await FaultAsync(waiting, actor, token) is { } fault)
        {
            return fault;
        }

        var user = (await users.FindByIdAsync(waiting.User.Id))!;
        var both = $"{actor.Name} + {waiting.ProposedBy}";
        if (await CloseToOthersAsync(waiting, user, actor, token) is { } refusal)
        {
            return refusal;
        }

        return waiting.Draft switch
            {
                null => await admin.ForgetSecondFactorAsync(user, both, token),
                { IsClosed: true } => await admin.DisableAsync(user, both, token),
                { IsReopened: true } => await admin.EnableAsync(user, both, token),
                { } draft => await admin.ChangeAsync(user, draft, both, token),
            }
            ?? await EndAsync(waiting, actor.Name, "appointment.confirmed", token);
    }

    /// <summary>Whoever may confirm, and whoever proposed, may also say no.</summary>
    public Task<string?> RefuseAsync(long id, CurrentUser actor, CancellationToken token) => admin.InOneAsync(
        async () => (await WaitingAsync(token)).FirstOrDefault(a => a.Id == id && MayRefuse(a, actor)) is { } waiting
            ? await EndAsync(waiting, actor.Name, "appointment.refused", token)
            : say["appointment.gone"].Value,
        token);

    /// <summary>Whoever made the account may have chosen its password by an invitation, and its second factor with it: with its first right of two persons the owner chooses both anew.</summary>
    private async Task<string?> CloseToOthersAsync(Appointment waiting, User user, CurrentUser actor, CancellationToken token)
    {
        if (waiting.Draft is not { } draft || actor.Name == user.UserName || await HasTwoAsync(user) || !TakesTwo(draft))
        {
            return null;
        }

        if (await admin.RefuseAsync(draft, token) is { } refusal)
        {
            return refusal;
        }

        if (!actor.Is(Roles.Verifier) && (options.Mail is null || string.IsNullOrWhiteSpace(draft.Email)) && (await users.GetLoginsAsync(user)).Count == 0)
        {
            return say["user.invite-by-mail-only"];
        }

        return await admin.ForgetKnownAsync(user, token);
    }

    private async Task<string?> FaultAsync(Appointment waiting, CurrentUser actor, CancellationToken token)
    {
        if (MayConfirm(waiting, actor))
        {
            return null;
        }

        if (actor.Name == waiting.ProposedBy)
        {
            return say["appointment.not-your-own"];
        }

        if (actor.Name != waiting.User.UserName)
        {
            return say[OpensIdentities(waiting) ? "appointment.verifiers" : "appointment.not-yours"];
        }

        if (!IsFirstVerifier(waiting) || await HadVerifierAsync(token))
        {
            return say["appointment.not-yourself"];
        }

        return options.SecondFactorRequired && waiting.User is { TwoFactorEnabled: false, PasswordHash: not null } ? say["appointment.factor-first"].Value : null;
    }

    /// <summary>A verifier who does not administer too; only the first of them confirms alone.</summary>
    private static bool IsFirstVerifier(Appointment waiting) => waiting.Draft is { } draft && draft.Roles.Contains(Roles.Verifier) && !draft.Roles.Contains(Roles.Administrator);

    private static bool OpensIdentities(Appointment waiting) => waiting.Draft?.Roles.Contains(Roles.Identities) == true;

    /// <summary>More rights, another address of somebody who has them, or identities of another bureau.</summary>
    private static bool Gives(User user, IEnumerable<string> roles, UserDraft draft)
    {
        var before = roles.Where(r => TakesTwo(r, user.Bureau)).ToList();
        var gains = draft.Roles.Where(r => TakesTwo(r, draft.Bureau)).Except(before, StringComparer.Ordinal).Any();
        var moves = before.Count > 0 && !string.Equals(user.Email ?? "", draft.Email?.Trim() ?? "", StringComparison.OrdinalIgnoreCase);
        var opensElsewhere = before.Contains(Roles.Identities) && draft.Roles.Contains(Roles.Identities) && !string.Equals(user.Bureau, draft.Bureau, StringComparison.Ordinal);
        return !draft.IsClosed && (gains || moves || opensElsewhere);
    }

    /// <summary>Afterwards there would be one person less who may confirm; see <see cref="Proposals.MayConfirm"/> too.</summary>
    private static bool TakesSecond(User user, IEnumerable<string> roles, UserDraft draft) =>
        user.DisabledAt is null && roles.Where(r => r is Roles.Administrator or Roles.Verifier or Roles.Leadership).Except(draft.Roles, StringComparer.Ordinal).Any();

    /// <summary>Whether anybody is or ever was a verifier: a role that was taken away since, or a closed account, makes nobody the first again.</summary>
    private async Task<bool> HadVerifierAsync(CancellationToken token) =>
        await (from link in db.UserRoles join role in db.Roles on link.RoleId equals role.Id where role.Name == Roles.Verifier select link).AnyAsync(token)
        || await db.Audit.AnyAsync(a => (a.Action == "user.created" || a.Action == "user.changed") && a.Detail != null && a.Detail.Contains(Roles.Verifier), token);

    private async Task<string?> ProposeAsync(User user, UserDraft? draft, string actor, CancellationToken token)
    {
        if (draft is not null && user.UserName == actor && draft.Roles.Where(r => TakesTwo(r, draft.Bureau)).Except((await users.GetRolesAsync(user)).Where(r => TakesTwo(r, user.Bureau)), StringComparer.Ordinal).Any())
        {
            return say["appointment.not-yourself"];
        }

        if (user.UserName == actor && (await WaitingAsync(token)).Any(a => a.User.Id == user.Id && OnlyTakes(a)))
        {
            // A change of one's own account would replace it.
            return say["appointment.waits-for-you"];
        }

        if (draft is { IsClosed: false } && await admin.RefuseAsync(draft, token) is { } refusal)
        {
            return refusal;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await db.Appointments.Where(a => a.UserId == user.Id).ExecuteDeleteAsync(token);
        await EndLinksAsync(user, token);
        db.Appointments.Add(new StoredAppointment { UserId = user.Id, Draft = draft is null ? null : JsonSerializer.Serialize(draft, JsonSerializerOptions.Web), ProposedBy = actor, ProposedAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(token);
        await audit.WriteAsync(db, actor, "appointment.proposed", user.UserName!, Describe(draft), token);
        await transaction.CommitAsync(token);
        return null;
    }

    /// <summary>Whoever takes it away decides: of two at the same time one finds nothing, and nothing of what it did counts.</summary>
    private async Task<string?> EndAsync(Appointment waiting, string actor, string action, CancellationToken token)
    {
        if (await db.Appointments.Where(a => a.Id == waiting.Id).ExecuteDeleteAsync(token) != 1)
        {
            return say["appointment.gone"];
        }

        await EndLinksAsync(waiting.User, token);
        await audit.WriteAsync(db, actor, action, waiting.User.UserName!, $"{Describe(waiting.Draft)}; proposed by {waiting.ProposedBy}", token);
        return null;
    }

    /// <summary>A link from before is worth neither what is proposed nor what was decided.</summary>
    private Task EndLinksAsync(User user, CancellationToken token) => db.Set<SignInLink>().Where(l => l.UserId == user.Id).ExecuteDeleteAsync(token);

    private static string Describe(UserDraft? draft) => draft is null ? "second factor" : draft.IsClosed ? "account closed" : $"{(draft.IsReopened ? "account opened again; " : "")}roles: {string.Join(", ", draft.Roles)}; address: {draft.Email}";

    private static UserDraft? Read(StoredAppointment row) => row.Draft is null ? null : JsonSerializer.Deserialize<UserDraft>(row.Draft, JsonSerializerOptions.Web);
}

/// <summary>A change of an account that waits for the second person.</summary>
/// <param name="Draft">The account as it is to be; null where the second factor is to be forgotten.</param>
/// <param name="Now">The account's roles until then.</param>
public sealed record Appointment(long Id, User User, UserDraft? Draft, string ProposedBy, DateTimeOffset ProposedAt, IReadOnlyList<string> Now);
