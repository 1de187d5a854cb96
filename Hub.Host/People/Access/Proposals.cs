using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Domain.Catalogue;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Hub.Host.People.Access;

/// <summary>
/// Changes of the hub's own roads by which one administrator would read what is meant for others, or act as them: the account that carries invitations, who speaks for Biro Organisasi by mail, who hears of
/// what is kept from its verifiers, and by which fields a source protects.
/// One person proposes, another confirms, as in <see cref="Appointments"/>; while nobody else is there who could, they count at once.
/// </summary>
public sealed class Proposals(Database database, IRecipientNews news, AuditTrail audit, IStringLocalizer<AccessTexts> say, TimeProvider clock)
{
    /// <summary>Somebody who hears from the hub for Biro Organisasi; a verifier confirms.</summary>
    public const string Recipient = "contact";

    /// <summary>Somebody who hears of what accuses Biro Organisasi: the Inspektorat's address, the leadership. Verifiers have no say in it; an administrator or the leadership confirms.</summary>
    public const string Watcher = "watcher";

    /// <summary>A source's mapping that no longer reads what protects its items or tells who sent them; an administrator or a verifier confirms.</summary>
    public const string Mapping = "mapping";

    private const string Prefix = "proposed:";

    /// <summary>Whether somebody else is there who may confirm.</summary>
    public static Task<bool> TakesTwoAsync(HubDbContext db, string what, string actor, CancellationToken token) =>
        (from user in db.Users
         join link in db.UserRoles on user.Id equals link.UserId
         join role in db.Roles on link.RoleId equals role.Id
         where user.DisabledAt == null && user.UserName != actor
             && ((role.Name == Roles.Verifier && what != Watcher) || (role.Name == Roles.Administrator && what != Recipient) || (role.Name == Roles.Leadership && what == Watcher))
         select user).AnyAsync(token);

    /// <summary>Keeps a change until the second person decides; one of the same kind and key that waited is replaced.</summary>
    /// <param name="what">The account's name in the store, or <see cref="Recipient"/>, <see cref="Watcher"/> or <see cref="Mapping"/>.</param>
    /// <param name="shown">What whoever confirms must see.</param>
    /// <param name="payload">What is stored then.</param>
    public async Task KeepAsync(HubDbContext db, string what, string key, string shown, string payload, string actor, CancellationToken token)
    {
        var proposal = new Proposal(what, shown, actor, clock.GetUtcNow(), payload);
        await db.KeepAsync($"{Prefix}{what}:{key}", JsonSerializer.Serialize(proposal), token);
        await audit.WriteAsync(db, actor, "proposal.made", what, shown, token);
    }

