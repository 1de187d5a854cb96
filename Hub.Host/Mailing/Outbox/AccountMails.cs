using System.Globalization;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Lets people into their accounts by mail: an invitation when an administrator asks for it, a reset when they themselves do.</summary>
public sealed class AccountMails(Database database, SignInLinks links, OutboxWriter outbox, AuditTrail audit, HubOptions options, TimeProvider clock)
{
    /// <summary>Whoever asks again sooner gets no second mail.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(15);

    /// <summary>One address may stand at a person's accounts of several roles.</summary>
    private const int MostAccounts = 3;

    /// <summary>False while nobody has said by which account mail leaves.</summary>
    public bool CanSend => options.Mail is not null;

    /// <summary>Makes an invitation to be handed over, and mails another one where the person has an address.</summary>
    /// <returns>The link, shown once; and where the mail goes, null when none does.</returns>
    public async Task<(Uri Link, string? MailedTo)> InviteAsync(User user, string actor, CancellationToken token)
    {
        var link = await links.CreateAsync(user, LinkPurpose.Invitation, token);
        var now = clock.GetUtcNow();
        var address = CanSend ? user.Email : null;
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (address is not null)
        {
            await outbox.AccountAsync(db, user, NoticePurpose.Invitation, now.Ticks.ToString(CultureInfo.InvariantCulture), now, token);
        }

        await audit.WriteAsync(db, actor, "user.invited", user.UserName!, null, token);
        await transaction.CommitAsync(token);
        outbox.Wake();
        return (link, address);
    }

    /// <summary>The last mails to that person about the account, newest first.</summary>
    public async Task<IReadOnlyList<OutboxMessage>> OfAsync(User user, CancellationToken token)
    {
        var (invitations, resets) = ($"{NoticePurpose.Invitation}/{user.Id}/", $"{NoticePurpose.PasswordReset}/{user.Id}/");
        await using var db = database.Open();
        return await db.Outbox.AsNoTracking().Where(m => m.Key.StartsWith(invitations) || m.Key.StartsWith(resets)).OrderByDescending(m => m.Id).Take(MostAccounts).ToListAsync(token);
    }

    /// <summary>Mails a reset to whoever that name or address belongs to. Nobody learns whether it belongs to anybody.</summary>
    public async Task ForgottenAsync(string typed, CancellationToken token)
    {
        var name = typed.Trim().ToUpperInvariant();
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var users = await db.Users.AsNoTracking()
            .Where(u => (u.NormalizedUserName == name || u.NormalizedEmail == name) && u.DisabledAt == null && u.PasswordHash != null && u.Email != null)
            .OrderBy(u => u.Id).Take(MostAccounts).ToListAsync(token);
        foreach (var user in users)
        {
            // Asked again meanwhile it is no second mail, and no second entry that anybody could have written by the thousand.
            if (await outbox.AccountAsync(db, user, NoticePurpose.PasswordReset, (now.Ticks / Quiet.Ticks).ToString(CultureInfo.InvariantCulture), now, token))
            {
                await audit.WriteAsync(db, user.UserName!, "user.password-forgotten", user.UserName!, null, token);
            }
        }

        await transaction.CommitAsync(token);
        outbox.Wake();
    }
}
