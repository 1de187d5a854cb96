using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Texts;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Account;

/// <summary>The account by which notices leave and answers come back: from the settings file, which locks it, or as administrators typed it. Its mailbox is a source of the hub's own.</summary>
public sealed class MailAccount(Database database, IDataProtectionProvider protection, ConfiguredConnectors connectors, HubOptions hub, AuditTrail audit, TimeProvider clock)
{
    private const string Row = "mail-account";

    /// <summary>Answers are read once a minute, and at once where the server tells of news.</summary>
    private const string Cron = "0 * * * * ?";

    private readonly IDataProtector seal = protection.CreateProtector(Row);
    private string? loaded;

    /// <summary>The settings file says it: the browser shows it and does not edit it.</summary>
    public bool IsLocked { get; } = hub.Mail is not null;

    /// <summary>Null: nobody has said yet.</summary>
    public SmtpOptions? Options => hub.Mail;

    /// <summary>Takes over what another copy of the hub has stored.</summary>
    /// <exception cref="SourceUnusable">The key that sealed its secret is gone.</exception>
    public async Task LoadAsync(CancellationToken token)
    {
        if (IsLocked)
        {
            return;
        }

        await using var db = database.Open();
        var stored = await db.Marks.Where(s => s.Name == Row).Select(s => s.Value).FirstOrDefaultAsync(token);
        if (stored is not null && stored != loaded)
        {
            hub.Mail = Unseal(JsonSerializer.Deserialize<Stored>(stored)!);
            loaded = stored;
        }
    }

    /// <summary>Stores the account after all of it was found good, and makes or mends the source that reads its mailbox.</summary>
    /// <param name="typed">Field name to what was typed; a secret left blank stays as it is while the servers stay.</param>
    /// <returns>Every fault; empty when stored.</returns>
    public async Task<IReadOnlyList<FieldFault>> SaveAsync(IReadOnlyDictionary<string, string> typed, string actor, CancellationToken token)
    {
        if (IsLocked)
        {
            return [new("", SourceFaults.Say("Locked"))];
        }

        var (options, faults) = OptionsForm.Read(hub.Mail ?? new SmtpOptions(), typed);
        if (faults.Count == 0)
        {
            faults = SourceSettings.Faults(options);
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        var (open, secret) = SourceSettings.Split(options);
        await using (var db = database.Open())
        {
            await db.KeepAsync(Row, JsonSerializer.Serialize(new Stored(open, secret is null ? null : seal.Protect(secret))), token);
            await audit.WriteAsync(db, actor, "mail-account.changed", "hub", open, token);
        }

        await LoadAsync(token);
        await EnsureSourceAsync(token);
        return [];
    }

    /// <summary>The mailbox of the account is read as a source, unless another source reads it already.</summary>
    public async Task EnsureSourceAsync(CancellationToken token)
    {
        if (Options?.Mailbox() is not { } mailbox)
        {
            return;
        }

        await using var db = database.Open();
        var sources = await db.Sources.ToListAsync(token);
        if (sources.Exists(s => s.Name != Source.HubMailbox && OptionsOf(s) is { } other && IsSame(other, mailbox)))
        {
            return;
        }

        var (open, secret) = SourceSettings.Split(mailbox);
        var source = sources.Find(s => s.Name == Source.HubMailbox);
        if (source is null)
        {
            source = new Source
            {
                Name = Source.HubMailbox,
                Kind = EmailKind.Kind.Name,
                Title = SourceFaults.Say("HubMailbox"),
                Cron = Cron,
                Options = open,
                Locked = true,
                OldItems = OldItems.Leave,
                CreatedAt = clock.GetUtcNow(),
            };
            db.Sources.Add(source);
            db.SourceHealth.Add(new SourceHealth { Source = source.Name });
        }

        if (!JsonNode.DeepEquals(JsonSerializer.SerializeToNode(OptionsOf(source)), JsonSerializer.SerializeToNode(mailbox)))
        {
            (source.Options, source.Secrets, source.Version) = (open, connectors.Seal(secret), source.Version + 1);
        }

        await db.SaveChangesAsync(token);
    }

    /// <returns>Null for other kinds, and where the options cannot be used: its own page says so, and it reads nothing.</returns>
    private EmailOptions? OptionsOf(Source source)
    {
        try
        {
            return source.Kind == EmailKind.Kind.Name ? (EmailOptions)connectors.OptionsOf(source) : null;
        }
        catch (SourceUnusable)
        {
            return null;
        }
    }

    private static bool IsSame(EmailOptions one, EmailOptions other) =>
        string.Equals(one.User, other.User, StringComparison.OrdinalIgnoreCase) && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase);

    /// <returns>The name of the source that reads this mailbox; null when none does.</returns>
    public async Task<string?> ReaderAsync(EmailOptions mailbox, CancellationToken token)
    {
        await using var db = database.Open();
        return (await db.Sources.AsNoTracking().ToListAsync(token)).Find(s => OptionsOf(s) is { } other && IsSame(other, mailbox))?.Name;
    }

    private SmtpOptions Unseal(Stored stored)
    {
        try
        {
            return (SmtpOptions)SourceSettings.Join(typeof(SmtpOptions), stored.Open, stored.Secret is null ? null : seal.Unprotect(stored.Secret));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            throw new SourceUnusable(Said.Of<SourceFaults>("AccountLost"), e);
        }
    }

    /// <summary>The account as it lies in the store.</summary>
    /// <param name="Open">Its options without secrets, as JSON.</param>
    /// <param name="Secret">The others, sealed.</param>
    private sealed record Stored(string Open, string? Secret);
}