    /// <summary>What waits, oldest first, by its name.</summary>
    public async Task<IReadOnlyList<(string Name, Proposal Proposal)>> WaitingAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var marks = await db.Marks.AsNoTracking().Where(m => m.Name.StartsWith(Prefix)).ToListAsync(token);
        return [.. marks.Select(m => (m.Name, JsonSerializer.Deserialize<Proposal>(m.Value)!)).OrderBy(p => p.Item2.At)];
    }

    /// <summary>The address that waits for the second person to reach that office; null when none does.</summary>
    public async Task<Proposal?> WaitingForAsync(string office, CancellationToken token)
    {
        await using var db = database.Open();
        var mark = await db.Marks.AsNoTracking().FirstOrDefaultAsync(m => m.Name == $"{Prefix}{Watcher}:{office}", token);
        return mark is null ? null : JsonSerializer.Deserialize<Proposal>(mark.Value);
    }

    public static bool MayConfirm(Proposal proposal, CurrentUser actor) =>
        actor.Name != proposal.By
        && ((actor.Is(Roles.Verifier) && proposal.What != Watcher) || (actor.Is(Roles.Administrator) && proposal.What != Recipient) || (actor.Is(Roles.Leadership) && proposal.What == Watcher));

    /// <summary>The second person agrees, and it counts.</summary>
    /// <param name="seen">The <see cref="Proposal.Print"/> of what that person looked at: another one that took its place meanwhile is not agreed to.</param>
    /// <returns>What is wrong, or null.</returns>
    public async Task<string?> ConfirmAsync(string name, string? seen, CurrentUser actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await TakeAsync(db, name, p => MayConfirm(p, actor) && p.Print == seen, token) is not { } proposal)
        {
            return say["proposal.not-yours"];
        }

        if (proposal.What is Recipient or Watcher)
        {
            var (contact, both) = (JsonSerializer.Deserialize<Contact>(proposal.Payload)!, $"{proposal.By} + {actor.Name}");
            foreach (var before in contact.Bureau == Office.Inspectorate ? await db.Contacts.Where(c => c.Bureau == contact.Bureau && c.Role == contact.Role).ToListAsync(token) : [])
            {
                // An office has one liaison.
                await news.TellAsync(db, before, isAdded: false, both, token);
                db.Contacts.Remove(before);
            }

            await db.SaveChangesAsync(token);
            await news.TellAsync(db, contact, isAdded: true, both, token);
            db.Contacts.Add(contact);
            await db.SaveChangesAsync(token);
        }
        else if (proposal.What == Mapping)
        {
            var wanted = JsonSerializer.Deserialize<WantedMapping>(proposal.Payload)!;
            var source = await db.Sources.SingleAsync(s => s.Name == wanted.Source, token);
            var open = JsonNode.Parse(source.Options)!.AsObject();
            open["mapping"] = wanted.Mapping;
            (source.Options, source.Version) = (open.ToJsonString(), source.Version + 1);
        }
        else
        {
            await db.KeepAsync(proposal.What, proposal.Payload, token);
        }

        await audit.WriteAsync(db, $"{actor.Name} + {proposal.By}", "proposal.confirmed", proposal.What, proposal.Shown, token);
        await transaction.CommitAsync(token);
        return null;
    }

    /// <summary>Whoever may confirm, and whoever proposed, may also say no.</summary>
    public async Task<string?> RefuseAsync(string name, CurrentUser actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await TakeAsync(db, name, p => p.By == actor.Name || MayConfirm(p, actor), token) is not { } proposal)
        {
            return say["proposal.not-yours"];
        }

        await audit.WriteAsync(db, actor.Name, "proposal.refused", proposal.What, $"{proposal.Shown}; proposed by {proposal.By}", token);
        await transaction.CommitAsync(token);
        return null;
    }

    /// <summary>Whoever removes it decides: of two at the same time one finds nothing.</summary>
    private static async Task<Proposal?> TakeAsync(HubDbContext db, string name, Func<Proposal, bool> may, CancellationToken token)
    {
        var mark = name.StartsWith(Prefix, StringComparison.Ordinal) ? await db.Marks.AsNoTracking().FirstOrDefaultAsync(m => m.Name == name, token) : null;
        return mark is not null && JsonSerializer.Deserialize<Proposal>(mark.Value) is { } proposal && may(proposal)
            && await db.Marks.Where(m => m.Name == name && m.Value == mark.Value).ExecuteDeleteAsync(token) == 1 ? proposal : null;
    }
}

/// <summary>The mapping that a source is to have.</summary>
/// <param name="Mapping">Null: the one of its kind.</param>
public sealed record WantedMapping(string Source, string? Mapping);

/// <summary>A change that waits for the second person.</summary>
/// <param name="What">See <see cref="Proposals.KeepAsync"/>.</param>
/// <param name="Payload">As it will be stored; secrets in it are sealed.</param>
public sealed record Proposal(string What, string Shown, string By, DateTimeOffset At, string Payload)
{
    /// <summary>Tells it from every other one of the same name.</summary>
    public string Print => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{What}\n{Shown}\n{By}\n{At.UtcTicks}\n{Payload}")).AsSpan(0, 16));
}
