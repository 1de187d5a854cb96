using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors.Email;
using Hub.Connectors.Http;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Texts;
using Hub.Host.People.Access;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Account;

/// <summary>The account by which notices leave and answers come back, and a second for when it is ill. The first one's mailbox is a source of the hub's own.</summary>
public sealed class MailAccount(Database database, IDataProtectionProvider protection, ConfiguredConnectors connectors, HubOptions hub, Proposals proposals, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Answers are read once a minute, and at once where the server tells of news.</summary>
    private const string Cron = "0 * * * * ?";

    private readonly TypedAccount first = new("mail-account", new(() => hub.Mail, value => hub.Mail = value), database, protection, proposals, audit);

    /// <inheritdoc cref="TypedAccount.IsLocked"/>
    public bool IsLocked => first.IsLocked;

    /// <inheritdoc cref="TypedAccount.Options"/>
    public SmtpOptions? Options => first.Options;

    /// <summary>By which mail leaves while the first is ill; its mailbox is not read.</summary>
    public TypedAccount Second { get; } = new("second-mail-account", new(() => hub.SecondMail, value => hub.SecondMail = value), database, protection, proposals, audit);

    /// <summary>How mail leaves by the first.</summary>
    internal AccountTransport Transport(NetworkGuard guard) => new(first, guard, clock);

    /// <inheritdoc cref="TypedAccount.LoadAsync"/>
    public async Task LoadAsync(CancellationToken token)
    {
        await first.LoadAsync(token);
        await Second.LoadAsync(token);
    }

    /// <summary>Stores the first account and makes or mends the source that reads its mailbox.</summary>
    /// <inheritdoc cref="TypedAccount.SaveAsync"/>
    public async Task<IReadOnlyList<FieldFault>> SaveAsync(IReadOnlyDictionary<string, string> typed, string actor, CancellationToken token)
    {
        var faults = await first.SaveAsync(typed, actor, token);
        if (faults.Count == 0)
        {
            await EnsureSourceAsync(token);
        }

        return faults;
    }

    /// <summary>Takes over what a second person confirmed.</summary>
    public async Task ConfirmedAsync(CancellationToken token)
    {
        await LoadAsync(token);
        await EnsureSourceAsync(token);
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
}
