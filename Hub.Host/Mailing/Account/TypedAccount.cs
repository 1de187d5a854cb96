using System.Security.Cryptography;
using System.Text.Json;
using Hub.Connectors.Email;
using Hub.Domain;
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

/// <summary>An account by which mail leaves: from the settings file, which locks it, or as administrators typed it, its secrets sealed.</summary>
/// <param name="row">Its name in the store, in the audit trail and of its seal.</param>
/// <param name="setting">Where the hub has it.</param>
public sealed class TypedAccount(string row, AccountSetting setting, Database database, IDataProtectionProvider protection, Proposals proposals, AuditTrail audit)
{
    private readonly IDataProtector seal = protection.CreateProtector(row);
    private string? loaded;

    /// <summary>The settings file says it: the browser shows it and does not edit it.</summary>
    public bool IsLocked { get; } = setting.Value is not null;

    /// <summary>Null: nobody has said yet.</summary>
    public SmtpOptions? Options => setting.Value;

    /// <summary>Takes over what another copy of the hub has stored.</summary>
    /// <exception cref="SourceUnusable">The key that sealed its secret is gone.</exception>
    public async Task LoadAsync(CancellationToken token)
    {
        if (IsLocked)
        {
            return;
        }

        await using var db = database.Open();
        var stored = await db.Marks.Where(s => s.Name == row).Select(s => s.Value).FirstOrDefaultAsync(token);
        if (stored != loaded)
        {
            setting.Value = stored is null ? null : Unseal(JsonSerializer.Deserialize<Stored>(stored)!);
            loaded = stored;
        }
    }

    /// <summary>Stores the account after all of it was found good. Invitations and new passwords travel by it: another server or address waits for a second person.</summary>
    /// <param name="typed">Field name to what was typed; a secret left blank stays as it is while the servers stay.</param>
    /// <returns>Every fault; empty when stored, or when it waits.</returns>
    public async Task<IReadOnlyList<FieldFault>> SaveAsync(IReadOnlyDictionary<string, string> typed, string actor, CancellationToken token)
    {
        if (IsLocked)
        {
            return [new("", SourceFaults.Say("Locked"))];
        }

        var (read, faults) = OptionsForm.Read(Options ?? new SmtpOptions(), typed);
        var options = (SmtpOptions)read;
        if (faults.Count == 0)
        {
            faults = SourceSettings.Faults(options);
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        var (open, secret) = SourceSettings.Split(options);
        var stored = JsonSerializer.Serialize(new Stored(open, secret is null ? null : seal.Protect(secret)));
        await using (var db = database.Open())
        {
            if (!Equals(PlaceOf(options), PlaceOf(Options)) && await Proposals.TakesTwoAsync(db, row, actor, token))
            {
                await proposals.KeepAsync(db, row, "", Shown(options), stored, actor, token);
                return [];
            }

            await db.KeepAsync(row, stored, token);
            await audit.WriteAsync(db, actor, $"{row}.changed", "hub", open, token);
        }

        await LoadAsync(token);
        return [];
    }

    /// <summary>How the sentences about its options are called.</summary>
    private const string OptionKind = "smtp";

    private static string Choice<T>(T choice)
        where T : struct, Enum => OptionTexts.Find(OptionKind, $"choice.{choice}") ?? choice.ToString();

    /// <summary>All that decides where mail goes and who may read it on the way.</summary>
    private static string Shown(SmtpOptions options) =>
        string.Join(", ", new[] { options.From, $"{options.User} @ {options.Host}:{options.Port}", Choice(options.Security), Choice(options.Auth), options.Auth == MailAuth.XOAuth2 ? options.TokenEndpoint.ToString() : null, options.CertificateSha256 }.Where(s => !string.IsNullOrEmpty(s)));

    /// <summary>Nobody's account any more; one that the settings file says stays.</summary>
    public async Task RemoveAsync(string actor, CancellationToken token)
    {
        if (IsLocked)
        {
            return;
        }

        await using (var db = database.Open())
        {
            if (await db.Marks.Where(m => m.Name == row).ExecuteDeleteAsync(token) > 0)
            {
                await audit.WriteAsync(db, actor, $"{row}.removed", "hub", "", token);
            }
        }

        await LoadAsync(token);
    }

    /// <summary>What says to whom everything goes that leaves by the account.</summary>
    private static object? PlaceOf(SmtpOptions? options) =>
        options is null ? null : (options.Host, options.Port, options.Security, options.CertificateSha256, options.User, options.From, options.Auth, options.TokenEndpoint);

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

/// <summary>The place among the hub's settings where all parts look for an account.</summary>
public sealed class AccountSetting(Func<SmtpOptions?> read, Action<SmtpOptions?> write)
{
    public SmtpOptions? Value
    {
        get => read();
        set => write(value);
    }
}
