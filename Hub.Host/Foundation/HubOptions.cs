using System.ComponentModel.DataAnnotations;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Connectors.Letters;
using Hub.Host.Foundation.Antivirus;
using Hub.Host.Foundation.Backups;
using Hub.Host.Storage;
using Npgsql;

namespace Hub.Host.Foundation;

/// <summary>The settings under <c>Hub</c>, in <c>appsettings.json</c>, the environment (<c>Hub__Data</c>) or the command line (<c>--Hub:Data=…</c>).</summary>
public sealed class HubOptions : IValidatableObject
{
    public const string Section = "Hub";

    /// <summary>Folder of the database, the keys and the logs. Default <c>data</c> in the working folder.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    public string Data { get; set; } = "data";

    /// <summary>Default SQLite.</summary>
    public StoreKind Store { get; set; } = StoreKind.Sqlite;

    /// <summary>So long a start waits for a PostgreSQL server that does not answer yet; default 120 seconds.</summary>
    [Range(0, 3600, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int StoreWaitSeconds { get; set; } = 120;

    /// <summary>Connection string; required for PostgreSQL, for SQLite derived from <see cref="Data"/>.</summary>
    [Secret]
    public string? Connection { get; set; }

    /// <summary>The address people use, for links in mails. Default <c>http://localhost:5080</c>.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    public Uri PublicAddress { get; set; } = new("http://localhost:5080");

    /// <summary>A catalogue file in place of the embedded one.</summary>
    public string? Catalogue { get; set; }

    /// <summary>Where notices come from, by the settings or as administrators typed it; null: nobody has said yet, notices wait.</summary>
    public SmtpOptions? Mail { get; set; }

    /// <summary>By which account notices leave while that of <see cref="Mail"/> refuses them or is not reached; null: they wait.</summary>
    public SmtpOptions? SecondMail { get; set; }

    /// <summary>Quiet hours, budget and digest of notices to staff.</summary>
    public SendingOptions Sending { get; set; } = new();

    /// <summary>Where and when backups are made; none without a folder.</summary>
    public BackupOptions Backup { get; set; } = new();

    /// <summary>The virus scanner; none without a host.</summary>
    public AntivirusOptions Antivirus { get; set; } = new();

    /// <summary>What reads words from scans and photos of letters; nothing without a program.</summary>
    public OcrOptions Ocr { get; set; } = new();

    /// <summary>An address outside that is called each minute while all is well; who watches it raises the alarm when the call stays away. Default none.</summary>
    public Uri? Ping { get; set; }

    /// <summary>Addresses that hear of technical alarms.</summary>
    public string[] Administrators { get; set; } = [];

    /// <summary>Who hears from the hub, by bureau code; seeded once, then edited in the browser.</summary>
    public IDictionary<string, BureauContacts> Contacts { get; } = new Dictionary<string, BureauContacts>(StringComparer.Ordinal);

    /// <summary>Sources seeded at the first start, by name; with <see cref="SourceSetting.Locked"/> kept as written here.</summary>
    public IDictionary<string, SourceSetting> Sources { get; } = new Dictionary<string, SourceSetting>(StringComparer.Ordinal);

    /// <summary>The largest push to <c>/hooks/{source}</c> in bytes; default 1 MB (2^20).</summary>
    [Range(1024, 64 * 1024 * 1024, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int LargestPush { get; set; } = 1024 * 1024;

    /// <summary>False for a web-only copy beside others that do the work.</summary>
    public bool Work { get; set; } = true;

    /// <summary>Sources may stand on the loopback and in private networks. Default false: an address typed into a form must not reach what is inside.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Administrators and verifiers with a password must have a second factor; they turn it on at their first sign-in. Default true; false is for a demo.</summary>
    public bool SecondFactorRequired { get; set; } = true;

    /// <summary>Reverse proxies whose word on the visitor's address and on HTTPS is taken, as addresses or networks; the loopback always is.</summary>
    public string[] Proxies { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Store == StoreKind.Postgres && ConnectionFault(Connection) is { } fault)
        {
            yield return new(fault, [nameof(Connection)]);
        }

        var people = Administrators.Select((address, at) => ($"{nameof(Administrators)}:{at}", address))
            .Concat(Contacts.SelectMany(c => c.Value.Staff.Select((address, at) => ($"{nameof(Contacts)}:{c.Key}:{nameof(BureauContacts.Staff)}:{at}", address))))
            .Concat(Contacts.SelectMany(c => c.Value.Head.Select((address, at) => ($"{nameof(Contacts)}:{c.Key}:{nameof(BureauContacts.Head)}:{at}", address))));
        foreach (var (name, address) in people.Where(p => !new EmailAddressAttribute().IsValid(p.address)))
        {
            yield return new(OptionFaults.MailAddress, [name]);
        }
    }

    private static string? ConnectionFault(string? connection)
    {
        try
        {
            return string.IsNullOrWhiteSpace(connection) ? StartTexts.Say("ConnectionNeeded") : new NpgsqlConnectionStringBuilder(connection).Host is null ? StartTexts.Say("ConnectionWrong") : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            return StartTexts.Say("ConnectionWrong");
        }
    }
}

/// <summary>One bureau's people.</summary>
public sealed class BureauContacts
{
    public string[] Staff { get; set; } = [];
    public string[] Head { get; set; } = [];
}

/// <summary>A source as settings give it; its options depend on the kind and are bound with it.</summary>
public sealed class SourceSetting
{
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    public string Kind { get; set; } = "";
    public string? Title { get; set; }

    /// <summary>Quartz cron in WITA; null takes the kind's default.</summary>
    public string? Cron { get; set; }

    /// <summary>The secret that signs pushes to <c>/hooks/{source}</c>, 16 characters or more; null takes none.</summary>
    public string? HookSecret { get; set; }
    public bool Locked { get; set; }

    /// <summary>What becomes of items older than the source here; default: as any other. Sources added in the browser begin with now.</summary>
    public Storage.Rows.OldItems OldItems { get; set; }

    /// <summary>After so many nights unseen (2 or more) an open ticket is closed as withdrawn at the source; null: it stays open.</summary>
    public int? ClosesUnseenAfter { get; set; }
}
